"""Gatherings and those who are admitted to them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.access.scopes import Facts
from network.core.db import Model, UtcDateTime


class GatheringRole(StrEnum):
    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    GUEST = "guest"


class Gathering(Model):
    """One day on which the network meets. Moments are UTC; `zone` is the IANA zone that its people live by."""

    __tablename__ = "gathering"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    theme: Mapped[str] = mapped_column(String(400))
    place: Mapped[str] = mapped_column(String(200))
    zone: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(2))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)

    members: Mapped[list["GatheringMember"]] = relationship(back_populates="gathering")

    def facts(self) -> Facts:
        return Facts(gathering_id=self.id)


class GatheringMember(Model):
    """A person admitted to a gathering."""

    __tablename__ = "gathering_member"

    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    role: Mapped[GatheringRole] = mapped_column(String(20))

    gathering: Mapped[Gathering] = relationship(back_populates="members")
