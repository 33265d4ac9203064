"""One at a time for each document (or another thing with a name); nothing is remembered when nobody waits."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """A lock for each document id, there only while somebody holds it or waits for it."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._locks: dict[str, tuple[threading.RLock, int]] = {}

    def __len__(self) -> int:
        return len(self._locks)

    def is_taken(self, document_id: str) -> bool:
        return document_id in self._locks

    @contextmanager
    def of(self, document_id: str) -> Iterator[None]:
        """Wait for one's turn with this document. The same thread may take it again inside."""
        lock = self._come(document_id)
        try:
            with lock:
                yield
        finally:
            self._go(document_id)

    def _come(self, document_id: str) -> "threading.RLock":
        with self._guard:
            lock, people = self._locks.get(document_id) or (threading.RLock(), 0)
            self._locks[document_id] = (lock, people + 1)
            return lock

    def _go(self, document_id: str) -> None:
        with self._guard:
            lock, people = self._locks.pop(document_id)
            if people > 1:
                self._locks[document_id] = (lock, people - 1)
