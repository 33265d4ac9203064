"""The journal: what was accepted is stored, all documents together, and only then acknowledged."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence

from gevent import GreenletExit

from network.core.db import Row

log = logging.getLogger(__name__)

GAP_SECONDS = 0.014
"""Between two commits: on a busy day so many updates share one. An acknowledgement waits so long at most, and twenty
milliseconds are what it may take; a commit costs as much as taking an update does.
"""
BATCH = 1_000
FIRST_PAUSE_SECONDS = 0.1
LAST_PAUSE_SECONDS = 5.0

NEVER_STORABLE = ("IntegrityError", "DataError", "ProgrammingError", "NotSupportedError", "TypeError", "OverflowError")
"""Faults that a second attempt does not mend, by the names that every database driver gives them."""


class Entry:
    """One accepted update with what belongs in the same commit. Without rows it only waits for its turn.

    `clients` ties new client ids, `rows` is the update, `extras` are the checker's. `is_shown`: the open document
    has the update already. `stored` is called after the commit. `refused` stands on what the server writes
    itself: it is told when its rows can never be stored, and nothing of the entry is then.
    """

    __slots__ = (
        "client",
        "clients",
        "document_id",
        "extras",
        "is_shown",
        "person_id",
        "refused",
        "rows",
        "stored",
        "update",
    )

    def __init__(
        self,
        document_id: str,
        *,
        stored: Callable[[], None],
        update: bytes = b"",
        client: int | None = None,
        person_id: int | None = None,
        is_shown: bool = True,
        clients: Sequence[Row] = (),
        rows: Sequence[Row] = (),
        extras: Sequence[Row] = (),
        refused: Callable[[Exception], None] | None = None,
    ) -> None:
        self.document_id = document_id
        self.update = update
        self.client = client
        self.person_id = person_id
        self.is_shown = is_shown
        self.clients = clients
        self.rows = rows
        self.extras = extras
        self.stored = stored
        self.refused = refused


class Journal:
    """Stores entries in the order in which they were added, each once.

    `append` stores rows, all or none. With `wake` None each entry is stored at once; `background()` gives a wake that
    leaves it to a greenlet of its own. `fault` says why nothing can be stored at the moment.
    """

    def __init__(
        self, append: Callable[[Sequence[Row]], None], *, wake: Callable[["Journal"], None] | None = None
    ) -> None:
        self._append = append
        self._wake = wake or _store_now
        self._waiting: list[Entry] = []
        self._documents: Counter[str] = Counter()
        self._one_at_a_time = threading.Lock()
        self.fault: BaseException | None = None

    def add(self, entry: Entry) -> None:
        self._waiting.append(entry)
        self._documents[entry.document_id] += 1
        self._wake(self)

    def is_waiting(self, document_id: str) -> bool:
        """Whether something of this document is accepted and not yet stored."""
        return self._documents[document_id] > 0

    def waiting(self, document_id: str) -> list[Entry]:
        """What of this document is accepted, has an update, and is not stored yet."""
        return [entry for entry in self._waiting if entry.document_id == document_id and entry.update]

    @property
    def is_background(self) -> bool:
        """Whether entries are stored by and by, not at once."""
        return self._wake is not _store_now

    @property
    def length(self) -> int:
        return len(self._waiting)

    def withdraw(self, entry: Entry) -> bool:
        """Take back an entry; False when it is stored already."""
        with self._one_at_a_time:
            if entry not in self._waiting:
                return False
            self._waiting.remove(entry)
            self._forget(entry)
            return True

    def commit(self) -> bool:
        """Store what waits, in one transaction, and tell those who wait for it. False when that failed.

        After a failure everything waits on in its order: nothing is told, nothing is stored twice.
        """
        with self._one_at_a_time:
            batch = self._waiting[:BATCH]
            if not batch:
                return True
            try:
                self._store(batch)
            except Exception as fault:
                if self.fault is None:
                    log.warning("the journal cannot be stored: %s", fault)
                self.fault = fault
                return False
            self.fault = None
            del self._waiting[: len(batch)]
            for entry in batch:
                self._forget(entry)
        for entry in batch:
            _tell(entry.stored)
        return True

    def flush(self, *, patience_seconds: float = 5.0) -> bool:
        """Store everything, for a shutdown. False when it could not be done in time."""
        deadline = time.monotonic() + patience_seconds
        while self._waiting:
            if not self.commit():
                if time.monotonic() > deadline:
                    return False
                time.sleep(FIRST_PAUSE_SECONDS)
        return True

    def _store(self, batch: list[Entry]) -> None:
        try:
            # Alike statements side by side: the database then takes each kind in one call.
            clients = [row for entry in batch for row in entry.clients]
            rows = [row for entry in batch for row in entry.rows]
            extras = [row for entry in batch for row in entry.extras]
            self._append_rows([*clients, *rows, *extras])
        except Exception as fault:
            if not _is_never_storable(fault):
                raise
            self._store_one_by_one(batch)

    def _store_one_by_one(self, batch: list[Entry]) -> None:
        """Find the entry that no attempt can store, so that it does not hold up every other board."""
        for done, entry in enumerate(list(batch)):
            try:
                self._store_alone(entry)
            except Exception:
                del batch[done:]
                if not batch:
                    raise
                return

    def _store_alone(self, entry: Entry) -> None:
        try:
            self._append_rows([*entry.clients, *entry.rows, *entry.extras])
        except Exception as fault:
            if not _is_never_storable(fault):
                raise
            log.exception("rows of document %s can never be stored", entry.document_id)
            if entry.refused:
                entry.stored = _with(entry.refused, fault)
            else:
                # Others have seen the update and build on it: it must stay, whatever becomes of the rows beside it.
                self._append_rows([*entry.clients, *entry.rows])

    def _append_rows(self, rows: Sequence[Row]) -> None:
        if rows:
            self._append(rows)

    def _forget(self, entry: Entry) -> None:
        self._documents[entry.document_id] -= 1
        if not self._documents[entry.document_id]:
            del self._documents[entry.document_id]


def background() -> Callable[[Journal], None]:
    """A wake that stores in a greenlet: at once when it is quiet, every GAP_SECONDS when it is busy.

    Needs gevent's patched threads: a real thread would change documents while the loop does.
    """
    called = threading.Event()
    threads: list[threading.Thread] = []

    def wake(journal: Journal) -> None:
        if not threads:
            threads.append(threading.Thread(target=_keep_storing, args=(journal, called), daemon=True))
            threads[0].start()
        if not called.is_set():
            called.set()

    return wake


def _keep_storing(journal: Journal, called: threading.Event) -> None:
    pause = FIRST_PAUSE_SECONDS
    while True:
        called.wait()
        called.clear()
        while journal.length:
            if _commit_or_log(journal):
                pause = FIRST_PAUSE_SECONDS
                time.sleep(GAP_SECONDS)
            else:
                time.sleep(pause)
                pause = min(2 * pause, LAST_PAUSE_SECONDS)


def _commit_or_log(journal: Journal) -> bool:
    """One round. Whatever it meets (a panic is no Exception), the next one comes: without it nothing is stored."""
    try:
        return journal.commit()
    except (GreenletExit, SystemExit, KeyboardInterrupt):
        raise
    except BaseException as fault:
        log.exception("the journal met what it does not know")
        journal.fault = fault
        return False


def _store_now(journal: Journal) -> None:
    journal.commit()


def _is_never_storable(fault: Exception) -> bool:
    return any(kind.__name__ in NEVER_STORABLE for kind in type(fault).__mro__)


def _with(told: Callable[[Exception], None], fault: Exception) -> Callable[[], None]:
    return lambda: told(fault)


def _tell(stored: Callable[[], None]) -> None:
    try:
        stored()
    except Exception:
        log.exception("somebody could not be told that her update is stored")
