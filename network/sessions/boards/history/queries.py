"""The times that a board can go back to, and what stood on it then."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from network.core.db import db
from network.core.errors import NotFound
from network.documents import Document, Kept, Unreadable, plain, registry
from network.sessions.boards.history.models import BoardRestoring
from network.sessions.boards.history.rules import Standing, standing
from network.sessions.boards.services.opened import OpenBoard, clusters_of, notes_of

MOST = 24
"""Times that are looked through for the list: what has changed nothing is left out of it."""


@dataclass(frozen=True)
class Moment:
    """A time to go back to. `reason` says what happened then (`words.REASONS`); `count`: the notes that stood there."""

    id: int
    at: datetime
    reason: str
    count: int


_seen: dict[tuple[str, int, int], tuple[int, bytes]] = {}
"""(document, snapshot, time) → how many notes, and a fingerprint of all that is seen: a snapshot never changes."""
_REMEMBERED = 4_000


def begin_anew() -> None:
    _seen.clear()


def moments(board: OpenBoard) -> list[Moment]:
    """Newest first, and only those that differ from what stands there at the next time that is listed, or now.

    One that cannot be read is left out. Of several alike the earliest with a word of its own stands for all.
    """
    found: list[Moment] = []
    later = _fingerprint(standing_now(board.document))
    for kept in registry().states.of(board.document_id)[:MOST]:
        try:
            count, print_ = _look(board, kept)
        except Unreadable:
            continue
        moment = Moment(kept.id, at_of(kept.at_ms), kept.reason, count)
        if print_ != later:
            found.append(moment)
        elif found and kept.reason.startswith("before:") and not found[-1].reason.startswith("before:"):
            found[-1] = moment
        later = print_
    return found


def moment_of(board: OpenBoard, snapshot_id: int) -> tuple[Moment, Standing]:
    """One time, and how the board stood. Raises NotFound, and Unreadable."""
    then = standing(registry().states.contents(board.document_id, snapshot_id))
    kept = next((one for one in registry().states.of(board.document_id) if one.id == snapshot_id), None)
    if kept is None:
        raise NotFound()
    return Moment(kept.id, at_of(kept.at_ms), kept.reason, len(then.shown())), then


def standing_now(document: Document) -> Standing:
    return standing({"notes": plain(notes_of(document)), "clusters": plain(clusters_of(document))})


def at_of(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC)


def is_done(board_id: int, key: str) -> bool:
    """Whether what this form asks for has been done. As stored now: a session may look at what was before."""
    with db.engine.connect() as connection:
        row = db.select(BoardRestoring.key).where(BoardRestoring.board_id == board_id, BoardRestoring.key == key)
        return connection.scalar(row) is not None


def _look(board: OpenBoard, kept: Kept) -> tuple[int, bytes]:
    key = board.document_id, kept.id, kept.at_ms
    if key not in _seen:
        time.sleep(0)  # a large board takes a tenth of a second: others have their turn in between
        then = standing(registry().states.contents(board.document_id, kept.id))
        if len(_seen) >= _REMEMBERED:
            _seen.clear()
        _seen[key] = len(then.shown()), _fingerprint(then)
    return _seen[key]


def _fingerprint(board: Standing) -> bytes:
    drawn = sorted(map(repr, board.shown().values())) + sorted(map(repr, board.clusters.values()))
    return sha256("\n".join(drawn).encode("utf-8", "surrogatepass")).digest()
