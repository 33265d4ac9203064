"""States of a document that are kept to go back to."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from network.core.errors import NotFound
from network.documents import snapshots
from network.documents.store import Kept, Store
from network.documents.turns import Turns

if TYPE_CHECKING:
    from network.documents.registry import Registry

log = logging.getLogger(__name__)


class States:
    """What a registry keeps of its documents. `turns` are the server's own as an author."""

    def __init__(
        self, registry: "Registry", store: Store, append: snapshots.Append, *, turns: Turns, roots: Sequence[str]
    ) -> None:
        self._registry = registry
        self._store = store
        self._append = append
        self._turns = turns
        self._roots = roots

    def of(self, document_id: str) -> list[Kept]:
        """Those that one can go back to, newest first."""
        return self._store.snapshots(document_id)

    def contents(self, document_id: str, snapshot_id: int) -> dict[str, Mapping[str, object]]:
        """What one of them holds, in plain values: root → key → value.

        Raises NotFound, and Unreadable when it cannot be opened.
        """
        state = self._store.snapshot(document_id, snapshot_id)
        if state is None:
            raise NotFound()
        return snapshots.contents(state, self._roots)

    def keep(self, *document_ids: str, reason: str) -> None:
        """Keep the present states, in one commit. Waits for it, so never inside a unit of work.

        One that cannot be opened is left out when there are others.
        """
        if not document_ids:
            return
        # While the server writes, its update is stored before it is shown: the state would lack it.
        with ExitStack() as turns:
            for document_id in sorted(document_ids):
                turns.enter_context(self._turns.of(document_id))
            self._registry.journal.flush()
            is_alone = len(document_ids) == 1
            documents = [self._registry.open(*document_ids)] if is_alone else self._registry.open_all(document_ids)
            if documents:
                snapshots.keep(self._store, self._append, documents, reason)

    def keep_changed(self, reason: str) -> int:
        """Keep the present state of each open document that has news; returns how many.

        One that fails leaves the others alone; the first fault is raised when all have been tried.
        """
        faults: list[Exception] = []
        changed = [document.id for document in self._registry.opened() if document.has_news]
        for document_id in changed:
            try:
                self.keep(document_id, reason=reason)
            except Exception as fault:
                log.exception("no snapshot of document %s", document_id)
                faults.append(fault)
        if faults:
            raise faults[0]
        return len(changed)
