"""Reading who was there when, as far as the actor may see it, and what was corrected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from network.access.actor import Actor
from network.access.guard import allows
from network.core import clock
from network.core.db import db
from network.core.names import name_key
from network.people.models import Person
from network.sessions.gatherings.models import (
    Attendance,
    AttendanceChange,
    Gathering,
    GatheringMember,
    GatheringRole,
)
from network.sessions.gatherings.rules.attendance import Stay, hours, stayed

BY_NAME = (GatheringRole.PARTICIPANT, GatheringRole.FACILITATOR, GatheringRole.OFFICIAL)
"""Those whose presence belongs to their office. Others are counted, not named: they have not agreed to more."""


@dataclass(frozen=True)
class Presence:
    """One person's times. `hours` so far; `by` who recorded it, when another did; `changes` what was corrected."""

    row: Attendance
    role: GatheringRole
    hours: float
    by: str
    changes: tuple[AttendanceChange, ...]


@dataclass(frozen=True)
class Sum:
    """A municipality's people and hours."""

    municipality: str
    people: int
    hours: float


@dataclass(frozen=True)
class Times:
    """What the page and the files show: named people, sums, and how many came who are not named."""

    people: tuple[Presence, ...]
    sums: tuple[Sum, ...]
    unnamed: int


def times_for(actor: Actor, gathering: Gathering) -> Times:
    """The presences that the actor may read, by municipality and name."""
    rows = [row for row in _rows(gathering) if allows(actor, "attendance.read", row[0].facts())]
    named = [(row, role) for row, role in rows if role in BY_NAME]
    changed = _changes(gathering.id)
    names = _names({row.by_id for row, _role in named if row.by_id not in (None, row.person_id)})
    people = [
        Presence(row, role, _hours(gathering, row), names.get(row.by_id or 0, ""), changed.get(row.person_id, ()))
        for row, role in named
    ]
    return Times(tuple(people), _sums(gathering, [row for row, _role in named]), len(rows) - len(named))


def _rows(gathering: Gathering) -> Sequence[tuple[Attendance, GatheringRole]]:
    """Who was deleted from the list, and came, counts as a participant."""
    rows = (
        select(Attendance, GatheringMember.role)
        .join(
            GatheringMember,
            (GatheringMember.gathering_id == Attendance.gathering_id)
            & (GatheringMember.person_id == Attendance.person_id),
            isouter=True,
        )
        .where(Attendance.gathering_id == gathering.id)
        .options(joinedload(Attendance.person), joinedload(Attendance.municipality))
    )
    found = [(row[0], row[1] or GatheringRole.PARTICIPANT) for row in db.session.execute(rows)]
    return sorted(found, key=lambda one: _line_key(one[0], gathering.language))


def _line_key(row: Attendance, language: str) -> tuple[object, ...]:
    """By municipality and name; last those who came for none."""
    place = _place(row)
    return not place, name_key(place, language), name_key(row.person.name, language), row.person_id


def _place(row: Attendance) -> str:
    return row.municipality.name if row.municipality else ""


def _hours(gathering: Gathering, row: Attendance) -> float:
    time = stayed(_stay(row), starts_at=gathering.starts_at, ends_at=gathering.ends_at, now=clock.now())
    return round(time.total_seconds() / 3600, 2)


def _sums(gathering: Gathering, rows: Sequence[Attendance]) -> tuple[Sum, ...]:
    names = {row.municipality_id: _place(row) for row in rows}
    summed = hours(map(_stay, rows), starts_at=gathering.starts_at, ends_at=gathering.ends_at, now=clock.now())
    found = [Sum(names[place], people, time) for place, (people, time) in summed.items()]
    in_order = sorted(found, key=lambda one: (not one.municipality, name_key(one.municipality, gathering.language)))
    return tuple(in_order)


def _stay(row: Attendance) -> Stay:
    return Stay(row.municipality_id, row.arrived_at, row.left_at)


def _changes(gathering_id: int) -> dict[int, tuple[AttendanceChange, ...]]:
    rows = select(AttendanceChange).where(AttendanceChange.gathering_id == gathering_id)
    found: dict[int, tuple[AttendanceChange, ...]] = {}
    for change in db.session.scalars(rows.order_by(AttendanceChange.id)):
        found[change.person_id] = (*found.get(change.person_id, ()), change)
    return found


def _names(person_ids: set[int | None]) -> dict[int, str]:
    rows = select(Person.id, Person.name).where(Person.id.in_(person_ids))
    return {row.id: row.name for row in db.session.execute(rows)} if person_ids else {}


def stamp(row: Attendance) -> str:
    """What somebody who corrects the times has seen: another stamp means that they changed meanwhile (F16)."""

    def said(moment: datetime | None) -> str:
        return moment.isoformat(timespec="seconds") if moment else "-"

    return f"{said(row.arrived_at)}|{said(row.left_at)}"
