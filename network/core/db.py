"""The database: its connections, the one unit of work, and the journal's own way in.

The rules of this file (each has a test): one writer at a time in the process; a writing transaction begins as one
(`BEGIN IMMEDIATE`); nothing waits inside it; what others shall hear leaves after the commit.
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

import greenlet
from flask import Flask, current_app
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from gevent import get_hub, monkey
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, TypeDecorator, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.sql import Executable

from network.core import clock
from network.core.settings import ROOT

Row = tuple[Executable, Mapping[str, object]]
"""One statement of SQLAlchemy Core and its values: plain int, str, bytes or None."""

log = logging.getLogger(__name__)

BUSY_MS = 100
PATIENCE_SECONDS = 2.0
_WRITES = "samling_writes"
_PENDING = "samling_after_commit"
_write_lock = threading.Lock()


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class DatabaseBusy(Exception):
    """Somebody outside this process held the database longer than anybody should wait. Nothing was changed."""


class YieldedWhileWriting(RuntimeError):
    """Another greenlet ran inside a unit of work: its changes could have become part of it."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a zone")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def register(app: Flask, *, side_process: bool = False) -> None:
    """Bind the database to `app`. A side process (an operator's command) never checkpoints SQLite's log."""
    settings = app.extensions["settings"]
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {} if settings.is_sqlite else {"pool_pre_ping": True, "pool_size": 10}
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"))
    with app.app_context():
        engine = db.engine
        if settings.is_sqlite:
            event.listen(engine, "connect", lambda raw, _: _prepare_sqlite(raw, side_process=side_process))
            event.listen(engine, "begin", _begin_sqlite)
        app.extensions["journal_writer"] = _JournalWriter(engine, side_process=side_process)


def _prepare_sqlite(raw: Any, *, side_process: bool) -> None:
    raw.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_MS}",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "temp_store=MEMORY",
    ):
        raw.execute(f"PRAGMA {pragma}")
    if side_process:
        raw.execute("PRAGMA wal_autocheckpoint=0")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(_WRITES) else "BEGIN")


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Store all of it or none of it, then tell those who wait for the result.

    What the request has read so far is let go first: read it again inside, since somebody may have changed it.
    Raises DatabaseBusy when another process writes for more than PATIENCE_SECONDS, and YieldedWhileWriting
    (SQLite) when something inside gave the word to another greenlet.
    """
    info = db.session.info
    if _PENDING in info:
        raise RuntimeError("a unit of work is already open")
    db.session.rollback()
    with _write_lock:
        actions: list[Callable[[], None]] = []
        info[_PENDING] = actions
        try:
            _begin_writing()
            with no_yield() if _is_sqlite() else nullcontext(_nothing) as check:
                yield
                check()
                db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        finally:
            del info[_PENDING]
    for action in actions:
        _tell(action)


def _tell(action: Callable[[], None]) -> None:
    """What is stored is stored: a listener that fails must neither make it look undone nor silence the others."""
    try:
        action()
    except Exception:
        log.exception("somebody could not be told what was stored")


def after_commit(action: Callable[[], None]) -> None:
    """Have `action` done when the open unit of work is stored, and never if it fails.

    Raises RuntimeError outside a unit of work.
    """
    pending: list[Callable[[], None]] | None = db.session.info.get(_PENDING)
    if pending is None:
        raise RuntimeError("no unit of work is open")
    pending.append(action)


def is_writing() -> bool:
    """Whether a unit of work is open here."""
    return _PENDING in db.session.info


def _is_sqlite() -> bool:
    return bool(db.engine.dialect.name == "sqlite")


def _begin_writing() -> None:
    deadline = clock.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            db.session.connection(execution_options={_WRITES: True})
            return
        except OperationalError as fault:
            db.session.rollback()
            _wait_or_give_up(fault, deadline)


def _wait_or_give_up(fault: Exception, deadline: float) -> None:
    if "locked" not in str(fault) or clock.monotonic() > deadline:
        raise DatabaseBusy(str(fault)) from fault
    time.sleep(0.02)


@contextmanager
def no_yield() -> Iterator[Callable[[], None]]:
    """Hand out a check that raises YieldedWhileWriting if this greenlet has let another one run since.

    A tracer costs only when greenlets switch, and here none may.
    """
    mine = greenlet.getcurrent()
    left: list[str] = []

    def watch(_event: str, switched: tuple[greenlet.greenlet, greenlet.greenlet]) -> None:
        if switched[0] is mine:
            frame = mine.gr_frame
            left.append(f"{frame.f_code.co_filename}:{frame.f_lineno}" if frame else "?")

    def check() -> None:
        if left:
            raise YieldedWhileWriting(f"another greenlet ran, first from {left[0]}")

    before = greenlet.settrace(watch)
    try:
        yield check
    finally:
        greenlet.settrace(before)


def _nothing() -> None:
    """PostgreSQL's driver gives way while it waits; there the lock alone keeps writers apart."""


def append_batch(rows: Sequence[Row]) -> None:
    """Store `rows`, all or none, through the journal's own connection, in a pool thread.

    The one place where a greenlet waits while it holds the write lock: readers go on meanwhile, writers do not.
    Raises DatabaseBusy, or what the database says; nothing is stored then.
    """
    writer: _JournalWriter = current_app.extensions["journal_writer"]
    with _write_lock:
        if monkey.is_module_patched("threading"):
            get_hub().threadpool.apply(writer.store, (rows,))
        else:
            writer.store(rows)


class _JournalWriter:
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
            _prepare_sqlite(self._raw, side_process=self._side_process)
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
                _wait_or_give_up(fault, deadline)


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
