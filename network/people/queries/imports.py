"""Reading lists of people on their way in, and what the register says about those who stand on one."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from network.access.actor import Actor
from network.access.guard import NOTHING, allows
from network.core.db import db
from network.people import rules
from network.people.models import ImportDraft, Municipality, Person
from network.people.queries.network import municipalities_on, the_network
from network.people.queries.people import places_of
from network.people.queries.setup import seats_held_on
from network.people.rules.imports.checking import KnownPerson, Register
from network.people.rules.imports.columns import place_key


def draft_by_public_id(public_id: str) -> ImportDraft | None:
    if "\x00" in public_id:  # PostgreSQL fails at one, SQLite finds nothing
        return None
    return db.session.scalar(select(ImportDraft).where(ImportDraft.public_id == public_id))


def open_drafts_for(actor: Actor) -> list[ImportDraft]:
    """The actor's own lists that are not taken in, the latest first."""
    rows = select(ImportDraft).where(ImportDraft.person_id == actor.person_id, ImportDraft.applied_at.is_(None))
    return list(db.session.scalars(rows.order_by(ImportDraft.id.desc())))


def places_to_import_into(actor: Actor, *, today: date) -> list[Municipality]:
    """The municipalities whose people the actor may take in (`import.create`), by number."""
    alive = municipalities_on(today)
    return [one for one in alive if allows(actor, "import.create", one.facts())]


def register_for(actor: Actor, *, today: date) -> Register:
    """What a list is compared with, and where the actor may take people in."""
    own = frozenset(one.id for one in places_to_import_into(actor, today=today))
    is_for_all = allows(actor, "import.create", NOTHING)
    network = the_network()
    most = network.max_seats if network else rules.MAX_SEATS
    held = seats_held_on(today)
    alive = municipalities_on(today)
    return Register(
        places={place_key(text): one.id for one in alive for text in (one.name, one.number)},
        place_names={one.id: one.name for one in alive},
        people=[_known(one, actor, today) for one in _everybody()],
        free_seats={one.id: most - held.get(one.id, 0) for one in alive},
        most_seats=most,
        own_places=None if is_for_all else own,
    )


def _everybody() -> Iterable[Person]:
    rows = select(Person).options(selectinload(Person.roles), selectinload(Person.seats))
    return db.session.scalars(rows.order_by(Person.id))


def _known(person: Person, actor: Actor, today: date) -> KnownPerson:
    letters = {rules.ROLE_LETTERS[role.role] for role in person.roles}
    return KnownPerson(
        id=person.id,
        name=person.name,
        email=person.email,
        seats=frozenset(
            seat.municipality_id for seat in person.seats if rules.holds(seat.from_date, seat.to_date, today=today)
        ),
        parts=frozenset((role.role, role.municipality_id) for role in person.roles),
        places=frozenset({seat.municipality_id for seat in person.seats} | places_of(person, today=today)),
        may_get_address=rules.may_open_for(
            actor.roles, actor.municipality_ids, holder=letters, holder_places=places_of(person, today=today)
        ),
    )
