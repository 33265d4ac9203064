"""What a municipality's delegates agree before they go home, and how each of them answered."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.access.scopes import Facts
from network.actions.rules import agreements as rules
from network.core import clock
from network.core.db import Model, UtcDateTime
from network.people.models import Municipality, Person
from network.sessions.gatherings.models import Gathering


class Answer(StrEnum):
    """What a delegate says to an action point. Somebody who disagrees says why in a line."""

    AGREE = "agree"
    LIVE_WITH = "live_with"
    DISAGREE = "disagree"


class TakeHomeAgreement(Model):
    """One municipality's agreement at one gathering: a draft until `asked_at`, then answered by everybody present.

    `nothing_because` stands instead of action points. `wording` goes up when it is asked about again and is not what
    was asked about last (`asked_as`, a fingerprint), which makes the answers to it count no more. `version` goes up
    with every change (F16). `ready_at` is when it became ready and was not made unready again; `released_*` when the
    lead let it go without. `brief_by_id` tells the council on `brief_on`, or on a day not known yet.
    """

    __tablename__ = "take_home_agreement"
    __table_args__ = (Index("ux_take_home_agreement", "gathering_id", "municipality_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"))
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    nothing_because: Mapped[str] = mapped_column(String(400), default="")
    wording: Mapped[int] = mapped_column(default=1)
    asked_as: Mapped[str] = mapped_column(String(64), default="")
    version: Mapped[int] = mapped_column(default=1)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ready_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    release_reason: Mapped[str] = mapped_column(String(200), default="")
    brief_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    brief_on: Mapped[date | None]
    is_brief_day_unknown: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    gathering: Mapped[Gathering] = relationship()
    municipality: Mapped[Municipality] = relationship()
    brief_by: Mapped[Person | None] = relationship(foreign_keys=[brief_by_id])

    @property
    def is_open(self) -> bool:
        return rules.is_open(self.gathering.ends_at, clock.now())

    def facts(self) -> Facts:
        return Facts(gathering_id=self.gathering_id, municipality_id=self.municipality_id, is_open=self.is_open)


class ActionAnswer(Model):
    """One person's answer to one sentence as it was worded then. `subject` is "nothing" or the point's public id.

    An answer to an older wording stays readable and counts no more. `by_id` is who recorded it, when another did.
    """

    __tablename__ = "action_answer"
    __table_args__ = (
        Index("ux_action_answer", "agreement_id", "subject", "person_id", "wording", unique=True),
        Index("ix_action_answer_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("take_home_agreement.id"))
    action_point_id: Mapped[int | None] = mapped_column(ForeignKey("action_point.id"))
    subject: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    wording: Mapped[int]
    answer: Mapped[Answer] = mapped_column(String(10))
    line: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
