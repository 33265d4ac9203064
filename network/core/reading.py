"""One question, one answer: what a page's many parts ask alike is read from the database once a request."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, has_request_context, request_started
from sqlalchemy import event

from network.core.db import db, is_writing

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

_FOUND = "found"


def register(app: Flask) -> None:
    request_started.connect(_forget_of_request, app)


def once(read: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Have `read` give again what it found before in this request, for as long as nothing can have changed.

    Its arguments must be hashable, and nobody changes what it gives. Within a unit of work it always reads; a change
    that is flushed, a commit and a rollback make it read anew. So does the next request, and outside one it always
    does, but for what was `learn`ed.
    """

    @wraps(read)
    def reading(*arguments: Asked.args, **named: Asked.kwargs) -> Answer:
        if is_writing():
            return read(*arguments, **named)
        found: dict[object, Any] = db.session.info.setdefault(_FOUND, {})
        key = (read, arguments, tuple(sorted(named.items())))
        if key in found:
            known: Answer = found[key]
            return known
        answer = read(*arguments, **named)
        if has_request_context():
            found[key] = answer
        return answer

    return reading


def learn(reading: Callable[..., Answer], *arguments: object, answer: Answer) -> None:
    """Have `reading(*arguments)`, a function that reads `once`, give this answer, which came with another question."""
    key = (reading.__wrapped__, arguments, ())  # type: ignore[attr-defined]
    db.session.info.setdefault(_FOUND, {})[key] = answer


def _forget_of_request(_app: Flask, **_facts: object) -> None:
    db.session.info.pop(_FOUND, None)


def _forget(session: Any, *_facts: object) -> None:
    session.info.pop(_FOUND, None)


event.listen(db.session, "after_transaction_end", _forget)
event.listen(db.session, "after_flush", _forget)
