"""Reading the door: who has come, who is expected, who waits to be let in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select
from sqlalchemy.orm import aliased, joinedload

from network.core.db import db
from network.core.names import name_key
from network.core.reading import once
from network.people.models import Municipality, Person, Seat
from network.people.queries import held_on
from network.sessions.gatherings.models import (
    Attendance,
    AttendanceChange,
    Gathering,
    GatheringMember,
    GatheringRole,
    Invitation,
    LobbyEntry,
    Reply,
)
from network.sessions.gatherings.rules.attendance import RETURNED, UNDONE


def attendance_of(gathering_id: int, person_id: int) -> Attendance | None:
    return db.session.get(Attendance, (gathering_id, person_id))


def attendances(gathering_id: int) -> Sequence[Attendance]:
    """Everybody who was there, gone or not, with person and municipality, by time of arrival."""
    rows = select(Attendance).where(Attendance.gathering_id == gathering_id)
    loaded = rows.options(joinedload(Attendance.person), joinedload(Attendance.municipality))
    return db.session.scalars(loaded.order_by(Attendance.arrived_at, Attendance.person_id)).all()


def present(gathering_id: int) -> list[Attendance]:
    """Those who are there now, with person and municipality."""
    return [row for row in attendances(gathering_id) if row.left_at is None]


@once
def present_ids(gathering_id: int) -> set[int]:
    """Those who have arrived and not left."""
    rows = select(Attendance.person_id).where(Attendance.gathering_id == gathering_id, Attendance.left_at.is_(None))
    return set(db.session.scalars(rows))


def waiting(gathering_id: int) -> Sequence[LobbyEntry]:
    """Guests in the lobby whom nobody has answered, the longest waiting first."""
    rows = select(LobbyEntry).where(
        LobbyEntry.gathering_id == gathering_id,
        LobbyEntry.admitted_at.is_(None),
        LobbyEntry.refused_at.is_(None),
    )
    return db.session.scalars(rows.order_by(LobbyEntry.id)).all()


def lobby_entry(entry_id: int, gathering_id: int) -> LobbyEntry | None:
    """An entry of this gathering's lobby; another's is none."""
    entry = db.session.get(LobbyEntry, entry_id)
    return entry if entry is not None and entry.gathering_id == gathering_id else None


def lobby_entry_by_token(token_hash: str) -> LobbyEntry | None:
    return db.session.scalar(select(LobbyEntry).where(LobbyEntry.token_hash == token_hash))


def gathering_by_join_code(code: str) -> Gathering | None:
    """The gathering of a cleaned code."""
    return db.session.scalar(select(Gathering).where(Gathering.join_code == code))


def last_return(gathering_id: int, person_id: int) -> datetime | None:
    """When somebody who had left came back last."""
    rows = select(AttendanceChange.at).where(
        AttendanceChange.gathering_id == gathering_id,
        AttendanceChange.person_id == person_id,
        AttendanceChange.reason == RETURNED,
    )
    return db.session.scalar(rows.order_by(AttendanceChange.id.desc()).limit(1))


def returns_of(gathering_id: int, person_id: int) -> list[datetime]:
    """When she had left, for each time that she came back and nobody has taken that back."""
    rows = select(AttendanceChange.reason, AttendanceChange.left_before).where(
        AttendanceChange.gathering_id == gathering_id, AttendanceChange.person_id == person_id
    )
    found: list[datetime] = []
    for reason, left_before in db.session.execute(rows.order_by(AttendanceChange.id)):
        if reason == RETURNED and left_before is not None:
            found.append(left_before)
        elif reason == UNDONE and left_before is None:
            found = found[:-1]
    return found


@dataclass(frozen=True)
class Line:
    """One person on the host's list. `state` is "expected", "here", "left" or "excused" (has said no).

    `at` is when she came or left; `stands_in_for` the name of whose place she takes, `replaces_id` that person.
    """

    person_id: int
    key: str
    name: str
    municipality: str
    municipality_id: int | None
    role: GatheringRole
    state: str
    at: datetime | None = None
    how: str = ""
    stands_in_for: str = ""
    replaces_id: int | None = None

    @property
    def is_delegate(self) -> bool:
        return self.role == GatheringRole.PARTICIPANT and self.municipality_id is not None

    @property
    def is_waited_for(self) -> bool:
        """Counted among those expected: who leads only when she has checked in, as on the control page."""
        return self.state == "here" or (self.state != "excused" and self.role != GatheringRole.FACILITATOR)

    @property
    def has_come(self) -> bool:
        return self.state in ("here", "left")


def lines(gathering: Gathering) -> list[Line]:
    """Everybody on the list, in the order of the gathering's alphabet."""
    rows = db.session.execute(_lines(), {"gathering_id": gathering.id}).all()
    names = {row.person_id: row.name for row in rows}
    replies = _replies(gathering.id)
    found = [_line(row, replies.get(row.person_id), names.get(row.stands_in_for_id or 0, "")) for row in rows]
    return sorted(found, key=lambda line: (name_key(line.name, gathering.language), line.person_id))


@cache
def _lines() -> Select[*tuple[Any, ...]]:
    """What the list shows of each person and nothing else: whole rows of 120 people cost 10 ms."""
    came_from = aliased(Municipality)
    is_hers = (Attendance.gathering_id == GatheringMember.gathering_id) & (
        Attendance.person_id == GatheringMember.person_id
    )
    return (
        select(
            GatheringMember.person_id,
            GatheringMember.role,
            GatheringMember.stands_in_for_id,
            Person.public_key,
            Person.name,
            func.coalesce(came_from.id, Municipality.id).label("municipality_id"),
            func.coalesce(came_from.name, Municipality.name).label("municipality"),
            Attendance.arrived_at,
            Attendance.left_at,
            Attendance.how,
        )
        .join(GatheringMember.person)
        .outerjoin(GatheringMember.municipality)
        .outerjoin(Attendance, is_hers)
        .outerjoin(came_from, came_from.id == Attendance.municipality_id)
        .where(GatheringMember.gathering_id == bindparam("gathering_id"))
    )


def _line(row: Row[*tuple[Any, ...]], reply: Reply | None, stands_in_for: str) -> Line:
    state = "excused" if reply in (Reply.NO, Reply.SUBSTITUTE) else "expected"
    if row.arrived_at is not None:
        state = "left" if row.left_at else "here"
    return Line(
        person_id=row.person_id,
        key=row.public_key,
        name=row.name,
        municipality=row.municipality or "",
        municipality_id=row.municipality_id,
        role=row.role,
        state=state,
        at=row.left_at or row.arrived_at,
        how=row.how or "",
        stands_in_for=stands_in_for,
        replaces_id=row.stands_in_for_id,
    )


def _replies(gathering_id: int) -> dict[int, Reply | None]:
    rows = select(Invitation.person_id, Invitation.reply).where(Invitation.gathering_id == gathering_id)
    return {row.person_id: row.reply for row in db.session.execute(rows)}


def person_named(name: str, municipality_id: int, *, on: date) -> Person | None:
    """Who holds a seat in this municipality under this name, whatever its capitals."""
    rows = select(Person).join(Seat, Seat.person_id == Person.id)
    seated = db.session.scalars(rows.where(Seat.municipality_id == municipality_id, held_on(on)).order_by(Person.id))
    return next((person for person in seated if person.name.casefold() == name.casefold()), None)


def person_by_key(public_key: str) -> Person | None:
    """Who goes by this public key; PostgreSQL would fail at a zero byte."""
    return None if "\x00" in public_key else db.session.scalar(select(Person).where(Person.public_key == public_key))
