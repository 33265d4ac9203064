"""How often a test's database is asked, and what."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from network.core.db import db


@contextmanager
def statements() -> Iterator[list[str]]:
    """What the database of the app at hand is given inside the block, in order."""
    given: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        given.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield given
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
