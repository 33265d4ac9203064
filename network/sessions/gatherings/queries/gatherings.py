"""Reading gatherings."""

from datetime import datetime

from sqlalchemy import select

from network.access.actor import Actor, Contribution
from network.core.db import db
from network.sessions.gatherings.models import Gathering, GatheringMember, GatheringRole

AS_GUESTS = (GatheringRole.GUEST, GatheringRole.OFFICIAL, GatheringRole.SPEAKER)
"""Those who hold a guest's rights at a gathering, with or without an account that lasts."""


def contribution(person_id: int) -> Contribution:
    """The gatherings that admit this person, and those that she leads."""
    rows = db.session.execute(
        select(GatheringMember.gathering_id, GatheringMember.role).where(GatheringMember.person_id == person_id)
    ).all()
    led = frozenset(row.gathering_id for row in rows if row.role == GatheringRole.FACILITATOR)
    is_guest = any(row.role in AS_GUESTS for row in rows)
    return Contribution(
        roles=frozenset("F" if led else "") | frozenset("G" if is_guest else ""),
        gathering_ids=frozenset(row.gathering_id for row in rows),
        facilitated_ids=led,
    )


def gatherings_for(actor: Actor) -> list[Gathering]:
    """The gatherings that the actor may read, newest first."""
    query = select(Gathering).order_by(Gathering.starts_at.desc())
    if "P" not in actor.roles:
        query = query.where(Gathering.id.in_(actor.gathering_ids | actor.facilitated_ids))
    return list(db.session.scalars(query))


def gathering_in_progress_for(actor: Actor, now: datetime) -> Gathering | None:
    """The one that goes on at `now` and that the actor may read."""
    return next((one for one in gatherings_for(actor) if one.starts_at <= now <= one.ends_at), None)
