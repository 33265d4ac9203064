"""How a connection to the database is set up, how long it waits, and how SQLite's log is folded in at the end."""

import logging
import time
from typing import Any

from flask import Flask
from sqlalchemy import Connection

from network.core import clock
from network.core.db.base import db

log = logging.getLogger(__name__)

BUSY_MS = 100
PATIENCE_SECONDS = 2.0
NO_ROOM = ("database or disk is full", "disk I/O error", "No space left on device")
"""How SQLite and PostgreSQL say that the disk takes no more. The second is also a disk that fails, and a quota."""
WRITES = "samling_writes"
"""The option of a connection that says so before its transaction begins."""


class DatabaseBusy(Exception):
    """Somebody outside this process held the database longer than anybody should wait. Nothing was changed."""


def is_out_of_room(fault: BaseException) -> bool:
    """Whether the database could not store something because the disk takes no more."""
    return any(words in str(fault) for words in NO_ROOM)


def prepare_sqlite(raw: Any, *, side_process: bool) -> None:
    raw.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_MS}",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "temp_store=MEMORY",
        "secure_delete=ON",
    ):
        raw.execute(f"PRAGMA {pragma}")
    if side_process:
        raw.execute("PRAGMA wal_autocheckpoint=0")


def begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITES) else "BEGIN")


def wait_or_give_up(fault: Exception, deadline: float) -> None:
    if "locked" not in str(fault) or clock.monotonic() > deadline:
        raise DatabaseBusy(str(fault)) from fault
    time.sleep(0.02)


def fold_log(app: Flask) -> bool:
    """Write SQLite's log into the database file, so that a copy of that file alone is whole. Says whether all went in.

    For an orderly stop: what somebody outside still reads stays in the log, and the next start finds it there.
    """
    with app.app_context():
        is_folded = fold_in()
    if not is_folded:
        log.warning("somebody else reads the database: its log was not folded in")
    return is_folded


def fold_in() -> bool:
    """The same, whoever else writes: for one who holds the write lock. Inside an app context."""
    if db.engine.dialect.name != "sqlite":
        return True
    with db.engine.connect() as connection:
        busy, *_pages = connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
