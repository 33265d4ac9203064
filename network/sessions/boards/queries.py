"""Reading boards, and the one place that says who wrote a note."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import select

from network.access.actor import Actor
from network.access.guard import allows
from network.access.scopes import Facts
from network.core import clock
from network.core.db import db
from network.people.models import Person
from network.people.queries import municipality_names
from network.sessions.boards.models import Board, Note, NoteAuthor
from network.sessions.boards.rules.notes import PlainNote

ACTS = ("note.create", "note.edit", "note.move", "note.delete", "board.edit")


@dataclass(frozen=True)
class Byline:
    """A writer as others on the board may see her: her party is not part of it."""

    key: str
    name: str
    municipality: str


@dataclass(frozen=True)
class Known:
    """What the server alone knows of a note."""

    person_id: int
    byline: Byline
    is_late: bool

    def told(self) -> dict[str, object]:
        """The plain values that go to the board's members."""
        return {**asdict(self.byline), "late": self.is_late}


def board_by_public_id(public_id: str) -> Board | None:
    if "\x00" in public_id:  # PostgreSQL fails at one, SQLite finds nothing
        return None
    return db.session.scalar(select(Board).where(Board.public_id == public_id))


def boards_for(actor: Actor) -> list[Board]:
    """The boards that the actor may read, newest first."""
    may_read = Board.group_id.in_(actor.group_ids) | Board.gathering_id.in_(actor.facilitated_ids)
    if actor.roles & set("DKP"):
        may_read = may_read | Board.shared_at.is_not(None)
    return list(db.session.scalars(select(Board).where(may_read).order_by(Board.id.desc())))


def open_acts(actor: Actor, facts: Facts) -> list[str]:
    """What the actor may do on a board with these facts, for pages that offer it. Own notes may allow more."""
    return [action for action in ACTS if allows(actor, action, facts)]


def bylines(person_ids: Iterable[int]) -> dict[int, Byline]:
    """Person id → byline, with the municipality that she belongs to today, or an empty one."""
    ids = sorted(set(person_ids))
    places = municipality_names(ids, today=clock.now().date())
    rows = db.session.execute(select(Person.id, Person.public_key, Person.name).where(Person.id.in_(ids)))
    return {row.id: Byline(key=row.public_key, name=row.name, municipality=places.get(row.id, "")) for row in rows}


def copies_of(board_id: int) -> dict[str, PlainNote]:
    """Note id → the note as SQL has it."""
    rows = db.session.scalars(select(Note).where(Note.board_id == board_id))
    return {
        row.id: PlainNote(row.id, row.text, row.column_key, row.position, row.hue, row.is_deleted, row.version_of)
        for row in rows
    }


def known_notes(board_id: int) -> dict[str, Known]:
    """Note id → what the server knows of it."""
    authors = db.session.execute(
        select(NoteAuthor.note_id, NoteAuthor.person_id, NoteAuthor.is_late).where(NoteAuthor.board_id == board_id)
    ).all()
    lines = bylines(author.person_id for author in authors)
    return {
        author.note_id: Known(author.person_id, lines[author.person_id], bool(author.is_late)) for author in authors
    }
