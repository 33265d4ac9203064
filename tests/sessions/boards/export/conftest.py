"""A board on which somebody wrote, and the ways to write on it."""

from collections.abc import Callable

import pytest
from flask import Flask

from network.sessions.boards.services import making
from network.sessions.boards.services.opened import open_board
from tests.cast import Hall, open_the_hall
from tests.furnished import furnished

Write = Callable[..., str]


@pytest.fixture
def hall(app: Flask) -> Hall:
    app.config["WTF_CSRF_ENABLED"] = False
    return furnished(app, open_the_hall)


@pytest.fixture
def write(hall: Hall) -> Write:
    """`write("anna", "words", column="why")`: a note on the hall's first board; gives its id."""

    def written(name: str, text: str, *, column: str = "why", note_id: str | None = None) -> str:
        board = open_board(hall.board)
        return making.note_step(board, hall.cast.actor(name), text=text, column=column, note_id=note_id)

    return written
