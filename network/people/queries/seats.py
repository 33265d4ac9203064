"""Reading fixed seats."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from network.core.db import db
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


def held_on(today: date) -> ColumnElement[bool]:
    """rules.holds, for the database."""
    return (Seat.from_date <= today) & or_(Seat.to_date.is_(None), Seat.to_date >= today)
