"""What pages and sockets say of who wrote a note."""

from datetime import timedelta

from sqlalchemy import select

from network.core import clock
from network.core.db import db, unit_of_work
from network.people.models import Seat
from network.sessions.boards.queries import bylines
from tests.cast import Hall


def municipality_of(hall: Hall, *, days_left: int) -> str:
    """What stands behind Anna's name when her seat's last day is so many days away."""
    with unit_of_work():
        seat = db.session.scalars(select(Seat).where(Seat.person_id == hall.cast.anna.id)).one()
        seat.to_date = clock.now().date() + timedelta(days=days_left)
    return bylines([hall.cast.anna.id])[hall.cast.anna.id].municipality


def test_a_delegate_whose_period_has_an_end_has_her_municipality_until_then(hall: Hall) -> None:
    """PE-4"""
    assert [municipality_of(hall, days_left=days) for days in (300, 0, -1)] == ["Nordvik", "Nordvik", ""]
