"""Reading the network itself and its municipalities."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, or_, select

from network.access.actor import Actor
from network.core.db import db
from network.core.language import current
from network.core.names import name_key
from network.core.reading import once
from network.people.models import CouncilMeeting, Municipality, Network


@once
def the_network() -> Network | None:
    """The installation's network; None before it is set up."""
    return db.session.scalar(_the_network())


@cache
def _the_network() -> Select[Network]:
    return select(Network).order_by(Network.id).limit(1)


def is_demo() -> bool:
    """Whether the network carries the mark of a demo. The setting alone makes none."""
    network = the_network()
    return network is not None and network.is_demo


def municipalities() -> Sequence[Municipality]:
    """All municipalities by name, also those that are no more: public facts."""
    return _by_name(select(Municipality))


def municipalities_on(day: date) -> Sequence[Municipality]:
    """The municipalities that exist on a day, by name (rules.lifetimes.is_alive, for the database)."""
    alive = or_(Municipality.ended_on.is_(None), Municipality.ended_on > day)
    return _by_name(select(Municipality).where(alive))


def _by_name(rows: Select[Municipality]) -> Sequence[Municipality]:
    """In the reader's alphabet, as people look for a name (GR-10); two of one name by number."""
    return sorted(db.session.scalars(rows), key=lambda one: (name_key(one.name, current()), one.number))


def municipality_by_number(number: str) -> Municipality | None:
    if "\x00" in number:  # PostgreSQL fails at one, SQLite finds nothing
        return None
    return db.session.scalar(select(Municipality).where(Municipality.number == number))


def own_municipalities(actor: Actor) -> Sequence[Municipality]:
    """Those that the actor has a seat or a part in, by number."""
    return db.session.scalars(_among(), {"ids": sorted(actor.municipality_ids)}).all()


@cache
def _among() -> Select[Municipality]:
    rows = select(Municipality).where(Municipality.id.in_(bindparam("ids", expanding=True)))
    return rows.order_by(Municipality.number)


def forerunners(municipality_id: int) -> Sequence[Municipality]:
    """The municipalities that passed what they left unfinished to this one, by number."""
    rows = select(Municipality).where(Municipality.successor_id == municipality_id)
    return db.session.scalars(rows.order_by(Municipality.number)).all()


def council_meetings(municipality_id: int, *, from_date: date) -> Sequence[CouncilMeeting]:
    """The known days on which a council meets from a day on, in order."""
    rows = select(CouncilMeeting).where(
        CouncilMeeting.municipality_id == municipality_id, CouncilMeeting.on_date >= from_date
    )
    return db.session.scalars(rows.order_by(CouncilMeeting.on_date)).all()
