"""Taking what a person's browser did to a board: every act in it is judged before anybody sees it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import bindparam, insert, text, update

from network.access.actor import Actor
from network.access.guard import allows
from network.core import clock
from network.core.db import Row
from network.core.errors import NotAllowed
from network.documents import Change, Refused, Taken, registry
from network.sessions.boards.models import NoteAuthor
from network.sessions.boards.queries import Known
from network.sessions.boards.rules.shape import (
    Judge,
    OffShape,
    Stale,
    TooMany,
    TooManyClusters,
    Touched,
    judge_changes,
)
from network.sessions.boards.services.opened import OpenBoard

WORDS = frozenset({"note.create", "note.edit"})
ADD_AUTHOR = insert(NoteAuthor)
ADD_TYPED = text(
    "INSERT INTO typed_note (board_id, note_id, by_id, at_ms) VALUES (:board_id, :note_id, :by_id, :at_ms)"
    " ON CONFLICT DO NOTHING"
)
MARK_LATE = (
    update(NoteAuthor)
    .where(NoteAuthor.board_id == bindparam("its_board"), NoteAuthor.note_id == bindparam("its_note"))
    .values(is_late=1)
)


def take_update(
    board: OpenBoard, actor: Actor, update: bytes, *, is_rejoining: bool, stored: Callable[[], None]
) -> Touched | None:
    """Apply a person's update to the board; None when it was there already.

    `stored()` is called once it is on the disk. Raises documents.Refused; nothing of the update remains then.
    Source: the one path of an update, docs/protocol.md.
    """
    found: list[Touched] = []
    if board.is_at_rest:
        raise Refused("resync", "the document is begun anew")

    def check(changes: Sequence[Change]) -> Sequence[Row]:
        touched = _judged(board, actor, changes)
        found.append(touched)
        return author_rows(board, actor, touched)

    taken = registry().take(
        board.document_id,
        update,
        author_id=_id_of(actor),
        check=check,
        rejoining=is_rejoining,
        stored=stored,
        may_add=board.growth[_id_of(actor)].may_add,
    )
    if taken is Taken.REPEAT:
        return None
    remember(board, actor, found[0])
    return found[0]


def _judged(board: OpenBoard, actor: Actor, changes: Sequence[Change]) -> Touched:
    try:
        return judge_changes(
            changes,
            columns=board.columns,
            note_count=board.note_count(),
            judge=_judge_here(board, actor),
            clusters=board.cluster_ids,
        )
    except OffShape as fault:
        raise Refused("rule", str(fault)) from fault
    except TooMany as fault:
        raise Refused("full") from fault
    except TooManyClusters as fault:
        raise Refused("clusters") from fault
    except Stale as fault:
        raise Refused("resync", str(fault)) from fault
    except NotAllowed as refusal:
        raise Refused(refusal.reason) from refusal


def _judge_here(board: OpenBoard, actor: Actor) -> Judge:
    """The same for what comes on the shared document itself, where everybody sees which browser it comes from.

    Without names nobody's words may come that way: they go through her own notes (BO-34).
    """
    judge = judge_for(board, actor)

    def judge_here(action: str, note_id: str | None) -> None:
        judge(action, note_id)
        if board.hides_all and action in WORDS:
            raise NotAllowed("nobody")

    return judge_here


def judge_for(board: OpenBoard, actor: Actor) -> Judge:
    """How one sender's acts on this board are judged: by the matrix, with the facts of each note."""

    def judge(action: str, note_id: str | None) -> None:
        if not allows(actor, action, board.note_facts(note_id, _id_of(actor))):
            raise NotAllowed("role" if board.facts().is_open else "closed")
        if action == "note.create" and not board.takes_new_notes():
            raise NotAllowed("alone")

    return judge


def author_rows(board: OpenBoard, actor: Actor, touched: Touched) -> list[Row]:
    """What is stored with the update: who wrote the new notes, and what came late."""
    is_late = 0 if board.facts().is_open else 1
    rows: list[Row] = [
        (
            ADD_AUTHOR,
            {
                "board_id": board.id,
                "note_id": note_id,
                "person_id": _id_of(actor),
                "is_late": is_late,
                "at_ms": clock.now_ms(),
            },
        )
        for note_id in touched.added
    ]
    if is_late:
        rows += [(MARK_LATE, {"its_board": board.id, "its_note": note_id}) for note_id in sorted(touched.reworded)]
    return rows


def typed_rows(board: OpenBoard, note_id: str, typist: Actor | None) -> list[Row]:
    """Who wrote it for its author, if somebody did; nothing where the board does not show names."""
    if typist is None or not board.shows_names:
        return []
    values = {"board_id": board.id, "note_id": note_id, "by_id": _id_of(typist), "at_ms": clock.now_ms()}
    return [(ADD_TYPED, values)]


def remember(board: OpenBoard, actor: Actor, touched: Touched) -> None:
    """Take over in memory what was accepted."""
    is_late = not board.facts().is_open
    for note_id in touched.added:
        board.known[note_id] = Known(_id_of(actor), board.bylines[_id_of(actor)], is_late)
    if is_late:
        for note_id in touched.reworded & board.known.keys():
            board.known[note_id] = replace(board.known[note_id], is_late=True)
    board.mark_dirty(touched.changed | set(touched.added), touched.clusters)


def _id_of(actor: Actor) -> int:
    if actor.person_id is None:
        raise NotAllowed()
    return actor.person_id
