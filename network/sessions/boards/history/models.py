"""What has been put back, so that a form that comes twice does it once."""

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from network.core.db import Model


class BoardRestoring(Model):
    """A board, or one note of it, that somebody put back. `to_ms`: how it stood then; None: a deletion was undone.

    Stored in the same commit as the step that does it.
    """

    __tablename__ = "board_restoring"

    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(22), primary_key=True)
    note_id: Mapped[str | None] = mapped_column(String(22))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    to_ms: Mapped[int | None] = mapped_column(BigInteger)
    at_ms: Mapped[int] = mapped_column(BigInteger)
