"""Take-home marks: "this I want to take home", on something that was said or written during the day."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.access.scopes import Facts
from network.core.db import Model, UtcDateTime
from network.people.models import Municipality, Person
from network.sessions.gatherings.models import Gathering


class MarkKind(StrEnum):
    """What was marked. A talk or a case is its programme item."""

    NOTE = "note"
    TALK = "talk"
    CASE = "case"
    QUESTION = "question"


class TakeHomeMark(Model):
    """Somebody's mark, with a line in her own words. Hers alone until her municipality's local round begins.

    `target` names what was marked ("note:7:AbC…", "talk:5"): one mark a person and thing. `key` was made by her
    device: the same mark sent twice is one. `shared_at` is when colleagues could see it, `kept_back_at` when she chose
    that they shall not; `removed_at` when she took it away. A guest's mark has no municipality and is never shared.
    """

    __tablename__ = "take_home_mark"
    __table_args__ = (
        Index("ux_take_home_mark_key", "person_id", "key", unique=True),
        Index("ux_take_home_mark_target", "person_id", "target", unique=True),
        Index("ix_take_home_mark_place", "gathering_id", "municipality_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))
    key: Mapped[str] = mapped_column(String(32))
    kind: Mapped[MarkKind] = mapped_column(String(10))
    target: Mapped[str] = mapped_column(String(60))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("programme_item.id"))
    board_id: Mapped[int | None] = mapped_column(ForeignKey("board.id"))
    note_id: Mapped[str | None] = mapped_column(String(22))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    line: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    shared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    kept_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    gathering: Mapped[Gathering] = relationship()
    person: Mapped[Person] = relationship()
    municipality: Mapped[Municipality | None] = relationship()

    def facts(self) -> Facts:
        return Facts(
            owner_id=self.person_id,
            municipality_id=self.municipality_id,
            gathering_id=self.gathering_id,
            is_open=self.removed_at is None,
            is_shared=self.shared_at is not None and self.kept_back_at is None and self.removed_at is None,
        )
