"""Gatherings and those who are admitted to them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.access.scopes import Facts
from network.core.db import Model, UtcDateTime
from network.people.models import Municipality, Person
from network.sessions.gatherings.models.programme import ProgrammeItem
from network.sessions.gatherings.rules.door import new_join_code


class GatheringRole(StrEnum):
    """What a person is at a gathering. A delegate's substitute is a participant with `stands_in_for_id`."""

    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    OFFICIAL = "official"
    SPEAKER = "speaker"
    GUEST = "guest"


class Gathering(Model):
    """One day on which the network meets. Moments are UTC; `zone` is the IANA zone that its people live by.

    `version` goes up with each change of the day or its programme: who saves over a newer one is told (F16).
    `join_code` lets guests in, at once while the door is open (`doors_open_at` to `doors_close_at`), else to the lobby.
    """

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
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    template: Mapped[str] = mapped_column(String(20), default="", server_default="")
    practical: Mapped[str] = mapped_column(Text, default="", server_default="")
    last_departure: Mapped[str] = mapped_column(String(5), default="", server_default="")
    """The clock (HH:MM, the gathering's zone) of the last bus or ferry home, for the view of how far behind we are."""
    first_question: Mapped[str] = mapped_column(String(300), default="", server_default="")
    second_question: Mapped[str] = mapped_column(String(300), default="", server_default="")
    doors_open_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    doors_close_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    join_code: Mapped[str | None] = mapped_column(String(8), unique=True, default=new_join_code)
    invited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reply_by: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    calendar_sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    cloned_from_id: Mapped[int | None] = mapped_column(ForeignKey("gathering.id"))

    members: Mapped[list["GatheringMember"]] = relationship(back_populates="gathering")
    items: Mapped[list[ProgrammeItem]] = relationship(
        primaryjoin=lambda: and_(ProgrammeItem.gathering_id == Gathering.id, ProgrammeItem.removed_at.is_(None)),
        order_by="ProgrammeItem.position",
    )

    def facts(self) -> Facts:
        return Facts(gathering_id=self.id)


class GatheringMember(Model):
    """A person admitted to a gathering.

    `municipality_id` is whom she comes for that day; a substitute stands in for a delegate. `badge_serial` goes up
    when a new badge is printed, and the older one no longer lets anybody in.
    """

    __tablename__ = "gathering_member"

    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    role: Mapped[GatheringRole] = mapped_column(String(20))
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))
    stands_in_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    badge_serial: Mapped[int] = mapped_column(default=1, server_default="1")

    gathering: Mapped[Gathering] = relationship(back_populates="members")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    municipality: Mapped[Municipality | None] = relationship()

    def facts(self) -> Facts:
        return Facts(owner_id=self.person_id, gathering_id=self.gathering_id, municipality_id=self.municipality_id)


class GatheringGoal(Model):
    """A goal of the network that a gathering serves."""

    __tablename__ = "gathering_goal"

    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"), primary_key=True)
