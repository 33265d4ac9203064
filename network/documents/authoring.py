"""The server as author: what it writes into a document itself is stored, then told.

*Seen:* shown, not stored, restarted with the same client id: browser and server differ for ever, with equal state
vectors. So each opening of a document has a new client id, and so has what follows a failure.
"""

import secrets
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from pycrdt import Doc

from network.core import clock
from network.core.db import DatabaseBusy, Row
from network.documents import snapshots
from network.documents.documents import Document, scratch_copy, update_of
from network.documents.journal import Entry, Journal
from network.documents.store import client_row, update_row
from network.documents.turns import Turns

if TYPE_CHECKING:
    from network.documents.registry import Registry

PATIENCE_SECONDS = 5.0


class Authors:
    """Lets the server write in one document at a time, each step after the one before it is stored."""

    def __init__(self, registry: "Registry", journal: Journal) -> None:
        self._registry = registry
        self._journal = journal
        self.turns = Turns()
        self._clients: WeakKeyDictionary[Document, int] = WeakKeyDictionary()

    def is_writing(self, document_id: str) -> bool:
        return self.turns.is_taken(document_id)

    def step(
        self,
        document_id: str,
        change: Callable[["Doc[Any]"], None],
        *,
        author_id: int | None,
        also: Sequence[Row],
        keep: str = "",
    ) -> bytes:
        with self.turns.of(document_id):
            upto_id = self._registry.last_stored(document_id) if keep else 0
            document = self._registry.open(document_id)
            client = self._client(document)
            # From here to the end of `change` nothing waits: what is kept is exactly what it changes.
            before = document.full()
            update = update_of(scratch_copy(document, client), change)
            if not update and not also:
                return b""
            if update and keep:
                also = [*also, *snapshots.rows_of(document_id, upto_id, before, keep)]
            try:
                self._store(document, update, client, author_id, also)
            except BaseException:
                self._clients.pop(document, None)
                raise
            return update

    def _client(self, document: Document) -> int:
        client = self._clients.get(document)
        while client is None or (client in document.known and client not in document.owners):
            client = secrets.randbits(32)
        self._clients[document] = client
        return client

    def _store(
        self, document: Document, update: bytes, client: int, author_id: int | None, also: Sequence[Row]
    ) -> None:
        done = threading.Event()
        faults: list[Exception] = []

        def stored() -> None:
            try:
                if update:
                    document.owners[client] = None
                    self._registry.show(document.id, update)
            finally:
                done.set()

        def refused(fault: Exception) -> None:
            faults.append(fault)
            done.set()

        entry = Entry(
            document.id,
            update=update,
            client=client,
            person_id=None,
            is_shown=False,
            clients=[client_row(document.id, client, None)] if update else (),
            rows=[update_row(document.id, client, author_id, update, clock.now_ms())] if update else (),
            extras=also,
            stored=stored,
            refused=refused,
        )
        self._journal.add(entry)
        self._wait(entry, done)
        if faults:
            raise faults[0]

    def _wait(self, entry: Entry, done: threading.Event) -> None:
        patience = PATIENCE_SECONDS if self._journal.is_background else 0.0
        if not done.wait(patience) and self._journal.withdraw(entry):
            raise DatabaseBusy(str(self._journal.fault))
        done.wait(PATIENCE_SECONDS)
