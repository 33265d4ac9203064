"""Reading what the papers for the day are made of."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from network.core.db import db
from network.sessions.gatherings.models import Attendance, Gathering, GatheringMember


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
    """Whether the papers have been of use: somebody has come to a gathering."""
    return bool(db.session.scalar(select(exists().where(Attendance.person_id.is_not(None)))))
