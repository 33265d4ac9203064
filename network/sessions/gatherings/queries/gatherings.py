"""Reading gatherings."""

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Select, bindparam, func, select

from network.access.actor import Actor, Contribution
from network.core import clock
from network.core.db import db
from network.core.reading import once
from network.sessions.gatherings.models import Gathering, GatheringMember, GatheringRole

AS_GUESTS = (GatheringRole.GUEST, GatheringRole.OFFICIAL, GatheringRole.SPEAKER)
"""Those who hold a guest's rights at a gathering, with or without an account that lasts."""


STANDS_IN_AROUND = timedelta(hours=12)
"""Before a gathering begins and after it ends: so long a substitute is a delegate of that municipality (A2)."""


@once
def contribution(person_id: int) -> Contribution:
    """The gatherings that admit this person, those that she leads, and on a day as substitute a delegate's rights."""
    rows = db.session.execute(_memberships(), {"person_id": person_id}).all()
    now = clock.now()
    led = frozenset(row.gathering_id for row in rows if row.role == GatheringRole.FACILITATOR)
    is_guest = any(row.role in AS_GUESTS for row in rows)
    stood_for = frozenset(
        row.municipality_id
        for row in rows
        if row.stands_in_for_id is not None
        and row.municipality_id is not None
        and row.starts_at - STANDS_IN_AROUND <= now <= row.ends_at + STANDS_IN_AROUND
    )
    letters = ("F" if led else "", "G" if is_guest else "", "D" if stood_for else "")
    return Contribution(
        roles=frozenset("".join(letters)),
        municipality_ids=stood_for,
        gathering_ids=frozenset(row.gathering_id for row in rows),
        facilitated_ids=led,
    )


@cache
def _memberships() -> Select[int, GatheringRole, int | None, int | None, datetime, datetime]:
    rows = select(
        GatheringMember.gathering_id,
        GatheringMember.role,
        GatheringMember.municipality_id,
        GatheringMember.stands_in_for_id,
        Gathering.starts_at,
        Gathering.ends_at,
    )
    return rows.join(GatheringMember.gathering).where(GatheringMember.person_id == bindparam("person_id"))


def gathering_by_public_id(public_id: str) -> Gathering | None:
    if "\x00" in public_id:  # PostgreSQL fails at one, SQLite finds nothing
        return None
    return db.session.scalar(_by_public_id(), {"public_id": public_id})


@cache
def _by_public_id() -> Select[Gathering]:
    return select(Gathering).where(Gathering.public_id == bindparam("public_id"))


@once
def gatherings_for(actor: Actor) -> list[Gathering]:
    """The gatherings that the actor may read, newest first."""
    if "P" in actor.roles:
        return list(db.session.scalars(_newest_first()))
    return list(db.session.scalars(_among(), {"ids": sorted(actor.gathering_ids | actor.facilitated_ids)}))


@cache
def _newest_first() -> Select[Gathering]:
    return select(Gathering).order_by(Gathering.starts_at.desc())


@cache
def _among() -> Select[Gathering]:
    return _newest_first().where(Gathering.id.in_(bindparam("ids", expanding=True)))


def gathering_in_progress_for(actor: Actor, now: datetime) -> Gathering | None:
    """The one that goes on at `now` and that the actor may read."""
    return next((one for one in gatherings_for(actor) if one.starts_at <= now <= one.ends_at), None)


def next_gathering(now: datetime) -> Gathering | None:
    """The nearest one that is not over and not called off, whoever may read it."""
    rows = select(Gathering).where(Gathering.ends_at >= now, Gathering.cancelled_at.is_(None))
    return db.session.scalar(rows.order_by(Gathering.starts_at, Gathering.id).limit(1))


def number_of_gatherings() -> int:
    return int(db.session.scalar(select(func.count()).select_from(Gathering)) or 0)


def coming_gatherings(now: datetime) -> list[Gathering]:
    """Those that are not over and not called off, the nearest first, whoever may read them."""
    rows = select(Gathering).where(Gathering.ends_at >= now, Gathering.cancelled_at.is_(None))
    return list(db.session.scalars(rows.order_by(Gathering.starts_at, Gathering.id)))


def next_gathering_for(actor: Actor, now: datetime) -> Gathering | None:
    """The nearest one that has not begun and admits the actor herself."""
    rows = select(Gathering).where(
        Gathering.id.in_(actor.gathering_ids), Gathering.starts_at > now, Gathering.cancelled_at.is_(None)
    )
    return db.session.scalar(rows.order_by(Gathering.starts_at, Gathering.id).limit(1))
