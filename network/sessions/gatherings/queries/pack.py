"""Reading what the papers for the day are made of."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from network.core.audit import AuditEntry
from network.core.db import db
from network.sessions.gatherings.models import Gathering, GatheringMember

PRINTED = "pack.print"


@dataclass(frozen=True)
class Printing:
    """When papers were made, and how many badges were among them."""

    at: datetime
    badges: int


def badge_members(gathering_id: int) -> Sequence[GatheringMember]:
    """Everybody admitted, with what stands on a badge."""
    rows = select(GatheringMember).where(GatheringMember.gathering_id == gathering_id)
    loaded = rows.options(
        joinedload(GatheringMember.person),
        joinedload(GatheringMember.municipality),
        joinedload(GatheringMember.gathering),
    )
    return db.session.scalars(loaded).all()


def next_gathering(now: datetime) -> Gathering | None:
    """The one that goes on, else the next one, if none is called off."""
    rows = select(Gathering).where(Gathering.ends_at > now, Gathering.cancelled_at.is_(None))
    return db.session.scalar(rows.order_by(Gathering.starts_at).limit(1))


def has_printed() -> bool:
    """Whether anybody has had the papers of a gathering made."""
    return bool(db.session.scalar(select(exists().where(AuditEntry.action == PRINTED))))


def latest_printing(gathering_id: int) -> Printing | None:
    """The last time that somebody had its papers made, as the log has it."""
    rows = select(AuditEntry).where(AuditEntry.action == PRINTED, AuditEntry.object_id == str(gathering_id))
    entry = db.session.scalar(rows.order_by(AuditEntry.id.desc()).limit(1))
    return Printing(entry.at, int(json.loads(entry.facts)["badges"])) if entry is not None else None


def number_of_badges(gathering_id: int) -> int:
    rows = select(func.count()).select_from(GatheringMember).where(GatheringMember.gathering_id == gathering_id)
    return int(db.session.scalar(rows) or 0)
