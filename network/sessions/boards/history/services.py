"""Putting back a board or a note of it: one step that the server stores and all browsers are told (BO-41 to BO-43)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc, Map
from sqlalchemy import insert

from network.access.actor import Actor
from network.core import clock
from network.core.audit import audit
from network.core.db import Row, unit_of_work
from network.core.errors import Conflict, NotFound
from network.core.language import gettext as _
from network.documents.limits import Limits
from network.documents.turns import Turns
from network.sessions.boards.history import telling
from network.sessions.boards.history.models import BoardRestoring
from network.sessions.boards.history.queries import is_done, moment_of, standing_now
from network.sessions.boards.rules.notes import PlainCluster, PlainNote
from network.sessions.boards.rules.shape import NOTE_LIMIT
from network.sessions.boards.services import projection
from network.sessions.boards.services.making import NOTE_BYTES
from network.sessions.boards.services.opened import OpenBoard

ADD_RESTORING = insert(BoardRestoring)
WHOLE, ONE = "restore", "note"
"""Why the state before is kept."""
Written = Callable[["Doc[Any]"], None]
_turns = Turns()


@dataclass(frozen=True)
class Cost:
    """What is written once more, and whether a deleted note takes a place on the board again."""

    notes: Sequence[PlainNote]
    comes_back: bool = False


def put_board_back(board: OpenBoard, actor: Actor, *, key: str, snapshot_id: int) -> None:
    """Have the whole board stand as it did then. What came since is marked as deleted, never taken out. Waits.

    Raises NotFound for a time that is not kept, Conflict while it is written alone and when there is no room.
    """
    moment, then = moment_of(board, snapshot_id)
    now = standing_now(board.document)
    back = [note for note_id, note in then.shown().items() if note_id in now.notes]
    changed = [note for note in back if note != now.notes[note.id]]

    def write(doc: "Doc[Any]") -> None:
        notes, clusters = doc.get("notes", type=Map), doc.get("clusters", type=Map)
        for cluster_id, cluster in then.clusters.items():
            if cluster_id in clusters:
                _put_cluster(clusters[cluster_id], cluster)
        shown = then.shown()
        for note_id in notes:
            if note_id in shown:
                _put_note(notes[note_id], shown[note_id])
            elif notes[note_id]["deleted"] is not True:
                notes[note_id]["deleted"] = True

    to_ms = int(moment.at.timestamp() * 1000)
    if _carry_out(board, actor, key, write, Cost(changed), to_ms=to_ms, keep=WHOLE):
        telling.tell(board, actor, moment.at)


def put_note_back(board: OpenBoard, actor: Actor, *, key: str, note_id: str, snapshot_id: int | None) -> None:
    """Have one note stand as it did then, or just undo that it was deleted where no time is said. Waits.

    Raises NotFound for a note or a time that is not there, Conflict as `put_board_back` does.
    """
    moment, then = moment_of(board, snapshot_id) if snapshot_id is not None else (None, standing_now(board.document))
    now = standing_now(board.document)
    before = then.notes.get(note_id)
    if before is None or note_id not in now.notes or (moment is not None and before.is_deleted):
        raise NotFound()
    cost = Cost([before] if before != now.notes[note_id] else [], comes_back=now.notes[note_id].is_deleted)

    def write(doc: "Doc[Any]") -> None:
        note = doc.get("notes", type=Map)[note_id]
        if moment is not None:
            _put_note(note, before)
        elif note["deleted"] is not False:
            note["deleted"] = False

    to_ms = int(moment.at.timestamp() * 1000) if moment is not None else None
    _carry_out(board, actor, key, write, cost, to_ms=to_ms, note_id=note_id, keep=ONE if moment is not None else "")


def deleted_notes(board: OpenBoard) -> list[PlainNote]:
    """What has been deleted and can be fetched back: it stays in the document for as long as the board is kept."""
    return [note for note in standing_now(board.document).notes.values() if note.is_deleted and note.text.strip()]


def _carry_out(
    board: OpenBoard,
    actor: Actor,
    key: str,
    write: Written,
    cost: Cost,
    *,
    to_ms: int | None,
    note_id: str | None = None,
    keep: str,
) -> bool:
    """Whether it has changed anything. What is refused, done already or not stored is not counted as her writing."""
    if board.is_alone:
        raise Conflict(_("Each writes for herself now. Put back when the group goes on."))
    if board.hides_all:
        raise Conflict(_("Nobody sees who writes here. What somebody has changed or deleted is hers to put back."))
    # The same form twice at once: the second is answered when the first is stored.
    with _turns.of(f"{board.document_id} {key}"):
        if is_done(board.id, key):
            return False
        size_bytes = _room_for(board, cost)
        growth = board.growth[actor.person_id or 0]
        if size_bytes and not growth.may_add(size_bytes):
            raise Conflict(_("This is more than one person can add in an hour. Try again later."))
        row: Row = (
            ADD_RESTORING,
            {
                "board_id": board.id,
                "key": key,
                "note_id": note_id,
                "by_id": actor.person_id,
                "to_ms": to_ms,
                "at_ms": clock.now_ms(),
            },
        )
        try:
            stored = board.author_step(write, author_id=actor.person_id, also=[row], keep=keep)
        except BaseException:
            growth.give_back(size_bytes)
            raise
    if stored:
        _tell(board, actor, stored, note_id)
    return bool(stored)


def _tell(board: OpenBoard, actor: Actor, stored: bytes, note_id: str | None) -> None:
    board.mark_dirty({note_id} if note_id else set(standing_now(board.document).notes))
    board.channel.publish(stored)
    with unit_of_work():
        audit(actor.person_id, "history.create", "board", board.id, whole=note_id is None)
    projection.settle(board)


def _room_for(board: OpenBoard, cost: Cost) -> int:
    """The bytes that it takes: what is put back is written once more. Raises Conflict when the board is full."""
    size_bytes = sum(len(note.text.encode("utf-8", "surrogatepass")) + NOTE_BYTES for note in cost.notes)
    is_full = cost.comes_back and len(standing_now(board.document).shown()) >= NOTE_LIMIT
    if is_full or board.document.size_bytes() + size_bytes > Limits().document:
        raise Conflict(_("The board is full. Delete some notes first."))
    return size_bytes


def _put_note(note: "Map[Any]", was: PlainNote) -> None:
    """Change what differs: nothing is replaced by another object (BO-2)."""
    _reword(note["text"], was.text)
    fields: Mapping[str, object] = {
        "place": [was.column, was.position],
        "hue": was.hue,
        "cluster": was.cluster,
        "deleted": False,
    }
    _set(note, fields)


def _put_cluster(cluster: "Map[Any]", was: PlainCluster) -> None:
    _reword(cluster["title"], was.title)
    _set(cluster, {"place": [was.column, was.position]})


def _reword(text: Any, words: str) -> None:
    if str(text) != words:
        text.clear()
        text.insert(0, words)


def _set(thing: "Map[Any]", fields: Mapping[str, object]) -> None:
    for name, value in fields.items():
        if _plain(thing[name]) != value:
            thing[name] = value


def _plain(value: object) -> object:
    return list(value) if isinstance(value, list | tuple) else value
