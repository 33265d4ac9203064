"""How much a board tells of who wrote: less at any time, and more only while nothing has been written (BO-33)."""

from functools import partial

from sqlalchemy import delete, exists, func, select, update

from network.core.db import after_commit, db
from network.core.errors import Invalid
from network.core.language import gettext as _
from network.documents.models import DocumentUpdate
from network.sessions.boards.models import Board, NoteAuthor, OwnNotes, TypedNote
from network.sessions.boards.services import alone, making
from network.sessions.boards.services.opened import opened
from network.sessions.gatherings.rules.names import NamesLevel, tells_more


def set_names(board: Board, level: NamesLevel) -> None:
    """Have a board tell this much of who wrote from now on. Inside a unit of work; the same again changes nothing.

    Going over to nobody's names asks for a new document (services/reseeding.py), begun after the commit.
    Raises Invalid("names") for more than was told while something has been written.
    """
    if board.names == level:
        return
    is_written = is_written_on(board)
    if is_written and tells_more(level, than=NamesLevel(board.names)):
        raise Invalid(
            "names",
            _("Something has been written here already, with the promise that no more is told of who wrote it."),
        )
    board.names = level
    if level != NamesLevel.NAMES:
        _forget_who_typed(board)
    making.changed(None, [board], "board.names")
    if level == NamesLevel.NOBODY:
        board.is_reseed_due = True
        after_commit(partial(alone.mark_changed, board.public_id))


def _forget_who_typed(board: Board) -> None:
    """Who wrote for somebody is a name too (BO-45)."""
    db.session.execute(delete(TypedNote).where(TypedNote.board_id == board.id))
    own = select(OwnNotes.document_id).where(OwnNotes.board_id == board.id)
    db.session.execute(update(DocumentUpdate).where(DocumentUpdate.document_id.in_(own)).values(person_id=None))


def is_written_on(board: Board) -> bool:
    """Whether there are notes on it, or somebody's own behind it; also what the journal has not stored yet.

    Own notes that somebody has only looked at are an empty document: nothing but its beginning is in its journal.
    """
    thing = opened(board.public_id)
    behind = alone.opened_of(thing) if thing is not None else []
    if thing is not None and (thing.known or any(alone.notes_wait(own) for own in behind)):
        return True
    has_notes = exists().where(NoteAuthor.board_id == board.id)
    is_more = func.length(DocumentUpdate.update) > len(making.first_update())
    has_own = exists().where(OwnNotes.board_id == board.id, OwnNotes.document_id == DocumentUpdate.document_id, is_more)
    return bool(db.session.scalar(select(has_notes | has_own)))
