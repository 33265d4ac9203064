"""A page that is being read pauses now and then: before a question to the database, between two pieces of its text,
and before that is packed. Whoever writes on a board is heard meanwhile, though one process serves all.

Only what is asked for with GET pauses, and nothing inside a unit of work, nor where a context of its own is open, as
where documents are read in. After a pause the page reads on from the moment that it is then, with either database.
"""

from collections.abc import Iterable
from typing import Any

from flask import Flask, Response, g, has_app_context, request
from sqlalchemy import event

from network.core.db import between_questions, db, is_writing
from network.core.turn import TURN, Turn

READING = ("GET", "HEAD")
PIECES = 16
"""So many pieces of text between two looks at the clock: a tenth of a millisecond."""


def register(app: Flask) -> None:
    """Among the first: it begins with what is asked of who is here."""
    app.before_request(_begin)
    app.jinja_env.concat = _joined  # type: ignore[method-assign]


def register_before_packing(app: Flask) -> None:
    """Behind whatever packs the answer, and so before it."""
    app.after_request(_before_it_is_packed)


def _begin() -> None:
    if request.method in READING and TURN in request.environ:
        g.page_turn = request.environ[TURN]


def _turn() -> Turn | None:
    """That of the page that is read here, if there is one."""
    turn: Turn | None = g.get("page_turn") if has_app_context() else None
    return turn


def _before_a_question(*_facts: Any) -> None:
    _pause_if_long(_turn())


def _before_it_is_packed(answer: Response) -> Response:
    _pause_if_long(_turn())
    return answer


def _pause_if_long(turn: Turn | None) -> None:
    if turn is not None and turn.is_long() and not is_writing():
        with between_questions():
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


event.listen(db.session, "do_orm_execute", _before_a_question)
