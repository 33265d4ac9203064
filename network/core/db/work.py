"""The one unit of work: one writer at a time in the process, nothing waits inside, others hear after the commit."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

import greenlet
from sqlalchemy.exc import OperationalError

from network.core import clock
from network.core.db.base import db
from network.core.db.connections import PATIENCE_SECONDS, WRITES, fold_in, wait_or_give_up

log = logging.getLogger(__name__)

_PENDING = "samling_after_commit"
write_lock = threading.Lock()
TAKE_TURN = f"""
    SET LOCAL lock_timeout = {int(PATIENCE_SECONDS * 1000)};
    SELECT pg_advisory_xact_lock(80738);
    SET LOCAL lock_timeout = 0"""
"""PostgreSQL lets writers of several processes overlap, so that a form sent to two of them finds no trace of itself in
either. There one turn is shared by them all, as SQLite's `BEGIN IMMEDIATE` is; it ends with the transaction."""


class YieldedWhileWriting(RuntimeError):
    """Another greenlet ran inside a unit of work: its changes could have become part of it."""


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
    with write_lock:
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


@contextmanager
def between_questions() -> Iterator[None]:
    """For a reader who lets others go first: meanwhile it reads of no moment, so that nothing is kept for it, and what
    it asks afterwards is answered from then, as PostgreSQL does at each question.

    Raises RuntimeError in a unit of work.
    """
    if is_writing():
        raise RuntimeError("others would see half of a unit of work")
    if not db.session().in_transaction() or not _is_sqlite():
        yield
        return
    cursor = db.session.connection().connection.cursor()
    cursor.execute("ROLLBACK")
    try:
        yield
    finally:
        cursor.execute("BEGIN")
        cursor.close()


def fold_log_now() -> bool:
    """Write SQLite's log into the database file and empty it, between two units of work. Says whether all went in:
    what somebody reads at this moment keeps it back.
    """
    with write_lock:
        return fold_in()


def _is_sqlite() -> bool:
    return bool(db.engine.dialect.name == "sqlite")


def _begin_writing() -> None:
    deadline = clock.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            connection = db.session.connection(execution_options={WRITES: True})
            if not _is_sqlite():
                connection.exec_driver_sql(TAKE_TURN)
            return
        except OperationalError as fault:
            db.session.rollback()
            wait_or_give_up(fault, deadline)


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
