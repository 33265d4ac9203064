"""What the pages about a round show: figures in words' reach, somebody's own group, where a person may be moved."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from network.core import clock
from network.core.db import db
from network.core.language import format_list
from network.core.names import name_key
from network.people.models import Municipality, Person
from network.sessions.gatherings.models import (
    Attendance,
    Gathering,
    GatheringMember,
    GatheringRole,
    ItemKind,
    ProgrammeItem,
)
from network.sessions.gatherings.queries.door import present_ids
from network.sessions.groups import engine
from network.sessions.groups.models import BreakoutGroup, GroupKind, GroupMember, GroupRole, GroupRound
from network.sessions.groups.queries.arranged import arranged, engine_wishes
from network.sessions.groups.queries.attending import attending, came_for, history, met_before, stays
from network.sessions.groups.queries.rounds import group_of, groups_and_tables, groups_in, where
from network.sessions.groups.rules.placing import is_full

COMING = timedelta(minutes=10)
"""So long after a late arrival was placed her group is told that she comes now."""


@dataclass(frozen=True)
class Result:
    """What a deal came to, for two plain sentences; `repeats` is None where nobody looked back.

    `least_repeats`: what no plan can go below, None where nobody has counted.
    """

    groups: int
    people: int
    smallest: int
    largest: int
    same_municipality: int
    repeats: int | None
    meetings: int
    least_repeats: int | None = None


@dataclass(frozen=True)
class Companion:
    """Somebody in one's own group: name and municipality, never title or party (A5)."""

    public_key: str
    name: str
    municipality: str
    role: GroupRole | None
    is_me: bool
    is_coming: bool
    is_new_to_me: bool


@dataclass(frozen=True)
class OwnGroup:
    """Somebody's group, as she and the others in it see it. `listeners`: to whom its table is offered."""

    group: BreakoutGroup
    place: str
    companions: tuple[Companion, ...]
    listens_to: str | None
    listeners: str

    @property
    def others(self) -> int:
        return sum(not one.is_me for one in self.companions)

    @property
    def new_to_me(self) -> int:
        return sum(one.is_new_to_me for one in self.companions)


@dataclass(frozen=True)
class Target:
    """A group that somebody may be moved to, and what that would mean, also for what is wished."""

    group: BreakoutGroup
    place: str
    present: int
    again: int
    same_municipality: int
    is_full: bool
    kept_apart: int
    parted: int


def result_of(round_: GroupRound, sizes: Sequence[int] | None = None) -> Result | None:
    """The figures of the last deal; None before there is one. `sizes` of the groups, where they are known already."""
    kept = json.loads(round_.plan or "{}")
    report = kept.get("report", {})
    if sizes is None:
        sizes = [len([one for one in group.members if one.moved_at is None]) for group in groups_in(round_.id)]
    if not sizes:
        return None
    return Result(
        groups=len(sizes),
        people=sum(sizes),
        smallest=min(sizes),
        largest=max(sizes),
        same_municipality=report.get("same_municipality", 0),
        repeats=report.get("repeats"),
        meetings=report.get("meetings", 0),
        least_repeats=kept.get("least_repeats"),
    )


def own_group(round_: GroupRound, person_id: int) -> OwnGroup | None:
    """Her group in this round, with those who sit in it."""
    group = group_of(round_.id, person_id)
    if group is None:
        return None
    here = list(db.session.scalars(_sitting_in(group.id)))
    met = met_before(person_id, without_round_id=round_.id)
    language = db.session.get_one(Gathering, round_.gathering_id).language
    names = day_places(round_.gathering_id, [one.person_id for one in here])
    now = clock.now()
    companions = [
        Companion(
            public_key=one.person.public_key,
            name=one.person.name,
            municipality=names.get(one.person_id, ""),
            role=GroupRole(one.role) if one.role else None,
            is_me=one.person_id == person_id,
            is_coming=one.is_late
            and one.seen_at is None
            and one.joined_at is not None
            and now - one.joined_at < COMING,
            is_new_to_me=one.person_id != person_id and one.person_id not in met,
        )
        for one in sorted(here, key=lambda one: name_key(one.person.name, language))
    ]
    neighbour = db.session.get(BreakoutGroup, group.listens_to_id) if group.listens_to_id is not None else None
    listens_to = where(neighbour) if neighbour is not None else None
    return OwnGroup(group, where(group), tuple(companions), listens_to, _listeners(group))


def _listeners(group: BreakoutGroup) -> str:
    if group.kind != GroupKind.LOCAL:
        return ""
    rows = select(BreakoutGroup.label).where(BreakoutGroup.listens_to_id == group.id).order_by(BreakoutGroup.number)
    return format_list(list(db.session.scalars(rows)))


def is_expected(round_: GroupRound, person_id: int) -> bool:
    """Whether she is a delegate who is not there: she has a place as soon as she comes."""
    member = db.session.get(GatheringMember, (round_.gathering_id, person_id))
    is_here = stays(round_.gathering_id).get(person_id, False)
    return member is not None and member.role == GatheringRole.PARTICIPANT and not is_here


def _sitting_in(group_id: int) -> Select[GroupMember]:
    rows = select(GroupMember).where(GroupMember.group_id == group_id, GroupMember.moved_at.is_(None))
    return rows.options(joinedload(GroupMember.person))


def day_places(gathering_id: int, person_ids: Sequence[int]) -> dict[int, str]:
    """Person id → the name of the municipality that she comes for that day. Those without one are left out."""
    ids = {one.person_id: one.municipality_id for one in attending(gathering_id, person_ids)}
    return _named({person_id: place for person_id, place in ids.items() if place is not None})


def homes_of_all(gathering_id: int) -> dict[int, str]:
    """The same of everybody who has been there, also of those who have left."""
    return _named(came_for(gathering_id))


def _named(places: Mapping[int, int]) -> dict[int, str]:
    rows = select(Municipality.id, Municipality.name).where(Municipality.id.in_(set(places.values())))
    names = {row.id: row.name for row in db.session.execute(rows)}
    return {person_id: names[place] for person_id, place in places.items() if place in names}


def targets_for(round_: GroupRound, person_id: int) -> list[Target]:
    """Where she may be moved, with what each move would mean, her present group left out."""
    groups = {group.id: group for group in groups_and_tables(round_.id)}
    now, here = arranged(round_), present_ids(round_.gathering_id)
    plan = tuple(tuple(one for one in ids if one in here) for ids in now.groups)
    ids = {person_id, *(one for ids in plan for one in ids)}
    places = {one.person_id: one.municipality_id for one in attending(round_.gathering_id, ids)}
    people = tuple(engine.Attendee(one, str(places[one]) if places.get(one) else None) for one in sorted(ids))
    past = history(db.session.get_one(Gathering, round_.gathering_id), without_round_id=round_.id, of=person_id)
    problem = engine.Problem.one_round(people, max(1, len(groups)), past)
    problem = replace(problem, wishes=engine_wishes(round_.gathering_id, ids))
    found = []
    for index, group in enumerate(groups[group_id] for group_id in now.group_ids):
        if index == now.seat_of(person_id):
            continue
        change = engine.what_if(problem, (plan,), person_id, index)
        found.append(
            Target(
                group=group,
                place=where(group),
                present=change.size_before,
                again=len(change.again),
                same_municipality=len(change.same_municipality),
                is_full=is_full(change.size_before, size=round_.size),
                kept_apart=len(change.kept_apart),
                parted=len(change.parted),
            )
        )
    return found


def unseated(round_: GroupRound) -> list[Person]:
    """Those who are there and sit in no group of this round, facilitators apart: they help where they are asked."""
    seated = (
        select(GroupMember.person_id)
        .join(BreakoutGroup, BreakoutGroup.id == GroupMember.group_id)
        .where(BreakoutGroup.round_id == round_.id, GroupMember.moved_at.is_(None))
    )
    here = select(Attendance.person_id).where(
        Attendance.gathering_id == round_.gathering_id, Attendance.left_at.is_(None)
    )
    rows = (
        select(Person)
        .join(GatheringMember, GatheringMember.person_id == Person.id)
        .where(
            GatheringMember.gathering_id == round_.gathering_id,
            GatheringMember.role != GatheringRole.FACILITATOR,
            Person.id.in_(here),
            Person.id.not_in(seated),
        )
    )
    language = db.session.get_one(Gathering, round_.gathering_id).language
    return sorted(db.session.scalars(rows), key=lambda person: name_key(person.name, language))


def addresses_of(person_ids: Collection[int]) -> dict[int, str]:
    """Person id → e-mail address, of those who have one."""
    rows = select(Person.id, Person.email).where(Person.id.in_(person_ids))
    return {person_id: email for person_id, email in db.session.execute(rows) if email}


def those_who_are_dealt(gathering: Gathering) -> list[Person]:
    """All who are admitted, come or not, A to Z; facilitators apart."""
    rows = select(Person).join(GatheringMember, GatheringMember.person_id == Person.id)
    rows = rows.where(GatheringMember.gathering_id == gathering.id, GatheringMember.role != GatheringRole.FACILITATOR)
    return sorted(db.session.scalars(rows), key=lambda person: name_key(person.name, gathering.language))


def dealt_now(round_: GroupRound) -> int:
    """How many would be dealt if the button were pressed now."""
    return sum(one.is_dealt for one in attending(round_.gathering_id))


def mixed_rounds(gathering_id: int) -> int:
    """How many of the day's rounds are a new mix."""
    rows = select(func.count()).where(
        ProgrammeItem.gathering_id == gathering_id,
        ProgrammeItem.kind == ItemKind.MIXED_ROUND,
        ProgrammeItem.groups != "same",
        ProgrammeItem.removed_at.is_(None),
    )
    return db.session.scalar(rows) or 0


def member_by_key(gathering_id: int, public_key: str) -> Person | None:
    """Somebody admitted to the gathering, by the key that pages know her by."""
    rows = select(Person).join(GatheringMember, GatheringMember.person_id == Person.id)
    return db.session.scalar(
        rows.where(GatheringMember.gathering_id == gathering_id, Person.public_key == public_key.replace("\x00", ""))
    )
