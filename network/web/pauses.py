"""A page that is being read pauses now and then: between two questions to the database, between two pieces of its text,
and before that is packed. Whoever writes on a board is heard meanwhile, though one process serves all.

Only what is asked for with GET pauses, and nothing inside a unit of work. With PostgreSQL a page waits at each question
anyway; what it has read of SQLite is of one moment, however often it pauses.
"""

from collections.abc import Iterable
from typing import Any

from flask import Flask, Response, has_request_context, request
from sqlalchemy import event

from network.core.db import db, is_writing
from network.core.turn import TURN, Turn

READING = ("GET", "HEAD")
PIECES = 16
"""So many pieces of text between two looks at the clock: a tenth of a millisecond."""


def register(app: Flask) -> None:
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", _before_a_question)
    app.jinja_env.concat = _joined  # type: ignore[method-assign]
    app.after_request(_before_it_is_packed)


def _turn() -> Turn | None:
    """That of the page that is read here, if it has one and may pause."""
    if not has_request_context() or request.method not in READING:
        return None
    turn: Turn | None = request.environ.get(TURN)
    return turn


def _before_a_question(*_facts: Any) -> None:
    _pause_if_long(_turn())


def _before_it_is_packed(answer: Response) -> Response:
    _pause_if_long(_turn())
    return answer


def _pause_if_long(turn: Turn | None) -> None:
    if turn is not None and turn.is_long() and not is_writing():
        turn.pause()


def _joined(pieces: Iterable[str]) -> str:
    """What a template gives, put together. A list is a macro's, and made already."""
    turn = None if isinstance(pieces, list) else _turn()
    if turn is None:
        return "".join(pieces)
    found: list[str] = []
    for number, piece in enumerate(pieces):
        found.append(piece)
        if number % PIECES == 0:
            _pause_if_long(turn)
    return "".join(found)
