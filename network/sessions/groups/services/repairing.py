"""Groups that people know already, evened out for those who are there now: what each way would move, then one of them.

Each way is worked out beside the server (`drawing`), shown with what it costs, and done only as it was shown (GR-14).
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sqlalchemy import select

from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict
from network.core.language import gettext as _
from network.sessions.gatherings.models import Gathering
from network.sessions.groups import engine
from network.sessions.groups.engine.writing import instance_of
from network.sessions.groups.models import BreakoutGroup, GroupKind, GroupMember, GroupRound, RoundState
from network.sessions.groups.queries.arranged import Arranged, arranged, engine_wishes
from network.sessions.groups.queries.attending import attending, history
from network.sessions.groups.rules.rounds import DEALABLE, LIVE
from network.sessions.groups.services import undoing, unmending
from network.sessions.groups.services.dealing import Contradicted, attendee
from network.sessions.groups.services.drawing import NotDrawn, plan_of
from network.sessions.groups.services.figures import figures_of
from network.sessions.groups.services.meeting import left_her_place
from network.sessions.groups.services.seats import tell

WAYS: Mapping[str, int] = {"least": engine.FEWEST, "fresh": 100, "new": 0}
"""What it costs that somebody moves. "least": nobody who need not; "fresh": some, so that fewer meet again; "new": all
may move, as in a new draw, which is only for those who have not sat down yet."""


@dataclass(frozen=True)
class Standing:
    """How a round stands: its groups, of whom those are taken out who are not there, and who is to be placed."""

    round_id: int
    arranged: Arranged
    problem: engine.Problem
    may_deal: bool

    @property
    def published(self) -> engine.Plan:
        return (self.arranged.groups,)

    @cached_property
    def told(self) -> bytes:
        """What the engine's command is asked, whatever it costs that somebody moves: for three ways it is said once."""
        return json.dumps(instance_of(self.problem, seed=1, published=self.published)).encode()

    @property
    def absent(self) -> int:
        here = set(self.problem.rounds[0].present)
        return sum(one not in here for ids in self.arranged.groups for one in ids)


@dataclass(frozen=True)
class Move:
    """Somebody to another group; the places count in the groups as they stand. `from_group` is None for a newcomer."""

    person_id: int
    from_group: int | None
    to_group: int


@dataclass(frozen=True)
class Way:
    """One way to even the groups out. `again` are pairs that have met before, `seal` names exactly this."""

    key: str
    plan: engine.Plan
    moves: tuple[Move, ...]
    report: engine.Report
    seal: str

    @property
    def again(self) -> int:
        return self.report.repeats


def standing_of(round_: GroupRound) -> Standing:
    """Raises Conflict for a round in which nobody is moved, Contradicted when wishes stand against one another."""
    if round_.state not in LIVE or round_.kind != GroupKind.MIXED:
        raise Conflict(_("There is nothing to even out in this round now."))
    now = arranged(round_)
    people = tuple(attendee(one) for one in attending(round_.gathering_id) if one.is_dealt)
    if not now.groups or not people:
        raise Conflict(_("There is nothing to even out in this round now."))
    past = history(db.session.get_one(Gathering, round_.gathering_id), without_round_id=round_.id)
    problem = engine.Problem.one_round(people, min(len(now.groups), len(people)), past)
    wishes = engine_wishes(round_.gathering_id, problem.rounds[0].present)
    locked = tuple(engine.Pin(one, now.seat_of(one) or 0) for one in sorted(now.pinned))
    problem = replace(problem, wishes=replace(wishes, pinned=locked))
    contradictions = engine.check(problem)
    if contradictions:
        raise Contradicted(contradictions)
    return Standing(round_.id, now, problem, round_.state in DEALABLE)


def ways(standing: Standing) -> list[Way]:
    """The ways that differ, those with fewest moves first. It waits. Raises NotDrawn."""
    found: list[Way] = []
    for key in WAYS if standing.may_deal else ("least", "fresh"):
        way = way_of(standing, key)
        if not any(len(other.moves) <= len(way.moves) and other.again <= way.again for other in found):
            found.append(way)
    return found


def way_of(standing: Standing, key: str) -> Way:
    """It waits. Raises NotDrawn; an unknown key is the first way."""
    price = WAYS.get(key, engine.FEWEST)
    plan = plan_of(standing.problem, standing.told, "--move-price", str(price))
    report = engine.judge(standing.problem, plan)
    if report.faults:
        raise NotDrawn(_("The groups could not be made. What stood here before stands still. Press again."))
    moves = _moves(standing.arranged, plan)
    told = json.dumps([standing.arranged.groups, sorted(standing.arranged.pinned), plan, key])
    return Way(key, plan, moves, report, hashlib.sha256(told.encode()).hexdigest()[:24])


def _moves(now: Arranged, plan: engine.Plan) -> tuple[Move, ...]:
    seat = {one: at for at, ids in enumerate(now.groups) for one in ids}
    found = [Move(one, seat.get(one), at) for at, ids in enumerate(plan[0]) for one in ids if seat.get(one) != at]
    return tuple(sorted(found, key=lambda move: (move.to_group, move.person_id)))


def mend(round_: GroupRound, standing: Standing, way: Way, *, by_id: int | None) -> None:
    """Do what was shown. Inside a unit of work. Raises Conflict when somebody has been moved, come or left since."""
    now = arranged(round_)
    here = tuple(one.person_id for one in attending(round_.gathering_id) if one.is_dealt)
    is_as_shown = (now, here) == (standing.arranged, standing.problem.rounds[0].present)
    if round_.state not in LIVE or not is_as_shown:
        raise Conflict(_("Somebody has come, left or been moved since. Here is how it stands now."))
    undoing.remember(round_, "mend")
    seats = _reseat(round_, now, way.moves)
    kept = json.loads(round_.plan or "{}")
    round_.plan = json.dumps({**kept, **figures_of(standing.problem, way.report)})
    if round_.state != RoundState.DRAWN and seats:
        unmending.remember(round_, seats, kept)
    db.session.flush()
    audit(by_id, "round.mend", "round", round_.id, way=way.key, moves=len(way.moves))
    tell(round_, [move.person_id for move in way.moves])


def _reseat(round_: GroupRound, now: Arranged, moves: Sequence[Move]) -> list[unmending.Seat]:
    """Many at once. What each wrote stays with her old group, whose board she goes on reading (GR-7).

    Who sat somewhere before, and where, is what can be put back.
    """
    person_ids = [move.person_id for move in moves]
    rows = select(GroupMember).join(BreakoutGroup, BreakoutGroup.id == GroupMember.group_id)
    rows = rows.where(BreakoutGroup.round_id == round_.id, GroupMember.person_id.in_(person_ids))
    members = {(row.group_id, row.person_id): row for row in db.session.scalars(rows)}
    at = clock.now()
    seats: list[unmending.Seat] = []
    for move in moves:
        if move.from_group is not None:
            old = members[now.group_ids[move.from_group], move.person_id]
            if round_.state == RoundState.DRAWN:
                db.session.delete(old)
            else:
                seats.append((move.person_id, old.group_id, now.group_ids[move.to_group], old.role, old.is_pinned))
                left_her_place(round_, old, at)
                old.moved_at, old.role, old.is_pinned = at, None, False
        group_id = now.group_ids[move.to_group]
        new = members.get((group_id, move.person_id))
        if new is None:
            new = GroupMember(group_id=group_id, person_id=move.person_id)
            db.session.add(new)
        new.joined_at, new.moved_at = at, None
    db.session.flush()
    db.session.expire(round_, ["groups"])
    return seats
