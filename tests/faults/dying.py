"""A program that ends at a point that is named: `python -m tests.faults.dying FOLDER ACT POINT`.

It does one thing to the stored document of the folder and kills itself with -9 there, as a power cut would. Points are
moments of the one transaction of that act: "before BEGIN", "before COMMIT", "after COMMIT", or "before" and the first
words of a statement. An act that never comes to its point exits with 0.
"""

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from network import create_app
from network.core.db import Row, journal
from network.documents import Registry, registry, snapshots
from tests.conftest import settings_for

DOCUMENT = "board:dying"
OPEN = ("BEGIN", "INSERT INTO document_snapshot", "DELETE FROM document_snapshot", "UPDATE document_update",
        "DELETE FROM document_update", "COMMIT")  # fmt: skip
POINTS = [
    *[("open", f"before {sql}") for sql in OPEN],
    ("open", "after COMMIT"),
    ("close", "before COMMIT"),
    ("close", "let go"),
    ("keep", "before INSERT INTO document_snapshot"),
    ("keep", "before COMMIT"),
    ("keep", "after COMMIT"),
    ("write", "before INSERT INTO document_update"),
    ("write", "before COMMIT"),
    ("write", "after COMMIT"),
]


class DyingCursor:
    """The journal's cursor, until a statement that begins so."""

    def __init__(self, cursor: Any, point: str) -> None:
        self._cursor = cursor
        self._when, _, self._words = point.partition(" ")

    def execute(self, sql: str, *given: Any) -> Any:
        return self._do(self._cursor.execute, sql, *given)

    def executemany(self, sql: str, *given: Any) -> Any:
        return self._do(self._cursor.executemany, sql, *given)

    def _do(self, act: Any, sql: str, *given: Any) -> Any:
        if self._when == "before" and sql.startswith(self._words):
            die()
        done = act(sql, *given)
        if self._when == "after" and sql.startswith(self._words):
            die()
        return done


class DyingConnection:
    def __init__(self, raw: Any, point: str) -> None:
        self._raw, self._point = raw, point

    def cursor(self) -> DyingCursor:
        return DyingCursor(self._raw.cursor(), self._point)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(point: str) -> None:
    """Have the program die there."""
    run = journal.JournalWriter._run

    def run_and_die(self: journal.JournalWriter, raw: Any, rows: Sequence[Row]) -> None:
        run(self, DyingConnection(raw, point), rows)

    journal.JournalWriter._run = run_and_die  # type: ignore[method-assign]
    if point == "let go":
        snapshots.compact = lambda *_given: die()  # type: ignore[assignment, return-value]


def store_one_by_one() -> None:
    """A control: what belongs together is stored a row at a time, what is dropped first."""
    store = journal.JournalWriter.store

    def hasty(self: journal.JournalWriter, rows: Sequence[Row]) -> None:
        for row in reversed(rows):
            store(self, [row])

    journal.JournalWriter.store = hasty  # type: ignore[method-assign]


def act(name: str, shared: Registry) -> None:
    """Do it. `open` makes the long journal short, `close` too, `keep` keeps the state, `write` adds a note."""
    from tests.documents.people import BO, Browser  # slow import

    if name == "open":
        shared.open(DOCUMENT)
        return
    snapshots.LONG_JOURNAL = sys.maxsize
    document = shared.open(DOCUMENT)
    if name == "close":
        shared.close(DOCUMENT)
    elif name == "keep":
        shared.states.keep(DOCUMENT, reason="close")
    else:
        bo = Browser()
        bo.hear(document.full())
        update = bo.add("bo-bo-bo-bo-bo-bo-bo-1", "skriven sist")
        shared.take(DOCUMENT, update, author_id=BO, check=lambda _changes: (), rejoining=False, stored=lambda: None)
        shared.journal.flush()


def main(folder: Path, name: str, point: str, *controls: str) -> None:
    if controls:
        store_one_by_one()
    app = create_app(settings_for(folder))
    with app.app_context():
        arm(point)
        act(name, registry())


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
