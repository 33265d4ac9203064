"""Who did what, when: an append-only log in which each entry carries the fingerprint of the one before."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from network.core import clock
from network.core.db import Model, UtcDateTime, db

START = "0" * 64


class AuditEntry(Model):
    """One act. It names things by type and id, and never holds content, a party, a token or an address."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(60))
    object_type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(60))
    facts: Mapped[str]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    def fingerprint(self) -> str:
        """SHA-256, in hex, over everything that the entry says and the entry before it."""
        said = [
            self.previous_hash,
            self.at.isoformat(timespec="microseconds"),
            self.actor_id,
            self.action,
            self.object_type,
            self.object_id,
            self.facts,
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def audit(actor_id: int | None, action: str, object_type: str, object_id: object, **facts: str | int | bool) -> None:
    """Write down an act, inside the unit of work that does it."""
    audit_all(actor_id, action, object_type, [object_id], **facts)


def audit_all(
    actor_id: int | None, action: str, object_type: str, object_ids: Iterable[object], **facts: str | int | bool
) -> None:
    """The same act on several things: an entry each, in their order."""
    last = db.session.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)) or START
    at = clock.now()
    for object_id in object_ids:
        entry = AuditEntry(
            at=at,
            actor_id=actor_id,
            action=action,
            object_type=object_type,
            object_id=str(object_id),
            facts=json.dumps(facts, sort_keys=True),
            previous_hash=last,
        )
        last = entry.hash = entry.fingerprint()
        db.session.add(entry)
    db.session.flush()


def first_broken(entries: Iterable[AuditEntry]) -> int | None:
    """The id of the first entry, in order, that was changed or whose forerunner is missing; None if the chain holds."""
    previous = START
    for entry in entries:
        if entry.previous_hash != previous or entry.fingerprint() != entry.hash:
            return entry.id
        previous = entry.hash
    return None
