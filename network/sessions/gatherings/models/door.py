"""The door: who came, when, how that is known, and guests who wait to be let in."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.access.scopes import Facts
from network.core.db import Model, UtcDateTime
from network.people.models import Municipality, Person


class Attendance(Model):
    """A person's presence at a gathering: evidence. That she was there survives her leaving early.

    `how` is "badge", "self", "host", "colleague" or "code"; `by_id` who did it for her.
    """

    __tablename__ = "attendance"

    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))
    arrived_at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    how: Mapped[str] = mapped_column(String(10))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    municipality: Mapped[Municipality | None] = relationship()

    def facts(self) -> Facts:
        return Facts(owner_id=self.person_id, gathering_id=self.gathering_id, municipality_id=self.municipality_id)


class AttendanceChange(Model):
    """A correction of somebody's times, with its reason; what was said before stays readable."""

    __tablename__ = "attendance_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    arrived_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(200))


class LobbyEntry(Model):
    """A guest who asked to come in with the code: only a name. `token_hash` is of her browser's secret."""

    __tablename__ = "lobby_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    admitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    def facts(self) -> Facts:
        return Facts(gathering_id=self.gathering_id)


class DoorTap(Model):
    """A tap of a host's device that has been taken, by the key that the device gave it: sent again, it does nothing."""

    __tablename__ = "door_tap"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    said: Mapped[str] = mapped_column(String(60))
