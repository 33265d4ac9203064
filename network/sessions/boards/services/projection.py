"""The notes' copies in SQL: only those that changed, two seconds after the board falls quiet, ten at most.

Beside them, what else is done for boards while nobody waits: states to go back to, and what is put away."""

import logging
import time
from collections.abc import Iterator, Sequence
from itertools import islice

from flask import Flask
from sqlalchemy import delete, insert

from network.core import clock
from network.core.db import db, unit_of_work
from network.documents import plain_ones, registry
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
NOTES_AT_ONCE = 50
"""In one commit, for nobody else is heard meanwhile. Groups begin together, so their boards are due together; and who
comes to a board says four words, each of which may wait so long."""
PAUSES = 2.0
"""So long is paused between two commits, in the time that the last one took: nobody waits for the copies."""


def register(app: Flask) -> None:
    periodic.every(app, periodic.Job("projection", 1.0, project_due))
    periodic.every(app, periodic.Job("documents", 60.0, lambda: registry().sweep()))
    periodic.every(app, periodic.Job("snapshots", SNAPSHOT_SECONDS, lambda: registry().states.keep_changed("active")))


def project_due() -> None:
    """Copy the boards whose time has come, several at once, and forget those that nobody is on."""
    for boards in _together([board for board in opened_boards() if is_due(board)]):
        began = clock.monotonic()
        _settle_apart(boards)
        time.sleep(PAUSES * (clock.monotonic() - began))
    for board in opened_boards():
        try:
            if not alone.let_go(board):
                let_go(board)
        except Exception:
            log.exception("board %s cannot be let go", board.id)


def _together(due: Sequence[OpenBoard]) -> Iterator[list[OpenBoard]]:
    """As many at once as have NOTES_AT_ONCE to copy; one that has more comes as often as that takes."""
    taken: list[OpenBoard] = []
    left = NOTES_AT_ONCE
    for board in due:
        for _ in range(0, max(1, len(board.dirty)), NOTES_AT_ONCE):
            some = min(len(board.dirty), NOTES_AT_ONCE)
            if taken and (some > left or taken[-1] is board):
                yield taken
                taken, left = [], NOTES_AT_ONCE
            taken.append(board)
            left -= some
    if taken:
        yield taken


def _settle_apart(boards: Sequence[OpenBoard]) -> None:
    """Settle some of theirs, so that one which cannot be copied leaves the others theirs."""
    try:
        settle(*boards, most=NOTES_AT_ONCE)
    except Exception:
        if len(boards) > 1:
            for board in boards:
                _settle_apart([board])
        else:
            log.exception("board %s cannot be copied", boards[0].id)


def is_due(board: OpenBoard) -> bool:
    if board.dirty_since is None:
        return False
    now = clock.monotonic()
    return now - board.touched_at >= QUIET_SECONDS or now - board.dirty_since >= LONGEST_SECONDS


def settle(*boards: OpenBoard, most: int | None = None) -> None:
    """Bring their copies up to date now, in one unit of work. If it cannot be stored the notes stay due.

    `most`: not all, but so many notes of each board; the rest stays due.
    """
    taken = [(board, *_take_dirty(board, most)) for board in boards]
    try:
        copies = [(board, *_rows(board, note_ids, cluster_ids)) for board, note_ids, cluster_ids in taken]
        with unit_of_work():
            for board, note_ids, _ in copies:
                gone = delete(Note).where(Note.board_id == board.id, Note.id.in_(note_ids))
                db.session.connection().execute(gone)
            if rows := [row for _, _, found in copies for row in found]:
                db.session.connection().execute(insert(Note), rows)
    except BaseException:
        for board, note_ids, cluster_ids in taken:
            board.mark_dirty(note_ids, cluster_ids)
        raise


def _take_dirty(board: OpenBoard, most: int | None) -> tuple[set[str], set[str]]:
    """The notes and clusters that are copied now, and so due no longer."""
    note_ids = set(islice(board.dirty, most))
    cluster_ids, board.dirty_clusters = board.dirty_clusters, set()
    board.dirty = board.dirty - note_ids
    if not board.dirty:
        board.dirty_since = None
    return note_ids, cluster_ids


def _rows(board: OpenBoard, note_ids: set[str], cluster_ids: set[str]) -> tuple[set[str], list[dict[str, object]]]:
    """Which notes are copied anew, those of changed clusters among them, and their rows; what is gone has none."""
    if cluster_ids:
        note_ids = note_ids | {note.id for note in read_notes(board.document) if note.cluster in cluster_ids}
    notes, clusters = notes_of(board.document), read_clusters(board.document)
    read = (plain_note(note_id, values) for note_id, values in plain_ones(notes, sorted(note_ids)).items())
    placed = (settled(note, clusters) for note in read if note is not None)
    return note_ids, [{"board_id": board.id, **copy_of(note, clusters)} for note in placed]
