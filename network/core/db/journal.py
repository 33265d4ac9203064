"""The journal's own way into the database: many rows in one transaction, beside the loop."""

import sqlite3
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from flask import Flask, current_app
from gevent import get_hub, monkey
from sqlalchemy import Dialect, Engine
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql import Executable

from network.core import clock
from network.core.db import work
from network.core.db.connections import PATIENCE_SECONDS, prepare_sqlite, wait_or_give_up

Row = tuple[Executable, Mapping[str, object]]
"""One statement of SQLAlchemy Core and its values: plain int, str, bytes or None."""


def append_batch(rows: Sequence[Row], *, of: Flask | None = None) -> None:
    """Store `rows`, all or none, through the journal's own connection, in a pool thread.

    `of`: the app whose database it is, for one who is in no application context.

    The one place where a greenlet waits while it holds the write lock: readers go on meanwhile, writers do not.
    Raises DatabaseBusy, or what the database says; nothing is stored then.
    """
    writer: JournalWriter = (of or current_app).extensions["journal_writer"]
    with work.write_lock:
        if monkey.is_module_patched("threading"):
            fault = get_hub().threadpool.apply(_fault_in, (writer, rows))
        else:
            fault = _fault_in(writer, rows)
    if fault is not None:
        raise fault


def _fault_in(writer: "JournalWriter", rows: Sequence[Row]) -> BaseException | None:
    """What kept the rows from being stored. Not raised in the pool's thread: gevent prints such a fault before it tells
    who waits for it, and where that cannot be written, as when the log lies on the full disk, it never tells.
    """
    try:
        writer.store(rows)
    except BaseException as fault:
        return fault
    return None


class JournalWriter:
    """One raw connection, used by one thread at a time (the write lock sees to that)."""

    def __init__(self, engine: Engine, *, side_process: bool) -> None:
        self._engine = engine
        self._side_process = side_process
        self._raw: Any = None
        self._dialect = sqlite.dialect(paramstyle="named") if engine.dialect.name == "sqlite" else engine.dialect

    def store(self, rows: Sequence[Row]) -> None:
        raw = self._raw or self._connect()
        try:
            self._run(raw, rows)
        except BaseException:
            self._undo(raw)
            raise

    def _undo(self, raw: Any) -> None:
        """Let go of the lock first: a cursor that a traceback still holds keeps a closed connection alive."""
        try:
            raw.rollback()
        finally:
            self.close()

    def close(self) -> None:
        if self._raw is not None:
            self._raw.close()
            self._raw = None

    def _connect(self) -> Any:
        arguments, named = self._engine.dialect.create_connect_args(self._engine.url)
        if self._dialect.name == "sqlite":
            named["check_same_thread"] = False
        self._raw = self._engine.dialect.loaded_dbapi.connect(*arguments, **named)
        if self._dialect.name == "sqlite":
            prepare_sqlite(self._raw, side_process=self._side_process)
        return self._raw

    def _run(self, raw: Any, rows: Sequence[Row]) -> None:
        cursor = raw.cursor()
        if self._dialect.name == "sqlite":
            self._begin(cursor)
        for (statement, keys), group in groupby(rows, key=lambda row: (row[0], tuple(row[1]))):
            sql, constants = _sql(statement, keys, self._dialect)
            cursor.executemany(sql, [{**constants, **values} for _, values in group])
        if self._dialect.name == "sqlite":
            cursor.execute("COMMIT")
        else:
            raw.commit()

    @staticmethod
    def _begin(cursor: Any) -> None:
        deadline = clock.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                cursor.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as fault:
                wait_or_give_up(fault, deadline)


@lru_cache(maxsize=256)
def _sql(statement: Executable, keys: tuple[str, ...], dialect: Dialect) -> tuple[str, dict[str, object]]:
    """The statement's text, and the values that stand in the statement itself."""
    compiled = dialect.statement_compiler(
        dialect,
        statement,  # type: ignore[arg-type]
        column_keys=list(keys),
        for_executemany=True,
    )
    return str(compiled), {name: value for name, value in compiled.params.items() if name not in keys}
