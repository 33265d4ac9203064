"""Reading marks: one's own to oneself alone, those that are shared to the municipality, sums to those who lead."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from network.access.actor import Actor
from network.access.guard import allows, can
from network.access.scopes import Facts
from network.actions.models import TakeHomeMark
from network.actions.queries.marked import Thing, things_of
from network.actions.rules import marks as rules
from network.core.db import db
from network.core.reading import once
from network.people.models import Municipality
from network.sessions.gatherings.models import Gathering
from network.sessions.groups.models import BreakoutGroup, GroupKind, GroupRound, RoundState
from network.sessions.groups.rules.rounds import AT_WORK
from network.sessions.stage.queries.talks import municipality_at
from network.sessions.stage.rules import talks


@dataclass(frozen=True)
class Own:
    """A mark as its maker sees it, and what it is on; `text` only while she may read that."""

    mark: TakeHomeMark
    thing: Thing | None
    text: str


@dataclass(frozen=True)
class Mine:
    """All that somebody wants to take home from a gathering.

    `hidden` counts marks that she made in another sign-in than this badge's: their words are not shown here (MK-10).
    """

    marks: list[Own]
    hidden: int

    @property
    def waiting(self) -> list[Own]:
        """Neither shown to colleagues nor kept back."""
        return [one for one in self.marks if one.mark.shared_at is None and one.mark.kept_back_at is None]

    @property
    def is_empty(self) -> bool:
        return not self.marks and not self.hidden


def mark_on(person_id: int, target: str) -> TakeHomeMark | None:
    """Her mark on this thing, also one that was taken away."""
    query = select(TakeHomeMark).where(TakeHomeMark.person_id == person_id, TakeHomeMark.target == target)
    return db.session.scalar(query.options(joinedload(TakeHomeMark.gathering)))


@once
def own_marks(actor: Actor, gathering_id: int) -> tuple[TakeHomeMark, ...]:
    """The asker's own, oldest first, without those she took away. There is no query for anybody else's alone."""
    if actor.person_id is None:
        return ()
    query = select(TakeHomeMark).where(
        TakeHomeMark.person_id == actor.person_id,
        TakeHomeMark.gathering_id == gathering_id,
        TakeHomeMark.removed_at.is_(None),
    )
    rows = db.session.scalars(query.order_by(TakeHomeMark.id))
    return tuple(mark for mark in rows if can(actor, "mark.read", mark))


def gatherings_with_marks(actor: Actor) -> list[int]:
    """Where the asker has something to take home."""
    if actor.person_id is None:
        return []
    hers = (TakeHomeMark.person_id == actor.person_id) & TakeHomeMark.removed_at.is_(None)
    return list(db.session.scalars(select(TakeHomeMark.gathering_id).where(hers).distinct()))


def is_shown_to(actor: Actor, mark: TakeHomeMark) -> bool:
    """Whether she who made it sees it now. Whoever came in by the same badge on another phone does not (MK-10)."""
    is_by_badge = actor.only_gathering_id is not None
    return talks.is_shown(mark.key, only_sign_in_id=(actor.only_sign_in_id or 0) if is_by_badge else None)


def lines_of(actor: Actor, gathering_id: int) -> dict[str, str]:
    """Target → her line on it, for the pages that offer the button."""
    return {mark.target: mark.line for mark in own_marks(actor, gathering_id) if is_shown_to(actor, mark)}


def mine(actor: Actor, gathering: Gathering) -> Mine:
    """Her own marks with what they are on. The number of questions to the database is the same for any number."""
    found = own_marks(actor, gathering.id)
    shown = [mark for mark in found if is_shown_to(actor, mark)]
    things = things_of(gathering.id, [mark.target for mark in shown])
    rows = [_own(actor, mark, things.get(mark.target)) for mark in shown]
    order = [*rules.SOURCES]
    return Mine(sorted(rows, key=lambda one: (order.index(one.mark.kind), one.mark.id)), len(found) - len(shown))


def _own(actor: Actor, mark: TakeHomeMark, thing: Thing | None) -> Own:
    return Own(mark, thing, thing.text if thing is not None and thing.may_be_read_by(actor) else "")


@once
def local_round(gathering_id: int) -> GroupRound | None:
    """The municipalities' own round of this gathering that goes on, or else the last that did."""
    query = select(GroupRound).where(
        GroupRound.gathering_id == gathering_id,
        GroupRound.kind == GroupKind.LOCAL,
        GroupRound.state != RoundState.PLANNED,
    )
    rounds = list(db.session.scalars(query.order_by(GroupRound.number)))
    going_on = [one for one in rounds if one.state != RoundState.CLOSED]
    return next(iter(going_on or reversed(rounds)), None)


def is_before_work(round_: GroupRound | None) -> bool:
    """The way to the tables of one's own: people are told what their colleagues will see (MK-4)."""
    return round_ is not None and round_.state in (RoundState.DRAWN, RoundState.GATHER)


def has_begun(round_: GroupRound | None) -> bool:
    return round_ is not None and round_.state in (*AT_WORK, RoundState.CLOSED)


def is_at_work(round_: GroupRound | None) -> bool:
    return round_ is not None and round_.state in AT_WORK


def place_of(actor: Actor, gathering_id: int) -> int | None:
    """The municipality that she marks for: a delegate's. Anybody else's marks are nobody's but theirs (MK-9)."""
    place = municipality_at(gathering_id, actor.person_id or 0) if "D" in actor.roles else None
    return place if place in actor.municipality_ids else None


def shows_at_once(actor: Actor, gathering_id: int) -> bool:
    """Whether a mark that she makes now, and is told so, is shown to her colleagues at once (MK-5)."""
    return is_at_work(local_round(gathering_id)) and place_of(actor, gathering_id) is not None


def shared_with(actor: Actor, gathering: Gathering, municipality: Municipality) -> list[rules.Shared]:
    """What the municipality's delegates have marked and shared at this gathering, in its order (MK-6, MK-7).

    Empty for whoever may not read it. The number of questions to the database does not grow with the marks.
    """
    if not allows(actor, "mark.read", _shared_facts(gathering.id, municipality.id)):
        return []
    return shared_rows(gathering.id, municipality.id, reader_id=actor.person_id)


def _shared_facts(gathering_id: int, municipality_id: int) -> Facts:
    return Facts(gathering_id=gathering_id, municipality_id=municipality_id, is_open=True, is_shared=True)


def may_read_shared(actor: Actor, group: BreakoutGroup) -> bool:
    """Whether marks stand on this group's page for this reader."""
    if group.kind != GroupKind.LOCAL or group.municipality_id is None:
        return False
    return allows(actor, "mark.read", _shared_facts(group.gathering_id, group.municipality_id))


def shared_rows(gathering_id: int, municipality_id: int, *, reader_id: int | None = None) -> list[rules.Shared]:
    """The same for whoever has asked for the right already."""
    query = select(TakeHomeMark).where(
        TakeHomeMark.gathering_id == gathering_id,
        TakeHomeMark.municipality_id == municipality_id,
        TakeHomeMark.shared_at.is_not(None),
        TakeHomeMark.kept_back_at.is_(None),
        TakeHomeMark.removed_at.is_(None),
    )
    by_target: dict[str, list[TakeHomeMark]] = {}
    for mark in db.session.scalars(query.order_by(TakeHomeMark.id)):
        by_target.setdefault(mark.target, []).append(mark)
    things = things_of(gathering_id, list(by_target))
    return rules.in_order(
        _one(marks, things.get(target), municipality_id, reader_id) for target, marks in by_target.items()
    )


def _one(
    marks: Sequence[TakeHomeMark], thing: Thing | None, municipality_id: int, reader_id: int | None
) -> rules.Shared:
    lines = dict.fromkeys(mark.line for mark in marks if mark.line)
    return rules.Shared(
        target=marks[0].target,
        kind=str(marks[0].kind),
        title=thing.title if thing is not None else "",
        text=thing.text_for(municipality_id) if thing is not None else "",
        lines=tuple(lines),
        count=len(marks),
        is_mine=any(mark.person_id == reader_id for mark in marks),
    )


def counts(gathering_id: int) -> rules.Counts:
    """How much has been marked, by how many, from how many municipalities; nothing of it is broken down."""
    query = select(
        func.count(),
        func.count(TakeHomeMark.municipality_id.distinct()),
        func.count(TakeHomeMark.person_id.distinct()),
    ).where(TakeHomeMark.gathering_id == gathering_id, TakeHomeMark.removed_at.is_(None))
    marks, municipalities, persons = db.session.execute(query).one()
    return rules.Counts(marks=marks, municipalities=municipalities, persons=persons)
