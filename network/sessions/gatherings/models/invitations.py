"""Who is asked to come, what they answered, and what they thought beforehand."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.access.scopes import Facts
from network.core.db import Model, UtcDateTime
from network.people.models import Municipality, Person
from network.sessions.gatherings.models.gathering import Gathering


class Reply(StrEnum):
    YES = "yes"
    NO = "no"
    SUBSTITUTE = "substitute"


class Invitation(Model):
    """One person asked to one gathering. `reply` is None while she is silent.

    The link in her mail is made from `public_id` and the installation's key, so that it can be sent again and lies in
    no table. `by_id` is who gave the answer, when it was not she herself. Needs (food, transport, access) are for the
    host; the caterer gets counts without names.
    """

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))
    reply: Mapped[Reply | None] = mapped_column(String(12))
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    food: Mapped[str] = mapped_column(String(200), default="")
    transport: Mapped[str] = mapped_column(String(200), default="")
    access_needs: Mapped[str] = mapped_column(String(200), default="")
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    gathering: Mapped[Gathering] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    municipality: Mapped[Municipality | None] = relationship()
    substitute: Mapped[Person | None] = relationship(foreign_keys=[substitute_id])

    def facts(self) -> Facts:
        return Facts(owner_id=self.person_id, gathering_id=self.gathering_id, municipality_id=self.municipality_id)


class PreparationAnswer(Model):
    """What somebody thought about one of the two questions beforehand. Hers alone until she uses it."""

    __tablename__ = "preparation_answer"

    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    question: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    def facts(self) -> Facts:
        return Facts(owner_id=self.person_id, gathering_id=self.gathering_id)
