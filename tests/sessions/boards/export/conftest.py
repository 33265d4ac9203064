"""The hall's board, written on."""

from collections.abc import Callable

import pytest

from network.sessions.boards.services import making
from network.sessions.boards.services.opened import open_board
from tests.cast import Hall

Write = Callable[..., str]


@pytest.fixture
def write(hall: Hall) -> Write:
    """`write("anna", "words", column="why")`: a note on the hall's first board; gives its id."""

    def written(name: str, text: str, *, column: str = "why", note_id: str | None = None) -> str:
        board = open_board(hall.board)
        return making.note_step(board, hall.cast.actor(name), text=text, column=column, note_id=note_id)

    return written
