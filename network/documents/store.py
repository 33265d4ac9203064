"""Reading what is stored of a document, and the statements that write it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple

from sqlalchemy import and_, bindparam, delete, func, insert, null, or_, select, text, update

from network.core.db import Row, db
from network.documents.models import DocumentClient, DocumentRecord, DocumentSnapshot, DocumentUpdate

ADD_UPDATE = insert(DocumentUpdate)
ADD_SNAPSHOT = insert(DocumentSnapshot)
# A batch can have been stored although the answer was lost; then it comes again.
ADD_CLIENT = text(
    "INSERT INTO document_client (document_id, client_id, person_id)"
    " VALUES (:document_id, :client_id, :person_id) ON CONFLICT DO NOTHING"
)
REPLACE_UPDATE = (
    update(DocumentUpdate)
    .where(DocumentUpdate.id == bindparam("row_id"))
    .values(update=bindparam("state"), client_id=null(), person_id=null())
)
DROP_UPDATES = delete(DocumentUpdate).where(
    DocumentUpdate.document_id == bindparam("of_document"), DocumentUpdate.id < bindparam("before_id")
)
LATEST = 5
"""Snapshots that are kept whatever their age: at one every five minutes, the way back through the last half hour."""
MARKED = 20
"""Snapshots with a reason of their own (a change of phase, a close, a restoring) that are kept whatever their age."""
UNMARKED = ("active", "compaction", "note")
"""Reasons that say nothing of the moment but its time."""
DAY_MS = 86_400_000
HALF_HOUR_MS = 1_800_000
_kept = DocumentSnapshot.__table__.alias()
_last_of_each_day = (
    select(func.max(_kept.c.id))
    .where(_kept.c.document_id == bindparam("of_document"), _kept.c.at_ms >= bindparam("since_ms"))
    .group_by(_kept.c.at_ms // DAY_MS)
)
_last_of_each_half_hour = (
    select(func.max(_kept.c.id))
    .where(_kept.c.document_id == bindparam("of_document"), _kept.c.at_ms >= bindparam("recent_ms"))
    .group_by(_kept.c.at_ms // HALF_HOUR_MS)
)
_of_this = select(_kept.c.id).where(_kept.c.document_id == bindparam("of_document")).order_by(_kept.c.id.desc())
_latest = _of_this.limit(LATEST)
_marked = _of_this.where(and_(*(_kept.c.reason != reason for reason in UNMARKED))).limit(MARKED)
_worth_it = (DocumentSnapshot.id.in_(kept) for kept in (_latest, _marked, _last_of_each_half_hour, _last_of_each_day))
DROP_SNAPSHOTS = delete(DocumentSnapshot).where(
    DocumentSnapshot.document_id == bindparam("of_document"), ~or_(False, *_worth_it)
)
"""All but the LATEST, the MARKED, the last of each half hour since `recent_ms`, and of each day since `since_ms`."""


class Stored(NamedTuple):
    """A document as it is on disk: who its clients are, and its journal as (row id, client id, update)."""

    history_id: str
    owners: dict[int, int | None]
    journal: list[tuple[int, int | None, bytes]]


class Kept(NamedTuple):
    """A snapshot that can be gone back to, without its bytes."""

    id: int
    reason: str
    at_ms: int


class Store:
    """Reads on a connection of its own, so that no request's open transaction shows through.

    `context` gives an application context, since sockets have none.
    """

    def __init__(self, context: Callable[[], AbstractContextManager[object]]) -> None:
        self._context = context

    def load(self, document_id: str) -> Stored | None:
        return self.load_all([document_id]).get(document_id)

    def load_all(self, document_ids: Sequence[str]) -> dict[str, Stored]:
        """Those of them that there are: a hall's sixty boards are three questions, as one board is."""
        records = select(DocumentRecord.id, DocumentRecord.history_id)
        clients = select(DocumentClient.document_id, DocumentClient.client_id, DocumentClient.person_id)
        one = DocumentUpdate
        updates = select(one.document_id, one.id, one.client_id, one.update).order_by(one.id)
        with self._context(), db.engine.connect() as connection:
            histories = connection.execute(records.where(DocumentRecord.id.in_(document_ids)))
            found = {document_id: Stored(history_id, {}, []) for document_id, history_id in histories}
            for document_id, client, person in connection.execute(clients.where(DocumentClient.document_id.in_(found))):
                found[document_id].owners[client] = person
            for row in connection.execute(updates.where(one.document_id.in_(found))):
                found[row.document_id].journal.append((row.id, row.client_id, bytes(row.update)))
        return found

    def snapshots(self, document_id: str) -> list[Kept]:
        """Newest first."""
        rows = select(DocumentSnapshot.id, DocumentSnapshot.reason, DocumentSnapshot.at_ms)
        with self._context(), db.engine.connect() as connection:
            found = connection.execute(
                rows.where(DocumentSnapshot.document_id == document_id).order_by(DocumentSnapshot.id.desc())
            )
            return [Kept(*row) for row in found]

    def snapshot(self, document_id: str, snapshot_id: int) -> bytes | None:
        """The whole state that was kept; None when this document has no such snapshot (any more)."""
        rows = select(DocumentSnapshot.state).where(
            DocumentSnapshot.id == snapshot_id, DocumentSnapshot.document_id == document_id
        )
        with self._context(), db.engine.connect() as connection:
            state = connection.scalar(rows)
            return bytes(state) if state is not None else None

    def last_update_ids(self, document_ids: Sequence[str]) -> dict[str, int]:
        """The last row of each journal; one that has none is absent."""
        rows = select(DocumentUpdate.document_id, func.max(DocumentUpdate.id)).group_by(DocumentUpdate.document_id)
        with self._context(), db.engine.connect() as connection:
            return dict(connection.execute(rows.where(DocumentUpdate.document_id.in_(document_ids))).all())

    def last_update_id(self, document_id: str) -> int:
        """The last row of the journal; 0 when there is none."""
        return self.last_update_ids([document_id]).get(document_id, 0)


def erase(document_id: str) -> None:
    """Delete all that is stored of a document, in the open unit of work. The registry is to `forget` it then."""
    for table in (DocumentSnapshot, DocumentClient, DocumentUpdate):
        db.session.execute(delete(table).where(table.document_id == document_id))
    db.session.execute(delete(DocumentRecord).where(DocumentRecord.id == document_id))


def update_row(document_id: str, client: int | None, person: int | None, content: bytes, at_ms: int) -> Row:
    values = {
        "document_id": document_id,
        "client_id": client,
        "person_id": person,
        "update": content,
        "at_ms": at_ms,
    }
    return ADD_UPDATE, values


def client_row(document_id: str, client: int, person: int | None) -> Row:
    return ADD_CLIENT, {"document_id": document_id, "client_id": client, "person_id": person}
