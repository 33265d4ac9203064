"""The groups of the round under way as those who lead see them: who is there, notes, who is done, who asks for help."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal

from sqlalchemy import Select, bindparam, select

from network.core import clock as wall
from network.core.db import db
from network.core.reading import once
from network.people.models import Person
from network.sessions.boards.models import Board
from network.sessions.boards.queries import note_counts
from network.sessions.groups.models import BreakoutGroup, GroupKind, GroupRound
from network.sessions.groups.queries.rounds import GroupOverview, Sitting, overview
from network.sessions.stage.models import HelpCall, Readiness
from network.sessions.stage.queries.activity import last_activity
from network.sessions.stage.queries.silence import off_the_net
from network.sessions.stage.rules.flow import Need, in_need_first

State = Literal["ready", "working", "offline", "left", "absent"]
HERE: tuple[State, ...] = ("ready", "working")


@dataclass(frozen=True)
class Marks:
    """Ids of persons: who is done with the phase, and who is not on the net."""

    ready: frozenset[int]
    offline: frozenset[int]


@dataclass(frozen=True)
class GroupRow:
    """One line of the facilitator's list. `names` are (name, how she stands); a local group has none.

    `ready` counts those done, `here` those whom one can wait for: at work, or done already. Of the others `offline`
    are not on the net, `left` have gone and `absent` have not come. `seen` counts those here who have opened the board.
    `last_at` is when somebody of the group last did something on it.
    """

    group_id: int
    number: int
    label: str
    place: str
    is_local: bool
    here: int
    offline: int
    left: int
    absent: int
    ready: int
    seen: int
    notes: int
    last_at: datetime | None
    asked_at: datetime | None
    call_id: int | None
    names: tuple[tuple[str, State], ...]
    board_id: str | None

    @property
    def away(self) -> int:
        """Whom nobody waits for, for whatever reason."""
        return self.offline + self.left + self.absent

    @property
    def waited_minutes(self) -> int:
        return int((wall.now() - self.asked_at).total_seconds() // 60) if self.asked_at else 0

    @property
    def state(self) -> str:
        """How full its dot on the big screen is: "empty", "half", "full"."""
        if self.ready == 0:
            return "empty"
        return "full" if self.ready >= self.here else "half"


@once
def rows_of(round_: GroupRound | None) -> list[GroupRow]:
    """Those in need first. The number of questions to the database does not grow with groups or people."""
    if round_ is None:
        return []
    ready, calls = _ready(round_), _calls(round_.gathering_id)
    notes, latest, boards = note_counts(round_.id), last_activity(round_.id), _boards(round_.id)
    marks = Marks(frozenset(ready), off_the_net(round_))
    rows = {
        one.group.id: _row(one, marks, calls.get(one.group.id), notes.get(one.group.id, 0), latest, boards)
        for one in overview(round_)
    }
    needs = [Need(row.group_id, row.number, row.here, row.notes, row.asked_at) for row in rows.values()]
    return [rows[need.group_id] for need in in_need_first(needs)]


def _row(
    one: GroupOverview,
    marks: Marks,
    call: HelpCall | None,
    notes: int,
    latest: dict[int, datetime],
    boards: dict[int, str],
) -> GroupRow:
    states = {sitting.person_id: _state(sitting, marks) for sitting in one.sitting}
    is_local = one.group.kind == GroupKind.LOCAL
    counts = Counter(states.values())
    return GroupRow(
        group_id=one.group.id,
        number=one.group.number,
        label=one.label,
        place=one.place,
        is_local=is_local,
        here=counts["ready"] + counts["working"],
        offline=counts["offline"],
        left=counts["left"],
        absent=counts["absent"],
        ready=counts["ready"],
        seen=sum(sitting.has_seen and states[sitting.person_id] in HERE for sitting in one.sitting),
        notes=notes,
        last_at=latest.get(one.group.id),
        asked_at=call.asked_at if call else None,
        call_id=call.id if call else None,
        names=() if is_local else tuple((sitting.name, states[sitting.person_id]) for sitting in one.sitting),
        board_id=None if is_local and call is None else boards.get(one.group.id),
    )


def _state(sitting: Sitting, marks: Marks) -> State:
    """What she has said counts for more than where her telephone is."""
    if sitting.person_id in marks.ready:
        return "ready"
    if not sitting.is_present:
        return "left" if sitting.has_come else "absent"
    return "offline" if sitting.person_id in marks.offline else "working"


def _ready(round_: GroupRound) -> set[int]:
    query = select(Readiness.person_id).where(Readiness.round_id == round_.id, Readiness.phase == round_.phase)
    return set(db.session.scalars(query))


def _calls(gathering_id: int) -> dict[int, HelpCall]:
    query = select(HelpCall).where(HelpCall.gathering_id == gathering_id, HelpCall.answered_at.is_(None))
    return {call.group_id: call for call in db.session.scalars(query)}


def _boards(round_id: int) -> dict[int, str]:
    query = select(Board.group_id, Board.public_id).join(BreakoutGroup, BreakoutGroup.id == Board.group_id)
    return {row[0]: row[1] for row in db.session.execute(query.where(BreakoutGroup.round_id == round_id))}


def is_ready(round_: GroupRound, person_id: int) -> bool:
    asked = {"round_id": round_.id, "phase": round_.phase, "person_id": person_id}
    return db.session.scalar(_is_ready(), asked) is not None


@cache
def _is_ready() -> Select[int]:
    of_phase = (Readiness.round_id == bindparam("round_id")) & (Readiness.phase == bindparam("phase"))
    return select(Readiness.person_id).where(of_phase, Readiness.person_id == bindparam("person_id"))


def open_call(group_id: int) -> HelpCall | None:
    query = select(HelpCall).where(HelpCall.group_id == group_id, HelpCall.answered_at.is_(None))
    return db.session.scalar(query.order_by(HelpCall.id).limit(1))


def help_of(group_id: int) -> tuple[HelpCall, str | None] | None:
    """The group's latest call, with the name of the one who comes."""
    row = db.session.execute(_help_of(), {"group_id": group_id}).first()
    return (row[0], row[1]) if row else None


@cache
def _help_of() -> Select[HelpCall, str | None]:
    query = select(HelpCall, Person.name).outerjoin(Person, Person.id == HelpCall.answered_by_id)
    return query.where(HelpCall.group_id == bindparam("group_id")).order_by(HelpCall.id.desc()).limit(1)


def call_of(gathering_id: int, call_id: int) -> HelpCall | None:
    call = db.session.get(HelpCall, call_id)
    return call if call is not None and call.gathering_id == gathering_id else None
