"""Forgetting who wrote on boards that do not say so, when nobody needs to know it any more (BO-38).

Until then a writer can go on changing her own notes. After it, neither the database nor its files say whose they are;
at the level of municipalities the municipality is kept.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import delete, select, update

from network.core.audit import audit
from network.core.db import after_commit, db
from network.documents import erase, registry
from network.documents.models import DocumentClient, DocumentUpdate
from network.privacy import erasing
from network.sessions.boards.models import Board, BoardPhoto, NoteAuthor, OwnNotes, ShownNote
from network.sessions.boards.queries import bylines
from network.sessions.boards.services import alone
from network.sessions.boards.services.opened import opened
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.rules.names import NamesLevel

KEPT = timedelta(days=30)


def forget_authors(before: datetime) -> int:
    """For retention: of boards without names whose gathering ended before this moment. Says how many links went."""
    rows = select(Board).join(Gathering, Gathering.id == Board.gathering_id)
    rows = rows.where(Board.names != NamesLevel.NAMES, Gathering.ends_at < before)
    gone = sum(_forget(board) for board in db.session.scalars(rows.order_by(Board.id)))
    if gone:
        erasing.leave_no_trace()
    return gone


def _forget(board: Board) -> int:
    own_notes = db.session.scalars(select(OwnNotes.document_id).where(OwnNotes.board_id == board.id)).all()
    if any(registry().journal.is_waiting(document_id) for document_id in own_notes):
        return 0  # somebody writes this very moment: tomorrow
    authors = _forget_notes(board)
    own = _forget_own_notes(board, own_notes)
    photos = _forget_photos(board)
    if not authors and not own and not photos:
        return 0
    for table in (DocumentUpdate, DocumentClient):
        db.session.execute(update(table).where(table.document_id == board.document_id).values(person_id=None))
    audit(None, "board.forget", "board", board.id, count=authors)
    public_id = board.public_id
    after_commit(lambda: _forget_in_memory(public_id))
    return authors + own + photos


def _forget_notes(board: Board) -> int:
    here = NoteAuthor.board_id == board.id
    people = db.session.scalars(select(NoteAuthor.person_id).where(here, NoteAuthor.person_id.is_not(None)).distinct())
    of_place: defaultdict[str, list[int]] = defaultdict(list)
    for person_id, line in bylines(one for one in people if one is not None).items():
        of_place[line.municipality if board.names == NamesLevel.MUNICIPALITY else ""].append(person_id)
    return sum(
        db.session.execute(  # type: ignore[attr-defined]
            update(NoteAuthor)
            .where(here, NoteAuthor.person_id.in_(ids))
            .values(person_id=None, municipality=place, at_ms=0)
        ).rowcount
        for place, ids in of_place.items()
    )


def _forget_photos(board: Board) -> int:
    here = update(BoardPhoto).where(BoardPhoto.board_id == board.id, BoardPhoto.by_id.is_not(None))
    return int(db.session.execute(here.values(by_id=None)).rowcount)  # type: ignore[attr-defined]


def _forget_own_notes(board: Board, documents: Sequence[str]) -> int:
    for table in (OwnNotes, ShownNote):
        db.session.execute(delete(table).where(table.board_id == board.id))
    for document_id in documents:
        erase(document_id)
        after_commit(partial(registry().forget, document_id))
    return len(documents)


def _forget_in_memory(public_id: str) -> None:
    board = opened(public_id)
    if board is not None:
        alone.forget(board)
        board.forget_writers()
