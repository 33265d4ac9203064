"""Reading persons and the parts that they play. No party leaves this package."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from network.access.actor import Contribution
from network.core import clock
from network.core.db import db
from network.people import rules
from network.people.models import Municipality, Person, PersonRole, Seat
from network.people.queries.seats import held_on


def person_by_email(email: str) -> Person | None:
    """Who has this address, given clean (rules.clean_email)."""
    return db.session.scalar(select(Person).where(Person.email == email))


def people_with_role(role: str) -> Sequence[tuple[Person, Municipality | None]]:
    """Those who play a part in the network, with the municipality that it is for."""
    rows = select(PersonRole).where(PersonRole.role == role).order_by(PersonRole.id)
    found = db.session.scalars(rows.options(joinedload(PersonRole.person), joinedload(PersonRole.municipality)))
    return [(row.person, row.municipality) for row in found]


def municipality_names(person_ids: Sequence[int], *, today: date) -> dict[int, str]:
    """Person id → the municipality of her seat, else of her part as coordinator. Those without one are left out."""
    roles = (
        select(PersonRole.person_id, Municipality.name)
        .join(PersonRole.municipality)
        .where(PersonRole.person_id.in_(person_ids))
    )
    seats = (
        select(Seat.person_id, Municipality.name)
        .join(Seat.municipality)
        .where(Seat.person_id.in_(person_ids), held_on(today))
    )
    return {row[0]: row[1] for rows in (roles, seats) for row in db.session.execute(rows)}


def part_of(person_id: int) -> Contribution:
    """What this package knows of a person for the matrix: her name, the letters of her roles, her municipalities."""
    person = db.session.get(Person, person_id, options=(selectinload(Person.roles), selectinload(Person.seats)))
    if person is None:
        return Contribution()
    today = clock.now().date()
    seats = [seat for seat in person.seats if rules.holds(seat.from_date, seat.to_date, today=today)]
    letters = {rules.ROLE_LETTERS[role.role] for role in person.roles} | ({"D"} if seats else set())
    places = {seat.municipality_id for seat in seats}
    places |= {role.municipality_id for role in person.roles if role.municipality_id is not None}
    return Contribution(
        name=person.name, public_key=person.public_key, roles=frozenset(letters), municipality_ids=frozenset(places)
    )
