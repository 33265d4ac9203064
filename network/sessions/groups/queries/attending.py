"""Who is at a gathering now, as the dealing needs to know her, and who has sat with whom."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, String, cast, func, or_, select, true
from sqlalchemy.orm import aliased

from network.core.db import db
from network.core.reading import once
from network.people.models import Person, PersonRole, Seat
from network.people.queries import held_on
from network.sessions.gatherings.models import Attendance, Gathering, GatheringMember, GatheringRole
from network.sessions.gatherings.queries.members import day_of
from network.sessions.groups.engine import Past
from network.sessions.groups.models import BreakoutGroup, GroupKind, GroupMember, GroupRound, RoundState
from network.sessions.groups.rules.meeting import ENOUGH

GATHERINGS_BACK = 12
"""As far as earlier groups are looked at: older ones weigh a seventh of the last, and less."""

FEW = 50
"""Of so many people at most it is asked by name; of more the whole hall is read."""


@dataclass(frozen=True)
class Attending:
    """Somebody who is there. `party` serves the mixing and is never shown."""

    person_id: int
    name: str
    role: GatheringRole
    municipality_id: int | None
    party: str | None

    @property
    def is_dealt(self) -> bool:
        """Facilitators walk about; everybody else has a place (GR-2)."""
        return self.role != GatheringRole.FACILITATOR


@once
def stays(gathering_id: int) -> dict[int, bool]:
    """Of those who have come: person id → whether she is still there."""
    rows = select(Attendance.person_id, Attendance.left_at).where(Attendance.gathering_id == gathering_id)
    return {row.person_id: row.left_at is None for row in db.session.execute(rows)}


def attending(gathering_id: int, person_ids: Collection[int] | None = None) -> list[Attending]:
    """Those who are admitted and there now, in the order of their ids; of `person_ids` alone when these are given."""
    if person_ids is None:
        return _everybody(gathering_id)
    wanted = set(person_ids)
    if len(wanted) > FEW:
        return [one for one in _everybody(gathering_id) if one.person_id in wanted]
    return _attending(gathering_id, GatheringMember.person_id.in_(wanted), wanted)


def dealt_here(gathering_id: int) -> frozenset[int]:
    """The ids alone of those who are there now and have a place in mixed groups."""
    rows = select(GatheringMember.person_id).join(Attendance, _attends())
    rows = rows.where(GatheringMember.gathering_id == gathering_id, Attendance.left_at.is_(None))
    return frozenset(db.session.scalars(rows.where(GatheringMember.role != GatheringRole.FACILITATOR)))


def _attends() -> ColumnElement[bool]:
    is_hers = Attendance.person_id == GatheringMember.person_id
    return is_hers & (Attendance.gathering_id == GatheringMember.gathering_id)


@once
def _everybody(gathering_id: int) -> list[Attending]:
    here = select(GatheringMember.person_id).where(GatheringMember.gathering_id == gathering_id)
    return _attending(gathering_id, true(), here)


def _attending(
    gathering_id: int, which: ColumnElement[bool], person_ids: Collection[int] | Select[int]
) -> list[Attending]:
    rows = (
        select(GatheringMember.person_id, Person.name, GatheringMember.role, GatheringMember.municipality_id)
        .join(Person, Person.id == GatheringMember.person_id)
        .join(Attendance, _attends())
        .where(GatheringMember.gathering_id == gathering_id, Attendance.left_at.is_(None), which)
        .order_by(GatheringMember.person_id)
    )
    found = db.session.execute(rows).all()
    seats = _seats(person_ids, day_of(db.session.get_one(Gathering, gathering_id)))
    nowhere: tuple[int | None, str | None] = (None, None)
    return [
        Attending(
            person_id,
            name,
            GatheringRole(role),
            place or seats.get(person_id, nowhere)[0],
            seats.get(person_id, nowhere)[1],
        )
        for person_id, name, role, place in found
    ]


def _seats(person_ids: Collection[int] | Select[int], day: date) -> dict[int, tuple[int | None, str | None]]:
    """Person id → municipality and party of her seat that day, else the municipality of her part as coordinator."""
    roles = select(PersonRole.person_id, PersonRole.municipality_id).where(
        PersonRole.person_id.in_(person_ids), PersonRole.municipality_id.is_not(None)
    )
    seats = select(Seat.person_id, Seat.municipality_id, Seat.party).where(Seat.person_id.in_(person_ids), held_on(day))
    found: dict[int, tuple[int | None, str | None]] = {
        person_id: (place, None) for person_id, place in db.session.execute(roles)
    }
    found.update({person_id: (place, party) for person_id, place, party in db.session.execute(seats)})
    return found


def came_for(gathering_id: int) -> dict[int, int]:
    """Of all who have been there: person id → the municipality that she came for. Guests and speakers have none."""
    rows = (
        select(Attendance.person_id, Attendance.municipality_id, GatheringMember.municipality_id.label("member_of"))
        .join(GatheringMember, _attends())
        .where(Attendance.gathering_id == gathering_id)
    )
    found = {row.person_id: row.municipality_id or row.member_of for row in db.session.execute(rows)}
    unknown = [person_id for person_id, place in found.items() if place is None]
    seats = _seats(unknown, day_of(db.session.get_one(Gathering, gathering_id))) if unknown else {}
    found.update({person_id: place for person_id, (place, _party) in seats.items()})
    return {person_id: place for person_id, place in found.items() if place is not None}


def sat_there() -> ColumnElement[bool]:
    """Whether a place counts: in a round that has been counted, whether it was held long enough to meet (GR-17)."""
    return GroupRound.counted_at.is_(None) | _long_enough(GroupMember)


def _long_enough(member: type[GroupMember]) -> ColumnElement[bool]:
    return member.worked_until - member.worked_from >= ENOUGH


@once
def history(gathering: Gathering, *, without_round_id: int, of: int | None = None) -> tuple[Past, ...]:
    """The mixed groups that have sat together: earlier gatherings' that began, and the day's other rounds as dealt.

    Those alone in which the person `of` sat, when she is given: a hundredth of the rows, in a large hall.
    """
    before = _gatherings_before(gathering)
    ages = {gathering.id: 0, **{gathering_id: age for age, gathering_id in enumerate(before, start=1)}}
    # A group at a time, from the index alone: joined and grouped, all the seats of a year would be sorted first.
    ids = func.aggregate_strings(cast(GroupMember.person_id, String), ",")
    together = select(ids).where(GroupMember.group_id == BreakoutGroup.id, sat_there())
    rows = (
        select(GroupRound.gathering_id, together.correlate(BreakoutGroup, GroupRound).scalar_subquery())
        .join(BreakoutGroup, BreakoutGroup.round_id == GroupRound.id)
        .where(
            GroupRound.id != without_round_id,
            BreakoutGroup.kind == GroupKind.MIXED,
            or_(
                GroupRound.started_at.is_not(None) & GroupRound.gathering_id.in_(before),
                (GroupRound.gathering_id == gathering.id) & (GroupRound.state != RoundState.PLANNED),
            ),
        )
        .order_by(BreakoutGroup.id)
    )
    if of is not None:
        rows = rows.where(BreakoutGroup.id.in_(select(GroupMember.group_id).where(GroupMember.person_id == of)))
    sat: dict[int, list[tuple[int, ...]]] = defaultdict(list)
    for gathering_id, told in db.session.execute(rows):
        if told is not None:
            sat[ages[gathering_id]].append(tuple(sorted(map(int, told.split(",")))))
    return tuple(Past(tuple(groups), age) for age, groups in sorted(sat.items()))


def _gatherings_before(gathering: Gathering) -> list[int]:
    """The latest first."""
    rows = select(Gathering.id).where(Gathering.starts_at < gathering.starts_at, Gathering.id != gathering.id)
    return list(db.session.scalars(rows.order_by(Gathering.starts_at.desc()).limit(GATHERINGS_BACK)))


def met_before(person_id: int, *, without_round_id: int) -> set[int]:
    """With whom she has sat in a mixed group of another round, today or earlier."""
    hers, theirs = aliased(GroupMember), aliased(GroupMember)
    rows = (
        select(theirs.person_id)
        .distinct()
        .select_from(hers)
        .join(BreakoutGroup, BreakoutGroup.id == hers.group_id)
        .join(GroupRound, GroupRound.id == BreakoutGroup.round_id)
        .join(theirs, theirs.group_id == hers.group_id)
        .where(
            hers.person_id == person_id,
            theirs.person_id != person_id,
            BreakoutGroup.kind == GroupKind.MIXED,
            BreakoutGroup.round_id != without_round_id,
            GroupRound.counted_at.is_(None) | (_long_enough(hers) & _long_enough(theirs)),
        )
    )
    return set(db.session.scalars(rows))


def role_times(person_ids: Iterable[int], *, without_round_id: int) -> dict[tuple[int, str], int]:
    """(person id, role) → in how many other rounds she has had it. Counted by the database: there are years of them."""
    own = select(BreakoutGroup.id).where(BreakoutGroup.round_id == without_round_id)
    rows = (
        select(GroupMember.person_id, GroupMember.role, func.count())
        .where(GroupMember.role.is_not(None), GroupMember.group_id.not_in(own))
        .group_by(GroupMember.person_id, GroupMember.role)
    )
    wanted = set(person_ids)
    found = ((person_id, role, count) for person_id, role, count in db.session.execute(rows) if person_id in wanted)
    return {(person_id, str(role)): count for person_id, role, count in found}
