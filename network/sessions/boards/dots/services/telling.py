"""Who hears what of dots: everybody on the board how many have set some, each her own, and the sums once shown."""

from collections.abc import Sequence
from dataclasses import asdict

from network.access.actor import Actor
from network.access.guard import allows
from network.core.db import after_commit, db
from network.live import Connection
from network.sessions.boards.dots import queries
from network.sessions.boards.dots.models import DotRound
from network.sessions.boards.models import Board
from network.sessions.boards.services.opened import OpenBoard, opened
from network.together import Told

WORD = "board:dots"


def on_joining(board: OpenBoard, actor: Actor) -> Sequence[Told]:
    """For somebody who comes to the board; she reads it, so it is hers to know."""
    told = queries.told_to(board.id, actor)
    return [(WORD, asdict(told) if told is not None else None)]


def tell_soon(board: Board, *, also_own_of: int | None = None) -> None:
    """Inside a unit of work: have those on the board told when it is stored, each with what is her own.

    With `also_own_of` a person's own dots have changed and perhaps nothing else: the others hear only of a new count.
    """
    board_id = board.id
    after_commit(lambda: _tell(board_id, also_own_of))


_last: dict[int, dict[str, object]] = {}
"""Board id → what was told to all last: a dot that changes no count is no news to others."""


def begin_anew() -> None:
    _last.clear()


def _tell(board_id: int, only_own_of: int | None) -> None:
    board = db.session.get(Board, board_id)
    thing = opened(board.public_id) if board is not None else None
    dots = queries.latest(board_id)
    if board is None or thing is None:
        return
    told = queries.told_to_all(board, dots) if dots is not None else None
    said = asdict(told) if told is not None else {}
    is_news = _last.get(board_id) != said
    _last[board_id] = said
    for connection in thing.channel:
        if is_news or connection.actor.person_id == only_own_of:
            _tell_one(connection, board, told, dots)


def _tell_one(connection: Connection, board: Board, told: queries.Standing | None, dots: DotRound | None) -> None:
    reader = connection.actor
    may_set = told is not None and not told.shown and allows(reader, "dot.create", board.facts())
    if told is not None and dots is not None and may_set and reader.person_id is not None:
        told = queries.with_own(told, dots, reader.person_id)
    connection.send(WORD, board.public_id, asdict(told) if told is not None else None)
