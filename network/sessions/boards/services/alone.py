"""A person's own notes on a board that is written alone: a document that is sent to her own devices and nobody else.

It is made when she joins it first, and lives on behind the board: what she wrote without a network comes here.
"""

import secrets
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from pycrdt import Doc, Map
from sqlalchemy import bindparam, delete, insert, select

from network.access.actor import Actor
from network.access.guard import allows, authorize
from network.access.scopes import Facts
from network.core.db import Row, db, unit_of_work
from network.core.errors import Conflict, NotAllowed
from network.core.language import gettext as _
from network.documents import Change, Document, Refused, Taken, merge_updates, registry
from network.live import Channel, Register
from network.sessions.boards.models import Board, NoteAuthor, OwnNotes, ShownNote
from network.sessions.boards.queries import Known, typed_by
from network.sessions.boards.rules.alone import FOR_ANOTHER_LIMIT, OWN_LIMIT, STILL_QUIET
from network.sessions.boards.rules.authors import Byline
from network.sessions.boards.rules.notes import PlainNote
from network.sessions.boards.rules.positions import position_after
from network.sessions.boards.rules.shape import OffShape, Stale, TooMany, Touched, judge_changes
from network.sessions.boards.rules.topics import Topic, topics
from network.sessions.boards.services.making import NOTE_BYTES, NOTE_ID_BYTES, first_update, hue_of, note_map, usable
from network.sessions.boards.services.opened import OpenBoard, open_board, opened, read_notes
from network.sessions.boards.services.taking import typed_rows
from network.sessions.groups.queries.rounds import phase_key

PREFIX = "own"
DROP_SHOWN = delete(ShownNote).where(
    ShownNote.board_id == bindparam("its_board"), ShownNote.note_id == bindparam("its_note")
)
ADD_SHOWN = insert(ShownNote)


class OpenOwnNotes:
    """One person's own notes in memory. The facts are the board's: who may write there may write here."""

    def __init__(self, board: OpenBoard, row: OwnNotes, byline: Byline) -> None:
        self.id = row.id
        self.person_id = row.person_id
        self.public_id = f"{PREFIX}.{board.public_id}"
        self.document_id = row.document_id
        self.board = board
        self.byline = byline
        self.channel = Channel(f"{self.public_id}:{row.person_id}", merge=merge_updates)
        self.presence = Register(self.channel)
        self.late: set[str] = set()
        self.typed = typed_by(board.id)
        self.is_dirty = False

    @property
    def document(self) -> Document:
        return registry().open(self.document_id)

    def facts(self) -> Facts:
        return replace(self.board.facts(), owner_id=self.person_id)

    def notes(self) -> list[PlainNote]:
        """Those that are not deleted, in order."""
        return [note for note in read_notes(self.document) if not note.is_deleted]

    def topics(self) -> list[Topic]:
        return topics(self.notes(), {})

    def told(self, note_ids: Sequence[str]) -> dict[str, dict[str, object]]:
        """What her page is told of notes of hers, as a board's is of all."""
        known = {
            note_id: Known(self.person_id, self.byline, note_id in self.late, self.typed.get(note_id, ""))
            for note_id in note_ids
        }
        return {note_id: one.told(self.board.names) for note_id, one in known.items()}


_open: defaultdict[str, dict[int, OpenOwnNotes]] = defaultdict(dict)
"""Board's public id → person id → her own notes, if they are in memory."""
_changed: set[str] = set()
"""Public ids of boards with own notes that their board may lack."""


def begin_anew() -> None:
    _open.clear()
    _changed.clear()


def changed_boards() -> set[str]:
    return set(_changed)


def mark_changed(public_id: str) -> None:
    """Own notes of this board are to be looked at: they have changed, or may be shown now."""
    _changed.add(public_id)


def mark_settled(public_id: str) -> None:
    _changed.discard(public_id)


def opened_of(board: OpenBoard) -> list[OpenOwnNotes]:
    return list(_open[board.public_id].values()) if board.public_id in _open else []


def forget(board: OpenBoard) -> None:
    """Nobody has own notes on this board any more: their documents are gone. Devices that are on them come anew."""
    for one in _open.pop(board.public_id, {}).values():
        one.channel.tell("resync", one.public_id, "gone")


def let_go(board: OpenBoard) -> bool:
    """Forget own notes that no device is on; whether any are left in memory."""
    for one in opened_of(board):
        if not one.channel.members and not one.is_dirty:
            _open[board.public_id].pop(one.person_id)
            registry().release(one.document_id)
    if not _open.get(board.public_id):
        _open.pop(board.public_id, None)
    return board.public_id in _open


def open_own_notes(board: Board, actor: Actor) -> OpenOwnNotes:
    """Her own notes on a board that she may read. Needs an app context.

    Raises NotAllowed for somebody who has none and may not write there.
    """
    found = own_notes_of(board, actor)
    if found is not None:
        return found
    authorize(actor, "note.create", board)
    return _opened(board, _make(board, _id_of(actor)))


def take_over(board: Board, person_id: int, notes: Sequence[PlainNote]) -> None:
    """Lay notes that she wrote on the board itself among her own, as they stand there. Waits for the commit.

    Outside a unit of work; done once more it changes nothing.
    """
    own = _opened(board, _row_of(board.id, person_id) or _make(board, person_id))
    there = {note.id: (note.text, note.is_deleted) for note in read_notes(own.document)}
    lacking = [note for note in notes if there.get(note.id) != (note.text, note.is_deleted)]

    def write(doc: "Doc[Any]") -> None:
        kept = doc.get("notes", type=Map)
        for note in lacking:
            kept[note.id] = note_map(note.text, note.column, note.position, hue=note.hue, version_of=note.version_of)
            if note.is_deleted:
                kept[note.id]["deleted"] = True

    also = [row for note in notes for row in shown_rows(board.id, note)]
    stored = registry().author_step(own.document_id, write, author_id=person_id, also=also)
    if stored:
        own.channel.publish(stored)


def shown_rows(board_id: int, note: PlainNote) -> list[Row]:
    """That this note of somebody's own is on the board now, as it is."""
    shown = {"board_id": board_id, "note_id": note.id, "text": note.text.replace("\x00", "")}
    return [
        (DROP_SHOWN, {"its_board": board_id, "its_note": note.id}),
        (ADD_SHOWN, {**shown, "is_deleted": note.is_deleted}),
    ]


def own_notes_of(board: Board, actor: Actor) -> OpenOwnNotes | None:
    """Her own notes on a board, if she has any: looking makes none. Needs an app context."""
    person_id = _id_of(actor)
    found = _open[board.public_id].get(person_id) if board.public_id in _open else None
    if found is not None:
        return found
    row = _row_of(board.id, person_id)
    return _opened(board, row) if row is not None else None


def notes_wait(own: OpenOwnNotes) -> bool:
    """Whether something of hers has been taken that has not been stored or looked at yet."""
    return own.is_dirty or registry().journal.is_waiting(own.document_id)


def has_own_notes(board_id: int, person_id: int | None) -> bool:
    return person_id is not None and _row_of(board_id, person_id) is not None


def comes_late(board: Board, person_id: int | None) -> bool:
    """Whether the others have written alone, the group talks or sorts now, and she has written nothing (BO-17)."""
    of_board = select(OwnNotes.id).where(OwnNotes.board_id == board.id)
    hers = select(NoteAuthor.note_id).where(NoteAuthor.board_id == board.id, NoteAuthor.person_id == person_id)
    if not db.session.scalar(select(of_board.exists() & ~of_board.where(OwnNotes.person_id == person_id).exists())):
        return False
    if db.session.scalar(select(hers.exists())):
        return False
    round_ = board.group.round
    return round_ is not None and phase_key(round_) in STILL_QUIET


def _opened(board: Board, row: OwnNotes) -> OpenOwnNotes:
    while True:
        shared = open_board(board)
        shared.learn_byline(row.person_id)
        made = OpenOwnNotes(shared, row, shared.bylines[row.person_id])
        # While these were read the board may have been let go of, since nobody was on it: another is told what changes.
        if opened(board.public_id) is shared:
            return _open[board.public_id].setdefault(row.person_id, made)


def _row_of(board_id: int, person_id: int) -> OwnNotes | None:
    rows = select(OwnNotes).where(OwnNotes.board_id == board_id, OwnNotes.person_id == person_id)
    return db.session.scalar(rows)


def _make(board: Board, person_id: int) -> OwnNotes:
    board_id = board.id
    with unit_of_work():
        # Two devices of hers at once: the second finds what the first has made.
        row = _row_of(board_id, person_id)
        if row is None:
            row = OwnNotes(board_id=board_id, person_id=person_id, document_id=f"own:{secrets.token_urlsafe(16)}")
            db.session.add(row)
            db.session.flush()
            registry().create(row.document_id, first_update())
    return row


def take_update(
    own: OpenOwnNotes, actor: Actor, update: bytes, *, is_rejoining: bool, stored: Callable[[], None]
) -> Touched | None:
    """Apply what she did on her own notes; None when it was there already. Raises documents.Refused."""
    found: list[Touched] = []

    def check(changes: Sequence[Change]) -> Sequence[Row]:
        found.append(_judged(own, actor, changes))
        return ()

    taken = registry().take(
        own.document_id,
        update,
        author_id=own.person_id,
        check=check,
        rejoining=is_rejoining,
        stored=stored,
        may_add=own.board.growth[own.person_id].may_add,
    )
    if taken is Taken.REPEAT:
        return None
    note_taken(own, found[0])
    return found[0]


def note_step(
    own: OpenOwnNotes,
    actor: Actor,
    *,
    text: str,
    column: str,
    note_id: str | None = None,
    typist: Actor | None = None,
) -> str:
    """Write a note of hers for a browser that sends forms. Waits for the commit; sent again it is not doubled.

    `typist`: who writes it for her.
    Raises Invalid, NotFound, NotAllowed, and Conflict when there is no room.
    """
    text = usable(text, column, own.board.columns)
    authorize(actor, "note.create", own)
    note_id = note_id or secrets.token_urlsafe(NOTE_ID_BYTES)
    notes = read_notes(own.document)
    if note_id in {note.id for note in notes}:
        return note_id
    writer = typist or actor
    most = OWN_LIMIT if typist is None else FOR_ANOTHER_LIMIT
    size = len(text.encode()) + NOTE_BYTES
    if len(notes) >= most or not own.board.growth[writer.person_id or 0].may_add(size):
        raise Conflict(_("This is more than one person can add in an hour. What you wrote is kept here as a draft."))
    last = max((note.position for note in notes if note.column == column), default=None)

    def write(doc: "Doc[Any]") -> None:
        position = position_after(last, secrets.choice)
        if note_id not in doc.get("notes", type=Map):
            doc.get("notes", type=Map)[note_id] = note_map(text, column, position, hue=hue_of(note_id))

    also = typed_rows(own.board, note_id, typist)
    author_id = writer.person_id if typist is None or own.board.shows_names else None
    own.channel.publish(registry().author_step(own.document_id, write, author_id=author_id, also=also))
    if typist is not None and also:
        own.typed[note_id] = typist.name
    note_taken(own, Touched(added=[note_id]))
    own.channel.tell("notes:known", own.public_id, own.told([note_id]))
    return note_id


def note_taken(own: OpenOwnNotes, touched: Touched) -> None:
    """Take over in memory what was accepted, and have the board look at it."""
    if not own.board.facts().is_open:
        own.late |= set(touched.added) | touched.reworded
    own.is_dirty = True
    mark_changed(own.board.public_id)


def _judged(own: OpenOwnNotes, actor: Actor, changes: Sequence[Change]) -> Touched:
    def judge(action: str, _note_id: str | None) -> None:
        if not allows(actor, action, own.facts()):
            raise NotAllowed("role" if own.facts().is_open else "closed")

    try:
        touched = judge_changes(changes, columns=own.board.columns, note_count=0, judge=judge)
    except OffShape as fault:
        raise Refused("rule", str(fault)) from fault
    except Stale as fault:
        raise Refused("resync", str(fault)) from fault
    except TooMany as fault:
        raise Refused("full") from fault
    except NotAllowed as refusal:
        raise Refused(refusal.reason) from refusal
    if touched.added and len(read_notes(own.document)) > OWN_LIMIT:
        raise Refused("full")
    return touched


def _id_of(actor: Actor) -> int:
    if actor.person_id is None:
        raise NotAllowed()
    return actor.person_id
