"""Reading fixed seats."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from network.access.actor import Actor
from network.access.guard import NOTHING, allows
from network.core.db import db
from network.people import rules
from network.people.models import Municipality, Person, Seat


def current_seats(municipality_id: int, *, today: date) -> int:
    """How many seats of a municipality are held."""
    rows = select(func.count()).select_from(Seat).where(Seat.municipality_id == municipality_id, held_on(today))
    return int(db.session.scalar(rows) or 0)


def delegates(*, today: date) -> Sequence[tuple[Person, Municipality]]:
    """Those who hold a seat, by municipality and seat. Without parties, as everything that leaves this package."""
    rows = select(Person, Municipality).select_from(Seat).join(Seat.person).join(Seat.municipality)
    found = db.session.execute(rows.where(held_on(today)).order_by(Municipality.number, Seat.id))
    return [(row[0], row[1]) for row in found]


def periods(municipality_id: int, *, but: Sequence[int] = ()) -> list[rules.Period]:
    """When each seat of a municipality is or was held, but for the seats with these ids."""
    rows = select(Seat.from_date, Seat.to_date).where(Seat.municipality_id == municipality_id, Seat.id.not_in(but))
    return [rules.Period(row[0], row[1]) for row in db.session.execute(rows)]


def seats_of(municipality_id: int, *, from_date: date) -> Sequence[Seat]:
    """The seats that are held on a day or begin later, with their persons, in the order in which they began."""
    lasting = or_(Seat.to_date.is_(None), Seat.to_date >= from_date)
    rows = select(Seat).where(Seat.municipality_id == municipality_id, lasting).options(joinedload(Seat.person))
    return db.session.scalars(rows.order_by(Seat.from_date, Seat.id)).all()


def former_seats(municipality_id: int, *, today: date) -> Sequence[Seat]:
    """The seats whose period is over, with their persons, the latest first."""
    rows = select(Seat).where(Seat.municipality_id == municipality_id, Seat.to_date < today)
    return db.session.scalars(rows.options(joinedload(Seat.person)).order_by(Seat.to_date.desc(), Seat.id)).all()


def seats_for(actor: Actor, *, today: date) -> Sequence[Seat]:
    """The seats held today that the actor may change (`seat.edit`), by municipality, with persons."""
    rows = select(Seat).join(Seat.municipality).where(held_on(today))
    if not allows(actor, "seat.edit", NOTHING):
        rows = rows.where(Seat.municipality_id.in_(actor.municipality_ids if "K" in actor.roles else ()))
    loaded = rows.options(joinedload(Seat.person), joinedload(Seat.municipality))
    return db.session.scalars(loaded.order_by(Municipality.number, Seat.id)).all()


def seats_with_ids(ids: Sequence[int]) -> Sequence[Seat]:
    """These seats, whenever they are or were held, by municipality, with persons."""
    rows = select(Seat).join(Seat.municipality).where(Seat.id.in_(ids))
    loaded = rows.options(joinedload(Seat.person), joinedload(Seat.municipality))
    return db.session.scalars(loaded.order_by(Municipality.number, Seat.id)).all()


def has_withdrawn_party(person_id: int) -> bool:
    """Whether a person wants no party written down about her."""
    rows = select(func.count()).select_from(Seat).where(Seat.person_id == person_id, Seat.is_party_withdrawn)
    return bool(db.session.scalar(rows))


def held_on(today: date) -> ColumnElement[bool]:
    """rules.holds, for the database."""
    return (Seat.from_date <= today) & or_(Seat.to_date.is_(None), Seat.to_date >= today)
