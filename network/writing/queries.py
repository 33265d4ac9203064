"""Finding texts that several write at once."""

from sqlalchemy import func, select

from network.core.db import db
from network.documents.models import DocumentUpdate
from network.writing.models import Writing


def writing_by_public_id(public_id: str) -> Writing | None:
    if "\x00" in public_id:  # PostgreSQL fails at one, SQLite finds nothing
        return None
    return db.session.scalar(select(Writing).where(Writing.public_id == public_id))


def last_update_id(document_id: str) -> int:
    """The last stored update of the document; 0 when there is none."""
    return db.session.scalar(select(func.max(DocumentUpdate.id)).where(DocumentUpdate.document_id == document_id)) or 0


def behind_ids() -> list[int]:
    """The writings whose copies lack what a crash kept from being copied."""
    latest = select(func.max(DocumentUpdate.id)).where(DocumentUpdate.document_id == Writing.document_id)
    return list(db.session.scalars(select(Writing.id).where(latest.scalar_subquery() > Writing.copied_upto)))
