"""Boards and what the server alone knows of a note. The notes' words lie in the shared document."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.access.scopes import Facts
from network.core import clock
from network.core.db import Model, UtcDateTime
from network.sessions.gatherings.models import StoredFile
from network.sessions.gatherings.rules.names import NamesLevel
from network.sessions.groups.models import BreakoutGroup, GroupKind

LATE = timedelta(minutes=30)


class Board(Model):
    """A group's shared board. Open from `opened_at` until `closed_at`; what comes LATE after that is marked so.

    Since `alone_at` each member writes for herself, and nobody is sent what another writes (BO-15); None: together.
    """

    __tablename__ = "board"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    document_id: Mapped[str] = mapped_column(String(40), unique=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("breakout_group.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    question: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    shared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    template: Mapped[str] = mapped_column(String(40), default="", server_default="")
    help: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """The line that goes with its questions, as its template had it when the board was made."""
    alone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    names: Mapped[NamesLevel] = mapped_column(
        String(12), default=NamesLevel.NAMES, server_default=NamesLevel.NAMES.value
    )
    is_reseed_due: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Its document is still that in which members wrote under their own marks: it is to be begun anew (BO-36)."""

    columns: Mapped[list["BoardColumn"]] = relationship(back_populates="board", order_by="BoardColumn.position")
    group: Mapped[BreakoutGroup] = relationship(lazy="joined")

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None

    def facts(self) -> Facts:
        """A local group's board is its municipality's, also for whoever was away that day, or coordinates."""
        is_local = self.group.kind == GroupKind.LOCAL
        return Facts(
            municipality_id=self.group.municipality_id if is_local else None,
            gathering_id=self.gathering_id,
            group_id=self.group_id,
            is_open=self.is_open,
            is_lately_open=self.closed_at is not None and clock.now() - self.closed_at <= LATE,
            is_shared=self.shared_at is not None,
            is_local=is_local,
        )


class BoardColumn(Model):
    """One question on a board. `key` is its name in the shared document and never changes."""

    __tablename__ = "board_column"

    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"), index=True)
    key: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(80))
    prompt: Mapped[str] = mapped_column(String(300))
    position: Mapped[int]

    board: Mapped[Board] = relationship(back_populates="columns")


class NoteAuthor(Model):
    """Who wrote a note, and whether it came after the board was closed. Stored in the same commit as the note.

    Shown through `rules.authors.given_out` alone. `person_id` None: forgotten (BO-38); where the board tells it,
    `municipality` is kept then, and is None until then.
    """

    __tablename__ = "note_author"

    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"), primary_key=True)
    note_id: Mapped[str] = mapped_column(String(22), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    municipality: Mapped[str | None] = mapped_column(String(80))
    is_late: Mapped[int]
    at_ms: Mapped[int] = mapped_column(BigInteger)


class TypedNote(Model):
    """A note that somebody wrote for its author, who has no phone with her (BO-45). Only where names are shown."""

    __tablename__ = "typed_note"

    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"), primary_key=True)
    note_id: Mapped[str] = mapped_column(String(22), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at_ms: Mapped[int] = mapped_column(BigInteger)


class BoardPhoto(Model):
    """A photo of a paper sheet, under the board (BO-46). `alt`: what stands on the sheet, in words.

    One that was taken away keeps its row, so that its form does not come again, and neither file nor words. `by_id`
    None: forgotten (BO-38).
    """

    __tablename__ = "board_photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    alt: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    board: Mapped[Board] = relationship()
    file: Mapped[StoredFile | None] = relationship()

    def facts(self) -> Facts:
        return replace(self.board.facts(), owner_id=self.by_id)


class PlenaryChoice(Model):
    """A note that its group wants to show to everybody: up to three, in the order of `rank` (1 to 3)."""

    __tablename__ = "plenary_choice"

    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"), primary_key=True)
    note_id: Mapped[str] = mapped_column(String(22), primary_key=True)
    rank: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Note(Model):
    """A note as SQL sees it: a copy made from the shared document, a few seconds behind it at most.

    `column_key` is where it is drawn: its cluster's when it lies in one. `cluster_title`: empty until that has a name.
    """

    __tablename__ = "note"

    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"), primary_key=True)
    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    column_key: Mapped[str] = mapped_column(String(20))
    position: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    hue: Mapped[str] = mapped_column(String(10))
    is_deleted: Mapped[bool]
    version_of: Mapped[str | None] = mapped_column(String(22))
    cluster_id: Mapped[str | None] = mapped_column(String(22))
    cluster_title: Mapped[str] = mapped_column(String(200), default="", server_default="")


class OwnNotes(Model):
    """What a person writes alone on a board lies in a document of her own. `unshown`: notes that the board lacks."""

    __tablename__ = "own_notes"
    __table_args__ = (UniqueConstraint("board_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    document_id: Mapped[str] = mapped_column(String(40), unique=True)
    unshown: Mapped[int] = mapped_column(default=0)


class ShownNote(Model):
    """A note that was written alone and has been put on the board: as it was then, to tell what has changed since."""

    __tablename__ = "shown_note"

    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"), primary_key=True)
    note_id: Mapped[str] = mapped_column(String(22), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    is_deleted: Mapped[bool]
