"""The tables of the shared documents. They know bytes and ids, nothing of what is drawn."""

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from network.core.db import Model


class DocumentRecord(Model):
    """A document. Another `history_id` than a browser knows means: not the same document any more."""

    __tablename__ = "document"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    history_id: Mapped[str] = mapped_column(String(32))
    created_at_ms: Mapped[int] = mapped_column(BigInteger)


class DocumentUpdate(Model):
    """The journal: raw updates in the order in which they were stored.

    After a compaction the first row of a document is a whole state; it has no client and no person.
    """

    __tablename__ = "document_update"
    __table_args__ = (Index(None, "document_id", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    client_id: Mapped[int | None] = mapped_column(BigInteger)
    person_id: Mapped[int | None] = mapped_column(BigInteger)
    update: Mapped[bytes] = mapped_column(LargeBinary)
    at_ms: Mapped[int] = mapped_column(BigInteger)


class DocumentClient(Model):
    """Which person a client id of a document belongs to; the server's own have none."""

    __tablename__ = "document_client"

    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True)
    client_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    person_id: Mapped[int | None] = mapped_column(BigInteger)


class DocumentSnapshot(Model):
    """A whole state to go back to: all updates up to the row `upto_id` of the journal."""

    __tablename__ = "document_snapshot"
    __table_args__ = (Index(None, "document_id", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    upto_id: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[bytes] = mapped_column(LargeBinary)
    reason: Mapped[str] = mapped_column(String(32))
    at_ms: Mapped[int] = mapped_column(BigInteger)
