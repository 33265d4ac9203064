"""Reading persons and the parts that they play. No party leaves this package."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from network.access.actor import Actor, Contribution
from network.access.guard import NOTHING, allows
from network.access.scopes import Facts
from network.core import clock
from network.core.db import db
from network.core.reading import once
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
    if not person_ids:
        return {}
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


@once
def part_of(person_id: int) -> Contribution:
    """What this package knows of a person: her name and where she is from (as `municipality_names` has it), and for the
    matrix the letters of her roles and her municipalities.
    """
    return part_in(db.session.execute(_part(), {"person_id": person_id}).all())


@cache
def _part() -> Select[Any]:
    return with_part(select(Person.id).where(Person.id == bindparam("person_id")))


_of_role, _of_seat = aliased(Municipality), aliased(Municipality)


def with_part(people: Select[Any]) -> Select[Any]:
    """The same question with what makes each person's part, for `part_in`: a row for each pair of a role and a seat.

    Each request asks it. Plain columns take a third of the time that objects take.
    """
    rows = people.add_columns(
        Person.name,
        Person.public_key,
        PersonRole.role,
        PersonRole.municipality_id.label("role_place"),
        _of_role.name.label("role_from"),
        Seat.municipality_id.label("seat_place"),
        _of_seat.name.label("seat_from"),
        Seat.from_date,
        Seat.to_date,
    )
    rows = rows.outerjoin(PersonRole, PersonRole.person_id == Person.id)
    rows = rows.outerjoin(_of_role, _of_role.id == PersonRole.municipality_id)
    rows = rows.outerjoin(Seat, Seat.person_id == Person.id)
    rows = rows.outerjoin(_of_seat, _of_seat.id == Seat.municipality_id)
    return rows.order_by(PersonRole.id, Seat.from_date)


def part_in(rows: Sequence[Row[Any]]) -> Contribution:
    """The part of the one person of whom these rows tell; of nobody when there are none."""
    if not rows:
        return Contribution()
    today = clock.now().date()
    held = [row for row in rows if row.seat_place is not None and rules.holds(row.from_date, row.to_date, today=today)]
    letters = {rules.ROLE_LETTERS[row.role] for row in rows if row.role is not None} | ({"D"} if held else set())
    places = {row.role_place for row in rows if row.role_place is not None} | {row.seat_place for row in held}
    named = [row.role_from for row in rows if row.role_from is not None] + [row.seat_from for row in held]
    return Contribution(
        name=rows[0].name,
        public_key=rows[0].public_key,
        municipality=named[-1] if named else "",
        roles=frozenset(letters),
        municipality_ids=frozenset(places),
    )


@dataclass(frozen=True)
class Belonging:
    """A person as somebody looks after her: where she belongs decides who may (`person.edit_other`)."""

    person: Person
    municipality_id: int | None

    def facts(self) -> Facts:
        return Facts(owner_id=self.person.id, municipality_id=self.municipality_id)


def person_by_key(public_key: str) -> Person | None:
    if "\x00" in public_key:  # PostgreSQL fails at one, SQLite finds nothing
        return None
    rows = select(Person).where(Person.public_key == public_key)
    return db.session.scalar(rows.options(selectinload(Person.roles), selectinload(Person.seats)))


def belonging_for(actor: Actor, person: Person | None) -> Belonging | None:
    """The person, in a municipality of the actor's own if she belongs to one of them, now or with a seat to come."""
    if person is None:
        return None
    places = places_of(person, today=clock.now().date())
    shared = sorted(places & actor.municipality_ids) or sorted(places)
    return Belonging(person, shared[0] if shared else None)


def places_of(person: Person, *, today: date) -> set[int]:
    """The municipalities that a person belongs to by a seat that is not over, or by a part."""
    seats = {seat.municipality_id for seat in person.seats if seat.to_date is None or seat.to_date >= today}
    return seats | {role.municipality_id for role in person.roles if role.municipality_id is not None}


def people_for(actor: Actor, *, words: str = "", today: date) -> Sequence[Person]:
    """Those whom the actor may look after (`person.edit_other`), by name, with `words` in their name or address."""
    rows = select(Person)
    if not allows(actor, "person.edit_other", NOTHING):
        places = actor.municipality_ids if "K" in actor.roles else frozenset[int]()
        lasting = Seat.municipality_id.in_(places) & or_(Seat.to_date.is_(None), Seat.to_date >= today)
        seated = select(Seat.person_id).where(lasting)
        placed = select(PersonRole.person_id).where(PersonRole.municipality_id.in_(places))
        rows = rows.where(Person.id.in_(seated) | Person.id.in_(placed))
    found = db.session.scalars(rows.order_by(func.lower(Person.name), Person.id)).all()
    wanted = _folded(words).split()
    return [one for one in found if all(word in _folded(f"{one.name} {one.email or ''}") for word in wanted)]


def people_of(municipality_id: int, role: str) -> Sequence[Person]:
    """Those who play a part in a municipality, in the order in which they got it."""
    rows = select(PersonRole).where(PersonRole.municipality_id == municipality_id, PersonRole.role == role)
    return [
        one.person for one in db.session.scalars(rows.options(joinedload(PersonRole.person)).order_by(PersonRole.id))
    ]


def parts_of(person_ids: Sequence[int], *, today: date) -> dict[int, list[tuple[str, str]]]:
    """Person id → (role, municipality's name or nothing), her seat first as `delegate`. Those without are left out."""
    seats = select(Seat.person_id, Municipality.name).join(Seat.municipality)
    roles = select(PersonRole.person_id, PersonRole.role, Municipality.name).outerjoin(PersonRole.municipality)
    parts: dict[int, list[tuple[str, str]]] = {}
    for person_id, place in db.session.execute(seats.where(Seat.person_id.in_(person_ids), held_on(today))):
        parts.setdefault(person_id, []).append(("delegate", place))
    for person_id, role, place in db.session.execute(
        roles.where(PersonRole.person_id.in_(person_ids)).order_by(PersonRole.id)
    ):
        parts.setdefault(person_id, []).append((role, place or ""))
    return parts


def part_by_id(part_id: int) -> PersonRole | None:
    return db.session.get(PersonRole, part_id)


def count_with_role(role: str) -> int:
    """How many play a part."""
    rows = select(func.count(PersonRole.person_id.distinct())).where(PersonRole.role == role)
    return int(db.session.scalar(rows) or 0)


def _folded(text: str) -> str:
    """Small letters without marks, so that `soreide` finds Søreide typed on another keyboard too."""
    plain = text.casefold().translate({ord("ø"): "o", ord("æ"): "ae", ord("å"): "a"})
    return "".join(letter for letter in unicodedata.normalize("NFD", plain) if not unicodedata.combining(letter))
