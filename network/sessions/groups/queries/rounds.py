"""Reading rounds: which one is under way, who sits where, how each group stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from network.core.db import db
from network.core.language import gettext as _
from network.core.names import name_key
from network.core.reading import once
from network.people.models import Person
from network.sessions.gatherings.models import Gathering, ProgrammeItem
from network.sessions.groups.models import (
    BreakoutGroup,
    GroupKind,
    GroupMember,
    GroupRole,
    GroupRound,
    HallTable,
    RoundState,
)
from network.sessions.groups.queries.attending import attending, stays
from network.sessions.groups.rules.placing import Table, too_small
from network.sessions.groups.rules.rounds import AT_WORK, LIVE, key_at, phases_of


@dataclass(frozen=True)
class Seat:
    """A line of the list at the door and on the big screen: a display name, and where she sits."""

    name: str
    table: str


@dataclass(frozen=True)
class Sitting:
    """Somebody in a group. Who is not present has left when `has_come`, else nobody has seen her yet."""

    person_id: int
    public_key: str
    name: str
    role: GroupRole | None
    is_present: bool
    has_come: bool
    is_late: bool
    has_seen: bool


@dataclass(frozen=True)
class GroupOverview:
    """A group as its facilitator sees it; counts are of those present. `listens_to`: the table offered to one alone."""

    group: BreakoutGroup
    label: str
    place: str
    sitting: tuple[Sitting, ...]
    present: int
    seen: int
    listens_to: str


def phase_key(round_: GroupRound) -> str | None:
    """Which part of the work the round is in by its clock; None when it is not at work, or has no phases."""
    if round_.state != RoundState.RUNNING:
        return None
    return key_at(round_.phase, phases_of(db.session.get_one(ProgrammeItem, round_.item_id).phases))


def part_word(round_: GroupRound, index: int) -> str:
    """What a page and the word to the hall (telling.facts_of) both call the part of a round with this index."""
    return f"{round_.id}:{index}"


def round_by_public_id(public_id: str) -> GroupRound | None:
    if "\x00" in public_id:  # PostgreSQL fails at one, SQLite finds nothing
        return None
    return db.session.scalar(select(GroupRound).where(GroupRound.public_id == public_id))


def round_of_item(item_id: int) -> GroupRound | None:
    return db.session.scalar(select(GroupRound).where(GroupRound.item_id == item_id))


def rounds_of(gathering_id: int) -> Sequence[GroupRound]:
    """In the order in which they were made."""
    rows = select(GroupRound).where(GroupRound.gathering_id == gathering_id).order_by(GroupRound.number)
    return db.session.scalars(rows).all()


def live_rounds(gathering_id: int) -> list[GroupRound]:
    """Those in which somebody who comes now gets a place."""
    return [one for one in rounds_of(gathering_id) if one.state in LIVE]


def open_round(gathering_id: int) -> GroupRound | None:
    """The round that people are in: one that has left the planning and is not closed, the furthest on first.

    A round that is only dealt comes after one at work; of two alike the later counts.
    """
    states = list(RoundState)
    candidates = live_rounds(gathering_id)
    at_work = [one for one in candidates if one.state != RoundState.DRAWN]
    return max(at_work or candidates, key=lambda one: (one.number, states.index(one.state)), default=None)


def role_in(group: BreakoutGroup, person_id: int) -> GroupRole | None:
    """The part that she has been offered in the group."""
    member = db.session.get(GroupMember, (group.id, person_id))
    return GroupRole(member.role) if member is not None and member.role else None


@once
def group_of(round_id: int, person_id: int) -> BreakoutGroup | None:
    """Her group in this round now."""
    return db.session.scalar(_group_of(), {"round_id": round_id, "person_id": person_id})


@cache
def _group_of() -> Select[BreakoutGroup]:
    of_round = BreakoutGroup.round_id == bindparam("round_id")
    hers = (GroupMember.person_id == bindparam("person_id")) & GroupMember.moved_at.is_(None)
    rows = select(BreakoutGroup).join(GroupMember, GroupMember.group_id == BreakoutGroup.id)
    return rows.where(of_round, hers).options(joinedload(BreakoutGroup.table))


def people_in(group_ids: Sequence[int]) -> list[int]:
    """Who sits in any of these groups now: their ids, in order."""
    query = select(GroupMember.person_id).where(GroupMember.group_id.in_(group_ids), GroupMember.moved_at.is_(None))
    return sorted(set(db.session.scalars(query)))


def members_of(group_id: int) -> list[int]:
    """Who sits in a group now: their ids, in order."""
    return list(db.session.scalars(_members_of(), {"group_id": group_id}))


@cache
def _members_of() -> Select[int]:
    rows = select(GroupMember.person_id).where(GroupMember.group_id == bindparam("group_id"))
    return rows.where(GroupMember.moved_at.is_(None)).order_by(GroupMember.person_id)


def groups_in(round_id: int) -> list[BreakoutGroup]:
    """The groups of a round that somebody sits in, members and tables with them, by number.

    A group that an earlier deal left empty stays in the table and is in no list.
    """
    members = selectinload(BreakoutGroup.members).joinedload(GroupMember.person)
    rows = _sat_in_and_tables().options(members).execution_options(populate_existing=True)
    return list(db.session.scalars(rows, {"round_id": round_id}))


def groups_and_tables(round_id: int) -> list[BreakoutGroup]:
    """The same groups with their tables, for whoever reads their members as plain columns."""
    return list(db.session.scalars(_sat_in_and_tables(), {"round_id": round_id}))


def groups_sat_in(round_id: int) -> list[BreakoutGroup]:
    """The same groups without their members, for whoever asks only which there are."""
    return list(db.session.scalars(_sat_in(), {"round_id": round_id}))


def places_in(round_id: int) -> list[str]:
    """Where each of the same groups sits, in the reader's words."""
    return [where(group) for group in groups_and_tables(round_id)]


@cache
def _sat_in() -> Select[BreakoutGroup]:
    is_sat_in = exists().where(GroupMember.group_id == BreakoutGroup.id, GroupMember.moved_at.is_(None))
    rows = select(BreakoutGroup).where(BreakoutGroup.round_id == bindparam("round_id"), is_sat_in)
    return rows.order_by(BreakoutGroup.number)


@cache
def _sat_in_and_tables() -> Select[BreakoutGroup]:
    return _sat_in().options(joinedload(BreakoutGroup.table), joinedload(BreakoutGroup.municipality))


def where(group: BreakoutGroup) -> str:
    """The group's table in the reader's words: "Bord 7, ved vindauget"; its label when it has no table."""
    if group.table is None:
        return group.label
    table = _("Table %(number)s", number=group.table.number)
    return f"{table}, {group.table.place}" if group.table.place else table


def seating(round_: GroupRound) -> list[Seat]:
    """Everybody's table, A to Z as the gathering's language has it (GR-10)."""
    language = db.session.get_one(Gathering, round_.gathering_id).language
    seats = [Seat(one.name, group.place) for group in overview(round_) for one in group.sitting]
    return sorted(seats, key=lambda seat: name_key(seat.name, language))


def overview(round_: GroupRound) -> list[GroupOverview]:
    """Each group with who is there, and who has opened its board.

    The number of questions to the database does not grow with the groups.
    """
    sitting = _sitting(round_)
    groups = groups_and_tables(round_.id)
    places = {group.id: where(group) for group in groups}
    return [
        GroupOverview(
            group=group,
            label=group.label,
            place=places[group.id],
            sitting=sitting[group.id],
            present=sum(one.is_present for one in sitting[group.id]),
            seen=sum(one.has_seen and one.is_present for one in sitting[group.id]),
            listens_to=places.get(group.listens_to_id or 0, ""),
        )
        for group in groups
    ]


def merges(round_: GroupRound, groups: Sequence[GroupOverview]) -> dict[int, BreakoutGroup]:
    """Group id → the group it is best merged with, for those too small: of mixed groups at work alone (GR-6)."""
    if round_.state not in AT_WORK or round_.kind != GroupKind.MIXED:
        return {}
    by_id = {one.group.id: one.group for one in groups}
    return {small.group_id: by_id[other.group_id] for small, other in too_small(tables_of(round_, groups))}


def tables_of(round_: GroupRound, groups: Sequence[GroupOverview]) -> list[Table]:
    """The groups as the rules of placing see them: those who are there, and where each comes from."""
    here = {one.person_id for group in groups for one in group.sitting if one.is_present}
    places = {one.person_id: one.municipality_id for one in attending(round_.gathering_id, here)}
    found = []
    for group in groups:
        ids = tuple(one.person_id for one in group.sitting if one.is_present)
        found.append(Table(group.group.id, group.group.number, ids, tuple(places.get(one) for one in ids)))
    return found


def hall_tables(gathering_id: int) -> Sequence[HallTable]:
    """By number."""
    rows = select(HallTable).where(HallTable.gathering_id == gathering_id).order_by(HallTable.number)
    return db.session.scalars(rows).all()


def next_number(gathering_id: int) -> int:
    """The number of the gathering's next round."""
    highest = select(func.max(GroupRound.number)).where(GroupRound.gathering_id == gathering_id)
    return (db.session.scalar(highest) or 0) + 1


def _sitting(round_: GroupRound) -> dict[int, tuple[Sitting, ...]]:
    """Group id → who sits in it, A to Z. Plain columns: a hall has 120 of these rows, and each look reads them all."""
    came = stays(round_.gathering_id)
    language = db.session.get_one(Gathering, round_.gathering_id).language
    found: dict[int, list[Sitting]] = {}
    for row in db.session.execute(_members_and_names(), {"round_id": round_.id}):
        one = Sitting(
            person_id=row.person_id,
            public_key=row.public_key,
            name=row.name,
            role=GroupRole(row.role) if row.role else None,
            is_present=came.get(row.person_id, False),
            has_come=row.person_id in came,
            is_late=row.is_late,
            has_seen=row.seen_at is not None,
        )
        found.setdefault(row.group_id, []).append(one)
    return {
        group_id: tuple(sorted(ones, key=lambda one: name_key(one.name, language))) for group_id, ones in found.items()
    }


@cache
def _members_and_names() -> Select[int, int, GroupRole | None, bool, datetime | None, str, str]:
    member = GroupMember
    rows = select(
        member.group_id, member.person_id, member.role, member.is_late, member.seen_at, Person.public_key, Person.name
    )
    rows = rows.join(Person, Person.id == member.person_id).join(BreakoutGroup, BreakoutGroup.id == member.group_id)
    return rows.where(BreakoutGroup.round_id == bindparam("round_id"), member.moved_at.is_(None))
