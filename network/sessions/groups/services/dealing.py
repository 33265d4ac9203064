"""Making a round's groups of those who are there now (GR-2, GR-3)."""

import json
import time
from collections import defaultdict

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
from network.sessions.groups.queries.attending import Attending, attending, history, role_times
from network.sessions.groups.queries.rounds import groups_in, round_of_item
from network.sessions.groups.rules.placing import Table, group_count, place_late
from network.sessions.groups.rules.roles import propose_roles
from network.sessions.groups.rules.rounds import DEALABLE
from network.sessions.groups.services.seats import Wanted, lay_groups, offer_neighbours

SIZES = range(3, 13)
"""People in a group that may be asked for."""


def deal(
    round_: GroupRound,
    *,
    by_id: int | None,
    size: int | None = None,
    seed: int | None = None,
    version: int | None = None,
) -> None:
    """Make the groups, or make them anew: one tap, until work begins. Inside a unit of work.

    `version` is the round's that the asker saw: the same form sent twice deals once (F10).
    Raises Conflict once the round is at work or when somebody has moved it since, Invalid for a size outside SIZES.
    """
    if _has_been_asked(round_, version, by_id):
        return
    if round_.state not in DEALABLE:
        raise Conflict(_("The round has begun. Move people one by one instead: nobody else is disturbed."))
    if size is not None and size not in SIZES:
        raise Invalid("size", _("Choose groups of 3 to 12 people."))
    round_.size = size or round_.size
    round_.seed = seed if seed is not None else round_.seed + (round_.state != RoundState.PLANNED)
    seen = round_.version
    _make(round_)
    round_.plan = json.dumps({**json.loads(round_.plan or "{}"), "asked": [seen, by_id]})
    is_new = round_.state == RoundState.PLANNED
    round_.drawn_at = clock.now()
    round_.version += 1
    if is_new:
        round_.state = RoundState.DRAWN
    db.session.flush()
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


def _make(round_: GroupRound) -> None:
    people = [one for one in attending(round_.gathering_id) if one.is_dealt]
    item = db.session.get_one(ProgrammeItem, round_.item_id)
    origin = round_of_item(item.same_as_id) if item.groups == "same" and item.same_as_id is not None else None
    if origin is not None and origin.state != RoundState.PLANNED:
        wanted = _same(origin, people)
    elif round_.kind == GroupKind.LOCAL:
        wanted = _local(round_, people)
    else:
        wanted = _mixed(round_, people)
    lay_groups(round_, wanted, _roles(round_, wanted))
    if round_.kind == GroupKind.LOCAL:
        offer_neighbours(round_)


def _mixed(round_: GroupRound, people: list[Attending]) -> list[Wanted]:
    """Dealt by the engine, and taken only when its judge finds no fault."""
    count = group_count(len(people), size=round_.size)
    if count == 0:
        round_.plan = json.dumps({})
        return []
    problem = engine.Problem.one_round(
        tuple(_attendee(one) for one in people),
        count,
        history(db.session.get_one(Gathering, round_.gathering_id), without_round_id=round_.id),
    )
    began = time.perf_counter()
    plan = engine.draw(problem, round_.seed)
    took = time.perf_counter() - began
    report = engine.judge(problem, plan)
    if report.faults:
        raise RuntimeError(f"a deal that the judge refuses: {report.faults}")
    round_.plan = _kept(problem, report, round_.seed, took)
    return [Wanted(group) for group in plan[0]]


def _kept(problem: engine.Problem, report: engine.Report, seed: int, seconds: float) -> str:
    """What was asked and what the judge found. Without parties: they stay on the seats alone (PE-2)."""
    figures = report.to_json()
    del figures["same_party"]
    return json.dumps(
        {
            "engine": engine.VERSION,
            "seed": seed,
            "people": len(problem.people),
            "groups": problem.rounds[0].groups,
            "milliseconds": round(seconds * 1000),
            "report": figures,
        }
    )


def _attendee(one: Attending) -> engine.Attendee:
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
