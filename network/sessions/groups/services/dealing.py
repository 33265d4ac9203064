"""Making a round's groups of those who are there now (GR-2, GR-3)."""

import json
import time
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.core.names import name_key
from network.core.signals import round_moved
from network.people.models import Municipality
from network.sessions.gatherings.models import Gathering, GatheringRole, ProgrammeItem
from network.sessions.groups import engine
from network.sessions.groups.models import BreakoutGroup, GroupKind, GroupRole, GroupRound, RoundState
from network.sessions.groups.queries.arranged import engine_wishes, pinned_in
from network.sessions.groups.queries.attending import Attending, attending, dealt_here, history, role_times
from network.sessions.groups.queries.rounds import groups_in, round_of_item
from network.sessions.groups.rules.placing import Table, group_count, place_late
from network.sessions.groups.rules.roles import propose_roles
from network.sessions.groups.rules.rounds import DEALABLE
from network.sessions.groups.services import undoing
from network.sessions.groups.services.figures import figures_of
from network.sessions.groups.services.placing import place_late as place_newcomer
from network.sessions.groups.services.seats import Wanted, lay_groups, offer_neighbours

SIZES = range(3, 13)
"""People in a group that may be asked for."""


@dataclass(frozen=True)
class Asked:
    """What is to be drawn, as plain values: for which round as it stood then, and by whom.

    `problem` is None where nothing is searched for: local groups, the same groups again, an empty hall.
    """

    round_id: int
    version: int
    by_id: int | None
    size: int
    seed: int
    problem: engine.Problem | None


@dataclass(frozen=True)
class Drawn:
    """A plan with what the judge found; it is published only by `deal`, and only when there are no faults."""

    asked: Asked
    plan: engine.Plan
    report: engine.Report | None
    seconds: float


class Contradicted(Conflict):
    """Wishes that cannot be kept together: facts, which name people by their ids. Nobody has searched."""

    def __init__(self, facts: Sequence[engine.Fact]) -> None:
        super().__init__(_("The wishes contradict one another, so no groups were made. What stood here stands."))
        self.facts = tuple(facts)


def asked_of(round_: GroupRound, *, by_id: int | None, size: int | None = None, seed: int | None = None) -> Asked:
    """Reads all that the drawing needs.

    Raises Conflict once the round is at work, Contradicted before anybody searches, Invalid for a size outside SIZES.
    """
    if round_.state not in DEALABLE:
        raise Conflict(_("The round has begun. Move people one by one instead: nobody else is disturbed."))
    if size is not None and size not in SIZES:
        raise Invalid("size", _("Choose groups of 3 to 12 people."))
    size = size or round_.size
    seed = seed if seed is not None else round_.seed + (round_.state != RoundState.PLANNED)
    problem = _problem(round_, size)
    contradictions = engine.check(problem) if problem is not None else []
    if contradictions:
        raise Contradicted(contradictions)
    return Asked(round_.id, round_.version, by_id, size, seed, problem)


def judged(asked: Asked, plan: engine.Plan, seconds: float) -> Drawn:
    """Raises ValueError for a plan that the judge finds fault with (GR-1)."""
    if asked.problem is None:
        return Drawn(asked, (), None, 0.0)
    report = engine.judge(asked.problem, plan)
    if report.faults:
        raise ValueError(f"a deal that the judge refuses: {report.faults}")
    return Drawn(asked, plan, report, seconds)


def drawn_here(asked: Asked) -> Drawn:
    """Draws in this process: for commands and tests. A server that people wait for draws beside (`drawing`)."""
    if asked.problem is None:
        return judged(asked, (), 0.0)
    began = time.perf_counter()
    plan = engine.draw(asked.problem, asked.seed)
    return judged(asked, plan, time.perf_counter() - began)


def deal(
    round_: GroupRound,
    *,
    by_id: int | None,
    size: int | None = None,
    seed: int | None = None,
    version: int | None = None,
    drawn: Drawn | None = None,
) -> None:
    """Make the groups, or make them anew: one tap, until work begins. Inside a unit of work.

    `version` is the round's that the asker saw: the same form sent twice deals once (F10). `drawn` was drawn beside,
    of those who were there then: who has come since is placed as one who comes late (GR-5).
    Raises Conflict once the round is at work or when somebody has moved it since, Invalid for a size outside SIZES.
    """
    version = version if drawn is None else drawn.asked.version
    if _has_been_asked(round_, version, by_id):
        return
    if drawn is None:
        drawn = drawn_here(asked_of(round_, by_id=by_id, size=size, seed=seed))
    elif round_.state not in DEALABLE:
        raise Conflict(_("The round has begun. Move people one by one instead: nobody else is disturbed."))
    is_new = round_.state == RoundState.PLANNED
    seen, before = round_.version, None if is_new else undoing.before(round_, "deal")
    round_.size, round_.seed = drawn.asked.size, drawn.asked.seed
    here = dealt_here(round_.gathering_id)
    _publish(round_, drawn, here)
    round_.plan = json.dumps({**json.loads(round_.plan or "{}"), "asked": [seen, by_id], "before": before})
    round_.drawn_at = clock.now()
    round_.version += 1
    if is_new:
        round_.state = RoundState.DRAWN
    db.session.flush()
    _place_newcomers(round_, drawn, here)
    audit(by_id, "round.deal", "round", round_.id, kind=str(round_.kind), seed=round_.seed, size=round_.size)
    if is_new:
        round_moved.send(round_id=round_.id)


def _has_been_asked(round_: GroupRound, version: int | None, by_id: int | None) -> bool:
    """Whether this very deal is the last that was made. Raises Conflict when another is, or the round has moved on."""
    if version is None or version == round_.version:
        return False
    if version + 1 == round_.version and json.loads(round_.plan or "{}").get("asked") == [version, by_id]:
        return True
    raise Conflict(_("Somebody else has just moved this round on. You see how it stands now."))


def _publish(round_: GroupRound, drawn: Drawn, here: Collection[int]) -> None:
    origin = _origin(round_)
    if drawn.asked.problem is not None:
        wanted = [Wanted(tuple(one for one in group if one in here)) for group in drawn.plan[0]]
        round_.plan = _kept(drawn)
    elif origin is not None:
        wanted = _same(origin, _dealt(round_))
    elif round_.kind == GroupKind.LOCAL:
        wanted = _local(round_, _dealt(round_))
    else:
        wanted, round_.plan = [], json.dumps({})
    lay_groups(round_, wanted, _roles(round_, wanted), pinned_in(round_.id))
    if round_.kind == GroupKind.LOCAL:
        offer_neighbours(round_)


def _dealt(round_: GroupRound) -> list[Attending]:
    """Those who are there now and have a place."""
    return [one for one in attending(round_.gathering_id) if one.is_dealt]


def _place_newcomers(round_: GroupRound, drawn: Drawn, here: Collection[int]) -> None:
    if drawn.asked.problem is None:
        return
    known = {one.id for one in drawn.asked.problem.people}
    for person_id in sorted(here):
        if person_id not in known:
            place_newcomer(round_, person_id)


def _origin(round_: GroupRound) -> GroupRound | None:
    """The round whose groups are used again."""
    item = db.session.get_one(ProgrammeItem, round_.item_id)
    origin = round_of_item(item.same_as_id) if item.groups == "same" and item.same_as_id is not None else None
    return origin if origin is not None and origin.state != RoundState.PLANNED else None


def _problem(round_: GroupRound, size: int) -> engine.Problem | None:
    if round_.kind == GroupKind.LOCAL or _origin(round_) is not None:
        return None
    people = _dealt(round_)
    count = group_count(len(people), size=size)
    if count == 0:
        return None
    past = history(db.session.get_one(Gathering, round_.gathering_id), without_round_id=round_.id)
    problem = engine.Problem.one_round(tuple(attendee(one) for one in people), count, past)
    wishes = engine_wishes(round_.gathering_id, problem.rounds[0].present, _pins(round_))
    return replace(problem, wishes=wishes)


def _pins(round_: GroupRound) -> tuple[engine.Pin, ...]:
    return tuple(engine.Pin(one, number - 1) for one, number in pinned_in(round_.id).items())


def _kept(drawn: Drawn) -> str:
    """What was asked and what the judge found."""
    problem, report = drawn.asked.problem, drawn.report
    if problem is None or report is None:
        return json.dumps({})
    return json.dumps(
        {
            "engine": engine.VERSION,
            "seed": drawn.asked.seed,
            "people": len(problem.people),
            "groups": problem.rounds[0].groups,
            "milliseconds": round(drawn.seconds * 1000),
            **figures_of(problem, report),
        }
    )


def attendee(one: Attending) -> engine.Attendee:
    """As the engine knows her. Officials and politicians are mixed evenly (A5); guests and speakers count with them."""
    place = str(one.municipality_id) if one.municipality_id is not None else None
    role = None if one.role == GatheringRole.PARTICIPANT else "G"
    return engine.Attendee(id=one.person_id, municipality=place, party=one.party, role=role)


def _local(round_: GroupRound, people: list[Attending]) -> list[Wanted]:
    """One group for each municipality that somebody comes for. Officials, guests and speakers sit in none (D2)."""
    by_place: dict[int, list[int]] = defaultdict(list)
    for one in people:
        if one.role == GatheringRole.PARTICIPANT and one.municipality_id is not None:
            by_place[one.municipality_id].append(one.person_id)
    names = {place_id: db.session.get_one(Municipality, place_id).name for place_id in by_place}
    language = db.session.get_one(Gathering, round_.gathering_id).language
    round_.plan = json.dumps({"people": sum(map(len, by_place.values())), "groups": len(by_place)})
    in_order = sorted(by_place, key=lambda place_id: name_key(names[place_id], language))
    return [Wanted(tuple(by_place[place_id]), place_id, names[place_id]) for place_id in in_order]


def _same(origin: GroupRound, people: list[Attending]) -> list[Wanted]:
    """The groups of an earlier round, of those who are there; who was not in it is placed as a late arrival."""
    here = {one.person_id: one for one in people}
    groups = groups_in(origin.id)
    seated: list[list[int]] = [
        [one.person_id for one in group.members if one.moved_at is None and one.person_id in here] for group in groups
    ]
    kept = {person_id for ids in seated for person_id in ids}
    for person_id in sorted(here.keys() - kept):
        one = here[person_id]
        if origin.kind == GroupKind.LOCAL and one.role != GatheringRole.PARTICIPANT:
            continue
        chosen = _index_for(one, groups, seated, here, is_local=origin.kind == GroupKind.LOCAL)
        if chosen is not None:
            seated[chosen].append(person_id)
    return [
        Wanted(tuple(ids), group.municipality_id, group.label if group.municipality_id else "")
        for group, ids in zip(groups, seated, strict=True)
        if ids
    ]


def _index_for(
    one: Attending, groups: list[BreakoutGroup], seated: list[list[int]], here: dict[int, Attending], *, is_local: bool
) -> int | None:
    """The place of the group that takes somebody who was not in the round that is repeated."""
    tables = [
        Table(index, group.number, tuple(ids), tuple(here[person_id].municipality_id for person_id in ids))
        for index, (group, ids) in enumerate(zip(groups, seated, strict=True))
        if not is_local or group.municipality_id == one.municipality_id
    ]
    chosen = place_late(tables, municipality=one.municipality_id, met=())
    return chosen.group_id if chosen is not None else None


def _roles(round_: GroupRound, wanted: list[Wanted]) -> dict[int, GroupRole]:
    """Proposed so that they go round (GR-8)."""
    everybody = [person_id for one in wanted for person_id in one.person_ids]
    counted = role_times(everybody, without_round_id=round_.id)
    times = {(person_id, GroupRole(role)): count for (person_id, role), count in counted.items()}
    offered: dict[int, GroupRole] = {}
    for one in wanted:
        offered.update(propose_roles(one.person_ids, times))
    return offered
