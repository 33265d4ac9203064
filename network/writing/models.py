"""Texts that several people write at once: their words lie in a shared document, a copy of them in SQL."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.access.scopes import Facts
from network.core.db import Model, UtcDateTime


class Writing(Model):
    """One or more texts that belong together, written live by a municipality's people. Open until `closed_at`.

    `copied_upto`: the last update of its journal that the copies of the texts hold.
    """

    __tablename__ = "writing"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    document_id: Mapped[str] = mapped_column(String(40), unique=True)
    gathering_id: Mapped[int | None] = mapped_column(ForeignKey("gathering.id"))
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    copied_upto: Mapped[int] = mapped_column(BigInteger, default=0)

    texts: Mapped[list["WritingText"]] = relationship(order_by="WritingText.position")

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def limit_of(self, key: str) -> int:
        """The most characters of one of its texts."""
        return next(text.limit for text in self.texts if text.key == key)

    def words_of(self, key: str) -> str:
        """The stored copy of one of its texts."""
        return next(text.text for text in self.texts if text.key == key)

    def facts(self) -> Facts:
        return Facts(municipality_id=self.municipality_id, gathering_id=self.gathering_id, is_open=self.is_open)


class WritingText(Model):
    """One text of a writing: its key in the document, its longest length, and the copy of its words.

    `limit` is in characters. The copy is a few seconds behind the document at most.
    """

    __tablename__ = "writing_text"

    writing_id: Mapped[int] = mapped_column(ForeignKey("writing.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    limit: Mapped[int]
    text: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
