"""The notes' copies in SQL: only those that changed, two seconds after the board falls quiet, ten at most.

Beside them, what else is done for boards while nobody waits: states to go back to, and what is put away."""

import logging

from flask import Flask
from sqlalchemy import delete, insert

from network.core import clock
from network.core.db import db, unit_of_work
from network.documents import registry
from network.jobs import periodic
from network.sessions.boards.models import Note
from network.sessions.boards.queries import copy_of
from network.sessions.boards.rules.notes import plain_note, settled
from network.sessions.boards.services import alone
from network.sessions.boards.services.opened import (
    OpenBoard,
    let_go,
    notes_of,
    opened_boards,
    read_clusters,
    read_notes,
)

log = logging.getLogger(__name__)

QUIET_SECONDS = 2.0
LONGEST_SECONDS = 10.0
SNAPSHOT_SECONDS = 300.0


def register(app: Flask) -> None:
    periodic.every(app, periodic.Job("projection", 1.0, project_due))
    periodic.every(app, periodic.Job("documents", 60.0, lambda: registry().sweep()))
    periodic.every(app, periodic.Job("snapshots", SNAPSHOT_SECONDS, lambda: registry().states.keep_changed("active")))


def project_due() -> None:
    """Copy the boards whose time has come, and forget those that nobody is on."""
    for board in opened_boards():
        try:
            if is_due(board):
                settle(board)
            if not alone.let_go(board):
                let_go(board)
        except Exception:
            log.exception("board %s cannot be copied", board.id)


def is_due(board: OpenBoard) -> bool:
    if board.dirty_since is None:
        return False
    now = clock.monotonic()
    return now - board.touched_at >= QUIET_SECONDS or now - board.dirty_since >= LONGEST_SECONDS


def settle(board: OpenBoard) -> None:
    """Bring the copies up to date now. If it cannot be stored the notes stay due."""
    note_ids, board.dirty, board.dirty_since = board.dirty, set(), None
    cluster_ids, board.dirty_clusters = board.dirty_clusters, set()
    try:
        if cluster_ids:
            note_ids |= {note.id for note in read_notes(board.document) if note.cluster in cluster_ids}
        rows = _rows(board, note_ids)
        with unit_of_work():
            db.session.execute(delete(Note).where(Note.board_id == board.id, Note.id.in_(note_ids)))
            if rows:
                db.session.execute(insert(Note), rows)
    except BaseException:
        board.mark_dirty(note_ids, cluster_ids)
        raise


def _rows(board: OpenBoard, note_ids: set[str]) -> list[dict[str, object]]:
    notes, clusters = notes_of(board.document), read_clusters(board.document)
    read = (plain_note(note_id, notes[note_id].to_py()) for note_id in sorted(note_ids) if note_id in notes)
    placed = (settled(note, clusters) for note in read if note is not None)
    return [{"board_id": board.id, **copy_of(note, clusters)} for note in placed]
