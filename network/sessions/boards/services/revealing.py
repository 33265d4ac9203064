"""Putting on the board what was written alone: stored in one step, then told (BO-15, BO-16).

Asked for when a board stops being written alone and each time somebody's own notes change after that; done beside the
move that asked for it, and again until it is stored. What it has done once it does not do again.
"""

import logging
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from random import SystemRandom
from typing import Any, NamedTuple

from flask import Flask
from pycrdt import Doc, Map
from sqlalchemy import select, update

from network.core import clock
from network.core.db import Row, db, unit_of_work
from network.documents import Document, registry
from network.documents.turns import Turns
from network.jobs import periodic
from network.sessions.boards.models import LATE, Board, OwnNotes, ShownNote
from network.sessions.boards.queries import Known, board_by_public_id, typed_by
from network.sessions.boards.rules.alone import Shown, Step, steps_for
from network.sessions.boards.rules.notes import PlainNote
from network.sessions.boards.rules.positions import position_after
from network.sessions.boards.services import alone
from network.sessions.boards.services.making import note_map
from network.sessions.boards.services.opened import OpenBoard, last_positions, open_board, opened, read_notes
from network.sessions.boards.services.reseeding import reseed_if_due
from network.sessions.boards.services.taking import ADD_AUTHOR, MARK_LATE

log = logging.getLogger(__name__)

JOB = "own notes"
EVERY_SECONDS = 1.0
COUNT_SECONDS = 2.0
"""While a board is written alone its notes are only counted, and no oftener than this."""
NOTE_ID_BYTES = 16
BATCH_SECONDS = 10
"""Without names, what is written after the others' has been shown waits for the end of so many seconds: whoever sees a
note come is not to see when it was written, and what several wrote comes shuffled (BO-34)."""
_turns = Turns()
_shuffle = SystemRandom().shuffle


_counted_at: dict[str, float] = {}
_batches: dict[str, int] = {}
"""Board's public id → the batch in which something was written; it comes when that is over."""
_is_resumed: list[bool] = []


def register(app: Flask) -> None:
    alone.begin_anew()
    _counted_at.clear()
    _batches.clear()
    _is_resumed.clear()
    periodic.every(app, periodic.Job(JOB, EVERY_SECONDS, show_due))


def show_soon(public_id: str) -> None:
    """Have what was written alone on this board shown now. Needs an app context."""
    alone.mark_changed(public_id)
    _counted_at.pop(public_id, None)
    _batches[public_id] = -1
    periodic.wake(JOB)


def _resume() -> None:
    """After a start: boards that may still be written on have what was written alone looked at once more."""
    _is_resumed.append(True)
    since = clock.now() - LATE - LATE
    rows = select(Board.public_id).join(OwnNotes, OwnNotes.board_id == Board.id)
    recent = db.session.scalars(rows.where(Board.closed_at.is_(None) | (Board.closed_at > since)).distinct()).all()
    due = db.session.scalars(select(Board.public_id).where(Board.is_reseed_due)).all()
    for public_id in (*recent, *due):
        alone.mark_changed(public_id)


def show_due() -> None:
    """Bring the counts up to date, and put on each board that is written together what it lacks."""
    if not _is_resumed:
        _resume()
    for public_id in alone.changed_boards():
        try:
            row = board_by_public_id(public_id)
            if row is not None:
                reseed_if_due(row)
            if _was_counted_lately(public_id) or _waits_for_its_batch(public_id):
                continue
            alone.mark_settled(public_id)
            if row is not None:
                bring_over(row)
        except Exception:
            alone.mark_changed(public_id)
            log.exception("own notes of board %s wait", public_id)


def _was_counted_lately(public_id: str) -> bool:
    board, now = opened(public_id), clock.monotonic()
    if board is None or not board.is_alone:
        return False
    if now - _counted_at.get(public_id, -COUNT_SECONDS) < COUNT_SECONDS:
        return True
    _counted_at[public_id] = now
    return False


def _waits_for_its_batch(public_id: str) -> bool:
    board, now = opened(public_id), int(clock.monotonic() // BATCH_SECONDS)
    if board is None or board.is_alone or not board.hides_all:
        return False
    if _batches.setdefault(public_id, now) == now:
        return True
    del _batches[public_id]
    return False


def bring_over(row: Board) -> None:
    """Put on this board what was written alone, unless it still is; count what waits. Waits for the commit.

    Outside a unit of work. Raises DatabaseBusy when it cannot be stored.
    """
    board = open_board(row)
    with _turns.of(board.document_id):
        rows, shown = _stored(board.id)
        own = {one.person_id: _hers(board, one) for one in rows}
        if not board.is_alone:
            there = {note.id: note for note in read_notes(board.document)}
            steps = steps_for(own, shown, there, _shuffle)
            _carry_out(board, steps, there)
            shown.update({step.note.id: Shown(step.note.text, step.note.is_deleted) for step in steps})
        _count(board, rows, own, shown)


def _hers(board: OpenBoard, one: "Stored") -> list[PlainNote]:
    """Her own notes, without any that she gave the id of a note that somebody else wrote."""
    of_others = {note_id for note_id, known in board.known.items() if known.person_id not in (None, one.person_id)}
    return [note for note in read_notes(registry().open(one.document_id)) if note.id not in of_others]


def _carry_out(board: OpenBoard, steps: Sequence[Step], there: Mapping[str, PlainNote]) -> None:
    if not steps:
        return
    ids = [secrets.token_urlsafe(NOTE_ID_BYTES) if step.act == "beside" else step.note.id for step in steps]
    late = {one.person_id: one.late for one in alone.opened_of(board)}
    new = [(step, ids[at]) for at, step in enumerate(steps) if step.act in ("add", "beside")]
    for step, _note_id in new:
        board.learn_byline(step.person_id)
    is_late = {step.note.id for step in steps if step.note.id in late.get(step.person_id, ())}
    stored = board.author_step(
        _writes(board.document, steps, ids, there),
        author_id=None,
        also=_rows(board, steps, new, is_late),
    )
    typed = typed_by(board.id) if new else {}
    for step, note_id in new:
        byline, is_so_late = board.bylines[step.person_id], step.note.id in is_late
        board.known[note_id] = Known(step.person_id, byline, is_so_late, typed.get(note_id, ""))
    board.mark_dirty({*ids})
    if stored:
        board.channel.publish(stored)
        board.channel.tell("notes:known", board.public_id, board.told(ids))
        for step, note_id in new:
            board.tell_writer(step.person_id, [note_id])


class Stored(NamedTuple):
    """Whose own notes there are, and how many of them nobody had seen when they were counted last."""

    id: int
    person_id: int
    document_id: str
    unshown: int


def _stored(board_id: int) -> tuple[list[Stored], dict[str, Shown]]:
    """As stored now: on a connection of its own, since a session may look at what was before the last showing."""
    own = select(OwnNotes.id, OwnNotes.person_id, OwnNotes.document_id, OwnNotes.unshown)
    rows = select(ShownNote.note_id, ShownNote.text, ShownNote.is_deleted).where(ShownNote.board_id == board_id)
    with db.engine.connect() as connection:
        found = connection.execute(own.where(OwnNotes.board_id == board_id).order_by(OwnNotes.id))
        of_people = [Stored(*row) for row in found]
        return of_people, {row.note_id: Shown(row.text, row.is_deleted) for row in connection.execute(rows)}


def _rows(board: OpenBoard, steps: Sequence[Step], new: Sequence[tuple[Step, str]], is_late: set[str]) -> list[Row]:
    at_ms = clock.now_ms()
    rows: list[Row] = []
    for step in steps:
        rows += alone.shown_rows(board.id, step.note)
        if step.act == "reword" and step.note.id in is_late:
            rows.append((MARK_LATE, {"its_board": board.id, "its_note": step.note.id}))
    for step, note_id in new:
        author = {"board_id": board.id, "note_id": note_id, "person_id": step.person_id, "at_ms": at_ms}
        rows.append((ADD_AUTHOR, {**author, "is_late": int(step.note.id in is_late)}))
    return rows


def _writes(
    document: Document, steps: Sequence[Step], ids: Sequence[str], there: Mapping[str, PlainNote]
) -> Callable[["Doc[Any]"], None]:
    last = last_positions(document)

    def change(doc: "Doc[Any]") -> None:
        notes = doc.get("notes", type=Map)
        for step, note_id in zip(steps, ids, strict=True):
            note = step.note
            if step.act in ("add", "beside"):
                last[note.column] = position_after(last.get(note.column), secrets.choice)
                version_of = note.id if step.act == "beside" else note.version_of
                notes[note_id] = note_map(
                    note.text, note.column, last[note.column], hue=note.hue, version_of=version_of
                )
            elif step.act == "reword":
                text = notes[note_id]["text"]
                text.clear()
                text.insert(0, note.text)
            if step.act in ("delete", "restore") or (step.act == "reword" and there[note.id].is_deleted):
                notes[note_id]["deleted"] = note.is_deleted

    return change


def _count(
    board: OpenBoard,
    rows: Sequence[Stored],
    own: Mapping[int, Sequence[PlainNote]],
    shown: Collection[str],
) -> None:
    """How many notes nobody else has seen, for those who may know no more than that."""
    counts = {row.id: sum(not note.is_deleted and note.id not in shown for note in own[row.person_id]) for row in rows}
    changed = {row.id: counts[row.id] for row in rows if row.unshown != counts[row.id]}
    if changed:
        with unit_of_work():
            for row_id, count in changed.items():
                db.session.execute(update(OwnNotes).where(OwnNotes.id == row_id).values(unshown=count))
        for one in alone.opened_of(board):
            one.channel.tell("board:written", one.public_id, sum(counts.values()))
    for one in alone.opened_of(board):
        one.is_dirty = False
