"""Case studies: what a municipality did, in seven boxes."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.access.scopes import Facts
from network.cases.rules.boxes import BOXES, FIELDS
from network.core.db import Model, UtcDateTime
from network.people.models import Municipality

__all__ = ["BOXES", "CaseState", "CaseStudy", "CaseVersion"]


class CaseState(StrEnum):
    DRAFT = "draft"
    READY = "ready"
    PRESENTED = "presented"


class CaseStudy(Model):
    """A municipality's case. The boxes are Markdown. It is public only when the municipality says so (`published_at`).

    `gathering_id` and `item_id` are where it is, or was, presented. `version` goes up with each save. `shown_slide` is
    where the presenter stands, also while the big screen shows something else; `shown_rev` goes up with each move.
    """

    __tablename__ = "case_study"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    gathering_id: Mapped[int | None] = mapped_column(ForeignKey("gathering.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("programme_item.id"))
    language: Mapped[str] = mapped_column(String(2))
    title: Mapped[str] = mapped_column(String(200))
    ingress: Mapped[str] = mapped_column(Text, default="")
    why: Mapped[str] = mapped_column(Text, default="")
    how: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[str] = mapped_column(Text, default="")
    differently: Mapped[str] = mapped_column(Text, default="")
    cost: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[CaseState] = mapped_column(String(10), default=CaseState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    shown_slide: Mapped[int] = mapped_column(default=1)
    shown_rev: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ready_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    presented_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    municipality: Mapped[Municipality] = relationship()

    def said(self) -> dict[str, str]:
        """Field → what it says: the title and the seven boxes."""
        return {name: getattr(self, name) for name in FIELDS}

    def facts(self) -> Facts:
        return Facts(
            owner_id=self.made_by_id,
            municipality_id=self.municipality_id,
            gathering_id=self.gathering_id,
            is_open=self.published_at is None,
            is_shared=self.state != CaseState.DRAFT,
            is_published=self.published_at is not None,
        )


class CaseVersion(Model):
    """What a case said before a save: a JSON of title and boxes. Anything can be fetched back."""

    __tablename__ = "case_version"

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    boxes: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
