"""Reading guests: what they are called, and whose names have been kept long enough."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select

from network.core.db import db
from network.people.models import Person, PersonRole, Seat
from network.sessions.gatherings.models import Gathering, GatheringMember, GatheringRole, LobbyEntry


def gathering_of(entry: LobbyEntry) -> Gathering:
    return db.session.get_one(Gathering, entry.gathering_id)


def names_at(gathering_id: int) -> set[str]:
    """What those admitted are called."""
    rows = select(Person.name).join(GatheringMember, GatheringMember.person_id == Person.id)
    return set(db.session.scalars(rows.where(GatheringMember.gathering_id == gathering_id)))


def ended_before(before: datetime) -> Select[int]:
    """The ids of gatherings that were over before this moment."""
    return select(Gathering.id).where(Gathering.ends_at < before)


def nameable_guests(before: datetime, *, nameless: str) -> Sequence[Person]:
    """Guests by name alone, all of whose gatherings were over before this moment, and who still carry their name."""
    later = (
        select(GatheringMember.person_id)
        .join(GatheringMember.gathering)
        .where((Gathering.ends_at >= before) | (GatheringMember.role != GatheringRole.GUEST))
    )
    rows = select(Person).where(
        Person.email.is_(None),
        Person.name != nameless,
        Person.id.in_(select(GatheringMember.person_id)),
        Person.id.not_in(later),
        Person.id.not_in(select(Seat.person_id)),
        Person.id.not_in(select(PersonRole.person_id)),
    )
    return db.session.scalars(rows.order_by(Person.id)).all()
