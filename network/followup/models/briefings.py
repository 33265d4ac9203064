"""What a municipality's delegates tell their council after a gathering."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.access.scopes import Facts
from network.actions.models import TakeHomeAgreement
from network.core.db import Model, UtcDateTime
from network.people.models import Municipality, Person
from network.sessions.gatherings.models import Gathering, StoredFile
from network.writing.models import Writing


class AgendaRoute(StrEnum):
    """What kind of item it is on the council's agenda."""

    INFORMATION = "information"
    DISCUSSION = "discussion"
    DECISION = "decision"


class BriefingState(StrEnum):
    """Whether somebody vouches for the text is worked out from the approvals: it depends on each letter."""

    DRAFT = "draft"
    SENT = "sent"


class Briefing(Model):
    """One municipality's briefing after one gathering, on one page. Its sections are texts of `writing`, written
    together; `language` is the municipality's written form. Whoever answers questions is `contact_id`.

    `drafted` is JSON, section → the text that the facts gave when it was fetched last: what differs from it was written
    by people, and what the facts give now and differs from it is news. `meeting_on` is a date and no row of the
    calendar: those are made anew whenever somebody writes the dates. `version` goes up when it is opened again.
    """

    __tablename__ = "briefing"
    __table_args__ = (Index("ux_briefing", "gathering_id", "municipality_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"))
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("take_home_agreement.id"))
    writing_id: Mapped[int] = mapped_column(ForeignKey("writing.id"))
    language: Mapped[str] = mapped_column(String(2))
    route: Mapped[AgendaRoute] = mapped_column(String(12), default=AgendaRoute.INFORMATION)
    meeting_on: Mapped[date | None]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[BriefingState] = mapped_column(String(10), default=BriefingState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    drafted: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    gathering: Mapped[Gathering] = relationship()
    municipality: Mapped[Municipality] = relationship()
    agreement: Mapped[TakeHomeAgreement | None] = relationship()
    writing: Mapped[Writing] = relationship()
    contact: Mapped[Person | None] = relationship(foreign_keys=[contact_id])

    def facts(self) -> Facts:
        return Facts(
            gathering_id=self.gathering_id,
            municipality_id=self.municipality_id,
            is_open=self.state != BriefingState.SENT,
            is_shared=self.state == BriefingState.SENT,
        )


class BriefingApproval(Model):
    """A delegate vouches for the text. `fingerprint` (SHA-256) is of the text that she read: after a change of it her
    approval counts no more.
    """

    __tablename__ = "briefing_approval"

    briefing_id: Mapped[int] = mapped_column(ForeignKey("briefing.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship()


class BriefingFile(Model):
    """A paper made of a briefing: `kind` is "docx" or "pdf", of the text with this fingerprint.

    Without a file it is wanted, and a job makes it; `fault` says in words why it could not.
    """

    __tablename__ = "briefing_file"

    briefing_id: Mapped[int] = mapped_column(ForeignKey("briefing.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(4), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    fault: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    file: Mapped[StoredFile | None] = relationship()


class BriefingSending(Model):
    """A briefing on its way to the council's secretary: to whom, with which subject, by whom.

    `outcome` is what came of the mail, "sent" or "failed", and stays when the mail itself is forgotten; "" while it
    waits.
    """

    __tablename__ = "briefing_sending"

    id: Mapped[int] = mapped_column(primary_key=True)
    briefing_id: Mapped[int] = mapped_column(ForeignKey("briefing.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    mail_key: Mapped[str] = mapped_column(String(80), unique=True)
    version: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(10), default="")

    by: Mapped[Person] = relationship()
