"""Action points: one sentence each that a municipality takes home, where it came from, and what became of it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.access.scopes import Facts
from network.actions.models.agreements import TakeHomeAgreement
from network.cases.models import CaseStudy
from network.core.db import Model, UtcDateTime
from network.people.models import Goal, Municipality, Person
from network.sessions.gatherings.models import Gathering, StoredFile
from network.writing.models import Writing


class ActionState(StrEnum):
    """Where an action stands. STUCK needs help; DROPPED has a reason."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    UNDER_WAY = "under_way"
    STUCK = "stuck"
    DONE = "done"
    DROPPED = "dropped"


class OwnerState(StrEnum):
    """Whether the owner has taken it on. Somebody who was not there is asked by mail, never put in charge."""

    NONE = "none"
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class ActionPoint(Model):
    """What a municipality takes home: one sentence, who, the first step, when.

    `what` and `first_step` are copies of what several write at once in `writing_id`: a few seconds behind it until
    somebody asks, then as they were asked about. `wording` goes up when the point is asked about again and differs from
    what was asked about last (`asked_as`, a fingerprint of sentence, owner, first step and dates): answers to an older
    wording count no more.
    `version` goes up with every change (F16). PROPOSED until everybody present has answered and the owner said yes.
    """

    __tablename__ = "action_point"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("take_home_agreement.id"), index=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), index=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    position: Mapped[int]
    writing_id: Mapped[int | None] = mapped_column(ForeignKey("writing.id"))
    what: Mapped[str] = mapped_column(Text, default="")
    first_step: Mapped[str] = mapped_column(String(300), default="")
    first_step_on: Mapped[date | None]
    due_on: Mapped[date | None]
    goal_id: Mapped[int | None] = mapped_column(ForeignKey("goal.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    owner_state: Mapped[OwnerState] = mapped_column(String(10), default=OwnerState.NONE)
    is_for_council: Mapped[bool] = mapped_column(default=False)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_study.id"))
    state: Mapped[ActionState] = mapped_column(String(10), default=ActionState.PROPOSED)
    wording: Mapped[int] = mapped_column(default=1)
    asked_as: Mapped[str] = mapped_column(String(64), default="")
    version: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    heard_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When somebody last said how it goes."""
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    agreement: Mapped[TakeHomeAgreement] = relationship()
    gathering: Mapped[Gathering] = relationship()
    municipality: Mapped[Municipality] = relationship()
    goal: Mapped[Goal | None] = relationship()
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    case: Mapped[CaseStudy | None] = relationship()
    writing: Mapped[Writing | None] = relationship()
    sources: Mapped[list["ActionSource"]] = relationship(order_by="ActionSource.id")
    updates: Mapped[list["ActionUpdate"]] = relationship(order_by="ActionUpdate.id")

    def facts(self) -> Facts:
        return Facts(
            owner_id=self.owner_id,
            municipality_id=self.municipality_id,
            gathering_id=self.gathering_id,
            is_open=self.agreement.is_open and self.removed_at is None,
            is_shared=self.agreed_at is not None and self.removed_at is None,
        )


class ActionSource(Model):
    """Where an action point came from, in words that can be read a year later without the board.

    `kind` is a MarkKind. `title` names a talk, a case or a kind of group, never a person or another group's name.
    """

    __tablename__ = "action_source"
    __table_args__ = (Index("ux_action_source", "action_point_id", "target", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_point_id: Mapped[int] = mapped_column(ForeignKey("action_point.id"))
    kind: Mapped[str] = mapped_column(String(10))
    target: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    line: Mapped[str] = mapped_column(String(300), default="")


class ActionUpdate(Model):
    """How an action goes: its new state, a line, and what shows it. The history of an action is its updates.

    `evidence_kind` is "", "link", "resolution" or "file"; `via` is "page", "mail", "day" or "lead". `key` makes a
    repeated post count once.
    """

    __tablename__ = "action_update"
    __table_args__ = (Index("ux_action_update_key", "action_point_id", "key", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_point_id: Mapped[int] = mapped_column(ForeignKey("action_point.id"))
    key: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[ActionState] = mapped_column(String(10))
    line: Mapped[str] = mapped_column(Text, default="")
    evidence_kind: Mapped[str] = mapped_column(String(10), default="")
    evidence: Mapped[str] = mapped_column(String(500), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    via: Mapped[str] = mapped_column(String(10), default="page")

    person: Mapped[Person | None] = relationship()
    file: Mapped[StoredFile | None] = relationship()
