"""Boards that cannot be opened: which they are, their last good version, and putting one back on its feet."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from pycrdt import Doc, Map, Text
from sqlalchemy import select

from network.core.db import db
from network.documents import rebuilding
from network.documents.rebuilding import Rebuilt
from network.sessions.boards.models import Board, OwnNotes
from network.sessions.boards.queries import copies_of
from network.sessions.boards.services.making import note_map

Copy = Mapping[str, object]
"""A note as SQL has it: a row of queries.copies_of."""


def broken_boards(boards: Iterable[Board]) -> list[Board]:
    """Those of which the shared notes, or what somebody writes alone, cannot be opened."""
    return [board for board in boards if not all(map(rebuilding.can_be_opened, _documents(board)))]


def rebuild(board: Board, folder: Path) -> list[Rebuilt]:
    """Mend all of the board that cannot be opened; what was mended. Inside a unit of work.

    Notes that the journal lost come back from their copies in SQL, which are seconds behind it at most. Bytes of what
    somebody wrote alone are kept nowhere else.
    """
    copies = copies_of(board.id)
    found = []
    for document_id in _documents(board):
        is_shared = document_id == board.document_id
        back = partial(bring_back, copies=copies if is_shared else {})
        found.append(rebuilding.rebuild(document_id, folder if is_shared else None, bring_back=back))
    return [one for one in found if one is not None]


def bring_back(doc: "Doc[Any]", copies: Mapping[str, Copy]) -> None:
    """Add the notes that the document lacks, and give those the words of their copies that have others.

    What was deleted stays deleted.
    """
    notes: Map[Any] = doc.get("notes", type=Map)
    for note_id, copy in copies.items():
        if note_id not in notes:
            notes[note_id] = _note(copy)
            continue
        note = notes[note_id]
        if str(note["text"]) != copy["text"]:
            text: Text = note["text"]
            text.clear()
            text += str(copy["text"])
        if copy["is_deleted"] and note["deleted"] is not True:
            note["deleted"] = True


def _note(copy: Copy) -> "Map[Any]":
    version_of = str(copy["version_of"]) if copy["version_of"] else None
    words = (str(copy[name]) for name in ("text", "column_key", "position"))
    made = note_map(*words, hue=str(copy["hue"]), version_of=version_of)
    if copy["is_deleted"]:
        made["deleted"] = True
    return made


def last_good(board: Board) -> tuple[dict[str, list[Copy]], datetime | None]:
    """Column key → its notes as they were copied last, in order; and when something was written last."""
    kept: dict[str, list[Copy]] = {column.key: [] for column in board.columns}
    for copy in sorted(copies_of(board.id).values(), key=lambda one: (str(one["position"]), str(one["id"]))):
        if not copy["is_deleted"] and copy["column_key"] in kept:
            kept[str(copy["column_key"])].append(copy)
    at_ms = rebuilding.last_written_ms(board.document_id)
    return kept, datetime.fromtimestamp(at_ms / 1000, UTC) if at_ms is not None else None


def _documents(board: Board) -> list[str]:
    own = select(OwnNotes.document_id).where(OwnNotes.board_id == board.id).order_by(OwnNotes.id)
    return [board.document_id, *db.session.scalars(own)]
