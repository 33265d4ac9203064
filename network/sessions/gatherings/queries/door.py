"""Reading the door: who has come, who is expected, who waits to be let in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from network.core.db import db
from network.sessions.gatherings.models import (
    Attendance,
    AttendanceChange,
    DoorTap,
    Gathering,
    LobbyEntry,
)
from network.sessions.gatherings.rules.attendance import RETURNED


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


def present_ids(gathering_id: int) -> set[int]:
    """Those who have arrived and not left."""
    rows = select(Attendance.person_id).where(Attendance.gathering_id == gathering_id, Attendance.left_at.is_(None))
    return set(db.session.scalars(rows))


def changes(gathering_id: int) -> Sequence[AttendanceChange]:
    """What was corrected, the first first."""
    rows = select(AttendanceChange).where(AttendanceChange.gathering_id == gathering_id)
    return db.session.scalars(rows.order_by(AttendanceChange.id)).all()


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


def has_been_tapped(key: str) -> bool:
    """Whether a tap with this key has been taken."""
    return db.session.get(DoorTap, key) is not None
