"""Short journals and states to go back to."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

from pycrdt import Doc, Map, _pycrdt

from network.core import clock
from network.core.db import Row
from network.documents import gate
from network.documents.documents import LEAVING, Document, Unreadable
from network.documents.gate import Refused
from network.documents.journal import Journal
from network.documents.store import ADD_SNAPSHOT, DAY_MS, DROP_SNAPSHOTS, DROP_UPDATES, REPLACE_UPDATE, Store

LONG_JOURNAL = 200
"""Rows; a journal that is longer at opening is made short."""
WORTH_IT = 20
"""Rows; a shorter journal is left as it is when a document is closed."""
DAILY = 30
"""Days of which the last state is kept beside the store.LATEST and the marked ones: what was lost is missed within
weeks, and a busy board makes a hundred states a day of up to a megabyte each. Of the last day each half hour's is."""

Append = Callable[[Sequence[Row]], None]


def compact(store: Store, append: Append, journal: Journal, document: Document) -> bool:
    """Replace the journal by one state, and keep that state as a snapshot, in one commit. Waits for it.

    False, and nothing is changed, while something waits to be stored, while the state lacks anything that the journal
    holds, or when the journal is short.
    """
    stored = store.load(document.id)
    if stored is None or len(stored.journal) < WORTH_IT or journal.is_waiting(document.id):
        return False
    # From here to `append` nothing waits: the state holds what is stored, and nothing that is not.
    document.forget_full()
    state = document.full()
    if not _holds_all(document, stored.journal):
        return False
    upto_id = stored.journal[-1][0]
    append(
        [
            *rows_of(document.id, upto_id, state, "compaction"),
            (REPLACE_UPDATE, {"row_id": upto_id, "state": state}),
            (DROP_UPDATES, {"of_document": document.id, "before_id": upto_id}),
        ]
    )
    return True


def keep(store: Store, append: Append, documents: Sequence[Document], reason: str) -> None:
    """Store their present states as snapshots, in one commit, and let go of those that are too many. Waits for it."""
    upto = store.last_update_ids([document.id for document in documents])
    rows: list[Row] = []
    for document in documents:
        rows += rows_of(document.id, upto.get(document.id, 0), document.full(), reason)
        document.has_news = False
    try:
        append(rows)
    except BaseException:
        for document in documents:
            document.has_news = True
        raise


def rows_of(document_id: str, upto_id: int, state: bytes, reason: str) -> list[Row]:
    """What stores a snapshot, and lets go of those that are too many."""
    now_ms = clock.now_ms()
    values = {"document_id": document_id, "upto_id": upto_id, "state": state, "reason": reason, "at_ms": now_ms}
    return [
        (ADD_SNAPSHOT, values),
        (DROP_SNAPSHOTS, _bounds(document_id, now_ms)),
    ]


def _bounds(document_id: str, now_ms: int) -> dict[str, object]:
    return {"of_document": document_id, "since_ms": now_ms - DAILY * DAY_MS, "recent_ms": now_ms - DAY_MS}


def contents(state: bytes, roots: Sequence[str]) -> dict[str, Mapping[str, object]]:
    """What a kept state holds, in plain values: root → key → a dict or whatever lies there.

    Raises Unreadable.
    """
    try:
        doc: Doc[Any] = Doc()
        doc.apply_update(state)
        return {name: plain(doc.get(name, type=Map)) for name in roots}
    except LEAVING:
        raise
    except BaseException as fault:
        raise Unreadable("a snapshot") from fault


def plain(shared: "Map[Any]") -> dict[str, object]:
    """A shared map in plain values, by way of its JSON: a fifth of what pycrdt's own walk takes."""
    found: dict[str, object] = json.loads(str(shared))
    return found


def plain_ones(shared: "Map[Any]", names: Iterable[str]) -> dict[str, dict[str, object]]:
    """Those of these maps that lie in a shared one, in plain values; past pycrdt's wrapping, which takes twice as long.

    Where all are wanted, `plain` is quicker.
    """
    inner, found = cast(Any, shared.integrated), {}
    with shared.doc.transaction() as transaction:
        raw = transaction._txn
        for name in names:
            value = inner.get(raw, name) if inner.has(raw, name) else None
            if isinstance(value, _pycrdt.Map):
                found[name] = json.loads(cast(Any, value).to_json(raw))
    return found


def _holds_all(document: Document, journal: Sequence[tuple[int, int | None, bytes]]) -> bool:
    """Whether the document has each client's last update: yrs leaves out of a state what waits for something."""
    last = {client: content for _, client, content in journal if client is not None}
    try:
        ends = {client: gate.parse(content, limit=len(content)).end for client, content in last.items()}
    except Refused:
        return False
    return all(document.known.get(client, 0) >= end for client, end in ends.items())
