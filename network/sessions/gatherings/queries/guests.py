"""Reading guests: what they are called, and whose names have been kept long enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from network.core.db import db
from network.people.models import Person, PersonRole, Seat
from network.sessions.gatherings.models import Gathering, GatheringMember, GatheringRole, LobbyEntry


def gathering_of(entry: LobbyEntry) -> Gathering:
    return db.session.get_one(Gathering, entry.gathering_id)


@dataclass(frozen=True)
class AskedAtDoor:
    """How many guests with the code wait to be let in, and how many the code alone has let in."""

    waiting: int
    let_in: int


def asked_at_door(gathering_id: int) -> AskedAtDoor:
    is_waiting = LobbyEntry.admitted_at.is_(None) & LobbyEntry.refused_at.is_(None)
    is_let_in = LobbyEntry.admitted_at.is_not(None) & LobbyEntry.by_id.is_(None)
    counts = select(func.count().filter(is_waiting), func.count().filter(is_let_in))
    waiting, let_in = db.session.execute(counts.where(LobbyEntry.gathering_id == gathering_id)).one()
    return AskedAtDoor(waiting, let_in)


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
