"""Beginning a board's document anew when its names go: the old one says under which mark each note was written (BO-36).

The new one has the same notes under the same ids, all by the server. The old one's journal, snapshots and marks are
deleted and overwritten, and browsers come back to another history: what they have not sent becomes drafts.
"""

import secrets
from typing import Any

from pycrdt import Doc, Map, Text

from network.core.audit import audit
from network.core.db import db, unit_of_work
from network.documents import erase, registry
from network.documents.turns import Turns
from network.privacy import erasing
from network.sessions.boards.models import Board
from network.sessions.boards.services import alone
from network.sessions.boards.services.opened import OpenBoard, clusters_of, notes_of, open_board, read_notes

ID_BYTES = 9
_turns = Turns()


def reseed_if_due(row: Board) -> None:
    """Begin this board's document anew if its names have gone and that has not been done yet.

    Outside a unit of work; waits for the commit, and whatever fails leaves it due. Raises DatabaseBusy.
    """
    if not row.is_reseed_due:
        return
    board = open_board(row)
    with _turns.of(board.public_id):
        db.session.refresh(row)
        if row.is_reseed_due:
            _give_back(row, board)
            _begin_anew(row.id, board)


def _give_back(row: Board, board: OpenBoard) -> None:
    """Each writer's notes are laid among her own as they stand here: there she can go on changing them."""
    standing = read_notes(board.document)
    for person_id in sorted({known.person_id for known in board.known.values() if known.person_id is not None}):
        written = set(board.written_by(person_id))
        alone.take_over(row, person_id, [note for note in standing if note.id in written])


def _begin_anew(board_id: int, board: OpenBoard) -> None:
    before, after = board.document_id, f"board:{secrets.token_urlsafe(ID_BYTES)}"
    board.is_at_rest = True
    try:
        with registry().at_rest(before):
            content = _content(board)
            with unit_of_work():
                row = db.session.get_one(Board, board_id)
                row.document_id, row.is_reseed_due = after, False
                registry().create(after, content)
                erase(before)
                audit(None, "board.reseed", "board", board_id)
                erasing.leave_no_trace()
            registry().forget(before)
        board.document_id, board.is_reseed_due = after, False
    finally:
        board.is_at_rest = False
    board.channel.tell("resync", board.public_id, "names")


def _content(board: OpenBoard) -> bytes:
    """The document as one update of one writer, its notes in the order of their ids, which are random."""
    doc: Doc[Any] = Doc()
    doc["notes"], doc["clusters"] = Map(), Map()
    with doc.transaction():
        for name, words, there in (
            ("clusters", "title", clusters_of(board.document)),
            ("notes", "text", notes_of(board.document)),
        ):
            kept = doc.get(name, type=Map)
            for key in sorted(there.keys()):
                values = there[key].to_py()
                kept[key] = Map({**values, words: Text(values[words])})
    return doc.get_update()
