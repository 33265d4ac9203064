"""Those on a board are told which photos lie under it: beside the document, like who wrote a note (decision 0004)."""

from collections.abc import Sequence

from network.access.actor import Actor
from network.core.db import after_commit
from network.sessions.boards.models import Board
from network.sessions.boards.queries import photos_of
from network.sessions.boards.services.opened import OpenBoard, opened
from network.together import Told

WORD = "board:photos"


def on_joining(board: OpenBoard, actor: Actor) -> Sequence[Told]:
    """For somebody who comes to the board; she reads it, so its photos are hers to see."""
    if board.photos is None:
        facts = _facts(board.id)
        board.photos = facts if board.photos is None else board.photos  # reading waits: a change may have come
    return [(WORD, board.photos)]


def tell_soon(board: Board) -> None:
    """Inside a unit of work: have those on the board told when it is stored."""
    board_id, public_id = board.id, board.public_id
    after_commit(lambda: _tell(board_id, public_id))


def _tell(board_id: int, public_id: str) -> None:
    board = opened(public_id)
    if board is not None:
        board.photos = _facts(board_id)
        board.channel.tell(WORD, public_id, board.photos)


def _facts(board_id: int) -> list[dict[str, str]]:
    return [{"id": photo.public_id, "alt": photo.alt} for photo in photos_of(board_id)]
