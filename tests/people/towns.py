"""Municipalities with people in them, for tests of seats and lists."""

from collections.abc import Callable
from datetime import date, timedelta

from network.core import clock
from network.core.db import db, unit_of_work
from network.people import queries
from network.people.models import Municipality, Person, Seat
from network.people.services import register
from tests.statements import statements

CANARY = "Kanariparti"
ELECTED = date(2023, 10, 1)


def today() -> date:
    return clock.now().date()


def days(number: int) -> timedelta:
    return timedelta(days=number)


def nordvik() -> Municipality:
    return _there("9901")


def sundby() -> Municipality:
    return _there("9902")


def _there(number: str) -> Municipality:
    found = queries.municipality_by_number(number)
    assert found is not None
    return found


def fill(place: Municipality, count: int, *, party: str | None = None) -> list[Person]:
    """Give so many new people seats in a municipality."""
    number = place.number
    with unit_of_work():
        people = [
            register.add_person(name=f"Delegat {place.name} {index}", email=f"d{index}.{number}@prove.example")
            for index in range(count)
        ]
        for person in people:
            register.give_seat(person, _there(number), from_date=ELECTED, party=party)
    return people


def take_part() -> None:
    """Let both municipalities take part since the election."""
    with unit_of_work():
        for place in queries.municipalities():
            place.joined_on = ELECTED


def seat_of(person: Person) -> Seat:
    """A person's latest seat."""
    db.session.rollback()
    return db.session.query(Seat).filter_by(person_id=person.id).order_by(Seat.id.desc()).first()  # type: ignore[return-value]


def holders(place: Municipality, *, on: date | None = None) -> list[str]:
    """Who holds a seat on a day, by name."""
    db.session.rollback()
    day = on or today()
    seats = db.session.query(Seat).filter_by(municipality_id=place.id).all()
    return sorted(
        seat.person.name for seat in seats if seat.from_date <= day and (seat.to_date is None or seat.to_date >= day)
    )


def asked(act: Callable[[], object]) -> int:
    """How many statements the database was given meanwhile."""
    with statements() as given:
        act()
    return len(given)


def everything() -> list[tuple[object, ...]]:
    """What a refused request must not change: every person, seat and part."""
    db.session.rollback()
    people = [(one.id, one.name, one.email) for one in db.session.query(Person).order_by(Person.id)]
    seats = [
        (one.id, one.person_id, one.from_date, one.to_date, one.party)
        for one in db.session.query(Seat).order_by(Seat.id)
    ]
    parts = [
        (role.person_id, role.role, role.municipality_id)
        for one in db.session.query(Person).order_by(Person.id)
        for role in one.roles
    ]
    return [*people, *seats, *parts]
