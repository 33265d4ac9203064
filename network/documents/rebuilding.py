"""Looking stored documents over, and putting one that cannot be opened back on its feet. For the command line."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pycrdt import Doc
from sqlalchemy import delete, insert, select, update

from network.core import clock
from network.core.db import db
from network.core.errors import NotFound
from network.documents.documents import scratch_copy
from network.documents.limits import ROOTS
from network.documents.mending import Mended, Row, mended, opened
from network.documents.models import DocumentRecord, DocumentSnapshot, DocumentUpdate
from network.documents.store import update_row

REASON = "rebuilt"


@dataclass(frozen=True)
class Rebuilt:
    """What was left out, and where its bytes lie now; None when nothing was."""

    left_out: int
    kept_in: Path | None
    begins_with_snapshot: bool


def can_be_opened(document_id: str) -> bool:
    """Whether the stored document can be read and written on, with nothing of it missing."""
    return opened(document_id, [update for _, _, update in _journal(document_id)], ROOTS) is not None


def rebuild(document_id: str, folder: Path | None, *, bring_back: Callable[["Doc[Any]"], None]) -> Rebuilt | None:
    """Put what can be opened in the journal's place, with what `bring_back` adds to it. Inside a unit of work.

    The document gets a new history, so browsers begin afresh and keep what is theirs as drafts. Rows that cannot be
    opened are kept as files in `folder`, if there is one. None: it can be opened, and nothing is changed.
    Raises NotFound.
    """
    if db.session.get(DocumentRecord, document_id) is None:
        raise NotFound
    if can_be_opened(document_id):
        return None
    found = mended(document_id, _journal(document_id), _snapshots(document_id), ROOTS)
    _put_in_place(document_id, _with(found, bring_back))
    kept_in = None
    if found.left_out and folder is not None:
        kept_in = _keep(folder / document_id.replace(":", "-"), found.left_out)
    return Rebuilt(len(found.left_out), kept_in, found.snapshot_id is not None)


def _with(found: Mended, bring_back: Callable[["Doc[Any]"], None]) -> bytes:
    doc = scratch_copy(found.document, secrets.randbits(31))
    with doc.transaction():
        bring_back(doc)
    return doc.get_update()


def _put_in_place(document_id: str, state: bytes) -> None:
    db.session.execute(delete(DocumentUpdate).where(DocumentUpdate.document_id == document_id))
    statement, row = update_row(document_id, None, None, state, clock.now_ms())
    db.session.execute(statement, row)
    history = {"history_id": secrets.token_urlsafe(16)}
    db.session.execute(update(DocumentRecord).where(DocumentRecord.id == document_id).values(**history))
    last = db.session.scalar(select(DocumentUpdate.id).where(DocumentUpdate.document_id == document_id))
    about = {"document_id": document_id, "upto_id": last, "state": state, "reason": REASON, "at_ms": clock.now_ms()}
    db.session.execute(insert(DocumentSnapshot), about)


def _keep(folder: Path, rows: Sequence[Row]) -> Path:
    """Their bytes, one file each: whoever understands them may find more."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for row_id, _client, content in rows:
        path = folder / f"{row_id}.bin"
        path.touch(mode=0o600)
        path.write_bytes(content)
    return folder


def _journal(document_id: str) -> list[Row]:
    rows = select(DocumentUpdate.id, DocumentUpdate.client_id, DocumentUpdate.update)
    found = db.session.execute(rows.where(DocumentUpdate.document_id == document_id).order_by(DocumentUpdate.id))
    return [(row_id, client, bytes(content)) for row_id, client, content in found]


def _snapshots(document_id: str) -> list[tuple[int, int, bytes]]:
    rows = select(DocumentSnapshot.id, DocumentSnapshot.upto_id, DocumentSnapshot.state)
    found = db.session.execute(
        rows.where(DocumentSnapshot.document_id == document_id).order_by(DocumentSnapshot.id.desc())
    )
    return [(one, upto, bytes(state)) for one, upto, state in found]


def last_written_ms(document_id: str) -> int | None:
    """When the last row of it was stored, in milliseconds since 1970."""
    rows = select(DocumentUpdate.at_ms).where(DocumentUpdate.document_id == document_id)
    return db.session.scalar(rows.order_by(DocumentUpdate.id.desc()).limit(1))
