"""Making a board, opening, closing and sharing it, and writing a note from a form."""

import secrets
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from pycrdt import Doc, Map, Text

from network.access.actor import Actor
from network.core import clock
from network.core.audit import audit_all
from network.core.db import after_commit, db
from network.core.errors import Conflict, Invalid, NotFound
from network.core.language import gettext as _
from network.core.signals import board_changed
from network.documents import registry
from network.documents.turns import Turns
from network.sessions.boards.models import Board, BoardColumn
from network.sessions.boards.rules.positions import position_after
from network.sessions.boards.rules.shape import HUES, NOTE_LIMIT, TEXT_LIMIT, Touched
from network.sessions.boards.services.opened import OpenBoard, last_positions
from network.sessions.boards.services.taking import author_rows, judge_for, remember, typed_rows
from network.sessions.gatherings.rules.names import NamesLevel
from network.sessions.groups.models import BreakoutGroup

ID_BYTES = 12
NOTE_ID_BYTES = 16
NOTE_BYTES = 200
"""What a note takes besides its words, about."""
_turns = Turns()


@dataclass(frozen=True)
class Column:
    """One question of a new board. `key` is its name for ever."""

    key: str
    title: str
    prompt: str


def create_board(
    actor_id: int | None,
    group: BreakoutGroup,
    *,
    title: str,
    question: str,
    columns: Sequence[Column],
    template: str = "",
    help: str = "",
    is_open: bool = True,
    content: bytes | None = None,
    names: NamesLevel = NamesLevel.NAMES,
) -> Board:
    """A new board for a group, with its empty document. One that is not open yet is read, and written on later.

    `content` is the document's first update where it is not to be empty; who wrote its notes is for the caller to say.
    Raises Invalid without columns or with one key twice.
    """
    board = new_board(group, title, question, columns, template=template, help=help, is_open=is_open, names=names)
    store_new(actor_id, [board], content=content)
    return board


def new_board(
    group: BreakoutGroup,
    title: str,
    question: str,
    columns: Sequence[Column],
    *,
    template: str,
    help: str,
    is_open: bool,
    names: NamesLevel,
) -> Board:
    """The same, not stored yet: for `store_new`."""
    if not columns or len({column.key for column in columns}) != len(columns):
        raise Invalid("columns")
    public_id = secrets.token_urlsafe(ID_BYTES)
    return Board(
        public_id=public_id,
        document_id=f"board:{public_id}",
        gathering_id=group.gathering_id,
        group=group,
        title=title,
        question=question,
        opened_at=clock.now() if is_open else None,
        template=template,
        help=help,
        names=names,
        columns=[
            BoardColumn(key=column.key, title=column.title, prompt=column.prompt, position=position)
            for position, column in enumerate(columns)
        ],
    )


def store_new(actor_id: int | None, boards: Sequence[Board], *, content: bytes | None = None) -> None:
    """Store boards of `new_board`, with their documents, all at once: a hall has sixty."""
    if not boards:
        return
    db.session.add_all(boards)
    db.session.flush()
    registry().create_all({board.document_id: content or first_update() for board in boards})
    audit_all(actor_id, "board.create", "board", [board.id for board in boards])


def first_update() -> bytes:
    """The empty board. It is made once, stored, and never made again."""
    doc: Doc[Any] = Doc()
    doc["notes"] = Map()
    doc["clusters"] = Map()
    return doc.get_update()


def close_board(actor_id: int | None, board: Board) -> None:
    """Nobody writes any more, save what was under way: LATE says for how long. The state at the close is kept.

    Raises Conflict when it is closed already.
    """
    if not board.is_open:
        raise Conflict()
    close_all(actor_id, [board])


def close_all(actor_id: int | None, boards: Sequence[Board]) -> None:
    """Close those of them that are open."""
    are_open = [board for board in boards if board.is_open]
    for board in are_open:
        board.closed_at = clock.now()
    document_ids = [board.document_id for board in are_open]
    after_commit(lambda: registry().states.keep(*document_ids, reason="close"))
    changed(actor_id, are_open, "board.close")


def reopen_board(actor_id: int | None, board: Board) -> None:
    """Let the group write: again, or for the first time. Raises Conflict when it is open."""
    if board.is_open:
        raise Conflict()
    reopen_all(actor_id, [board])


def reopen_all(actor_id: int | None, boards: Sequence[Board]) -> None:
    """Open those of them that are not open."""
    are_closed = [board for board in boards if not board.is_open]
    for board in are_closed:
        board.opened_at, board.closed_at = board.opened_at or clock.now(), None
    changed(actor_id, are_closed, "board.open")


def share_board(actor_id: int | None, board: Board) -> None:
    """Let the network's delegates, coordinators and lead read the board."""
    board.shared_at = clock.now()
    changed(actor_id, [board], "board.share")


def changed(actor_id: int | None, boards: Sequence[Board], action: str) -> None:
    """Note in the audit log what was done to these boards, and have those on them told."""
    if not boards:
        return
    db.session.flush()
    audit_all(actor_id, action, "board", [board.id for board in boards])
    for board in boards:
        board_changed.send(board_id=board.id)


def note_step(
    board: OpenBoard,
    actor: Actor,
    *,
    text: str,
    column: str,
    note_id: str | None = None,
    typist: Actor | None = None,
) -> str:
    """Write a note for somebody whose browser sends forms: stored first, then told. Waits for the commit.

    Opens no unit of work: the document's journal does. With a `note_id` it can be sent again without doubling.
    `typist`: who writes it for the actor, who is its author all the same.
    Raises Invalid for the text, NotFound for the column, NotAllowed, Conflict when the board is full.
    """
    text = usable(text, column, board.columns)
    judge_for(board, actor)("note.create", None)
    board.learn_byline(actor.person_id)
    note_id = note_id or secrets.token_urlsafe(NOTE_ID_BYTES)
    # The same form twice at once: the second is answered when the first is stored, and tries itself when that failed.
    with _turns.of(f"{board.document_id} {note_id}"):
        if note_id not in board.known:
            _write_note(board, actor, text=text, column=column, note_id=note_id, typist=typist)
    return note_id


def usable(text: str, column: str, columns: Set[str]) -> str:
    """The words of a form as a note takes them. Raises Invalid for the text, NotFound for the column."""
    text = text.replace("\x00", "").strip()
    if not text or len(text) > TEXT_LIMIT:
        raise Invalid("text")
    if column not in columns:
        raise NotFound()
    return text


def note_map(text: str, column: str, position: str, *, hue: str, version_of: str | None = None) -> "Map[Any]":
    """A note as it lies in the shared document."""
    return Map(
        {
            "text": Text(text),
            "place": [column, position],
            "hue": hue,
            "cluster": None,
            "deleted": False,
            "version_of": version_of,
        }
    )


def hue_of(note_id: str) -> str:
    """A colour for a note whose writer chose none; the same each time."""
    return sorted(HUES)[sum(note_id.encode()) % len(HUES)]


def _write_note(board: OpenBoard, actor: Actor, *, text: str, column: str, note_id: str, typist: Actor | None) -> None:
    writer = typist or actor
    if board.note_count() >= NOTE_LIMIT:
        raise Conflict(_("The board is full. Delete some notes first."))
    if not board.growth[writer.person_id or 0].may_add(len(text.encode()) + NOTE_BYTES):
        raise Conflict(_("This is more than one person can add in an hour. What you wrote is kept here as a draft."))
    touched = Touched(added=[note_id])
    rows = [*author_rows(board, actor, touched), *typed_rows(board, note_id, typist)]
    remember(board, actor, touched)
    if typist is not None and board.shows_names:
        board.known[note_id] = replace(board.known[note_id], typed_by=typist.name)
    try:
        stored = board.author_step(
            _writes(board, note_id, text, column),
            author_id=writer.person_id if typist is None or board.shows_names else None,
            also=rows,
        )
    except BaseException:
        del board.known[note_id]
        raise
    board.mark_dirty({note_id})  # again: a slow commit may have outlasted the copying of what `remember` marked
    board.channel.publish(stored)
    board.channel.tell("notes:known", board.public_id, board.told([note_id]))
    board.tell_writer(actor.person_id, [note_id])


def _writes(board: OpenBoard, note_id: str, text: str, column: str) -> Callable[[Doc[Any]], None]:
    def change(doc: Doc[Any]) -> None:
        notes = doc.get("notes", type=Map)
        last = last_positions(board.document).get(column)
        notes[note_id] = note_map(text, column, position_after(last, secrets.choice), hue=hue_of(note_id))

    return change
