"""Keeping the network's register: municipalities, persons, seats, roles."""

import secrets
from collections.abc import Sequence
from datetime import date

from network.core import language
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.core.signals import rights_changed
from network.people import queries, rules
from network.people.models import Municipality, Network, Person, PersonRole, Seat
from network.people.services.sessions import end_all_sessions


def found_network(*, name: str, owner: str, language: str, is_demo: bool = False, by: int | None = None) -> Network:
    """Write down which network this installation serves.

    Raises Conflict if it has one.
    """
    if queries.the_network() is not None:
        raise Conflict(_("This installation already has a network."))
    network = Network(name=name, owner=owner, language=language, is_demo=is_demo)
    db.session.add(network)
    db.session.flush()
    audit(by, "network.create", "network", network.id, is_demo=is_demo)
    return network


def add_municipality(
    *, number: str, name: str, language: str, joined_on: date | None = None, by: int | None = None
) -> Municipality:
    """Take a municipality into the register; with `joined_on` it takes part."""
    municipality = Municipality(number=number, name=name, language=language, joined_on=joined_on)
    db.session.add(municipality)
    db.session.flush()
    audit(by, "municipality.create", "municipality", municipality.id)
    return municipality


def end_municipality(municipality: Municipality, *, on: date, successor: Municipality | None, by: int | None) -> None:
    """A municipality ceases to be; its history stays under its name, what is unfinished passes to the successor.

    Raises Invalid when it would succeed itself, also by way of others.
    """
    heir = successor
    while heir is not None:
        if heir.id == municipality.id:
            raise Invalid("successor", _("A municipality cannot be its own successor."))
        heir = db.session.get(Municipality, heir.successor_id) if heir.successor_id else None
    municipality.ended_on = on
    municipality.left_on = municipality.left_on or on
    municipality.successor_id = successor.id if successor else None
    audit(by, "municipality.edit", "municipality", municipality.id)


def add_person(*, name: str, email: str | None, language: str | None = None, by: int | None = None) -> Person:
    """Take a person into the register.

    Raises Invalid for an address that is none or that somebody has.
    """
    address = rules.clean_email(email) if email else None
    if not name.strip():
        raise Invalid("name", _("Write a name."))
    if address is not None and not rules.is_email(address):
        raise Invalid("email", _("This does not look like an e-mail address."))
    if address is not None and queries.person_by_email(address) is not None:
        raise Invalid("email", _("Somebody already has this e-mail address."))
    person = Person(public_key=secrets.token_urlsafe(12), name=name.strip(), email=address, language=language)
    db.session.add(person)
    db.session.flush()
    audit(by, "person.create", "person", person.id)
    return person


def give_seat(
    person: Person,
    municipality: Municipality,
    *,
    from_date: date,
    to_date: date | None = None,
    party: str | None = None,
    follows: Seat | None = None,
    by: int | None = None,
) -> Seat:
    """Make a person one of the municipality's fixed delegates. A party that she has withdrawn stays withdrawn (PE-2).

    Raises Conflict when all its seats are held on some day of the period.
    """
    check_room(municipality, rules.Period(from_date, to_date))
    is_withdrawn = queries.has_withdrawn_party(person.id)
    seat = Seat(
        person_id=person.id,
        municipality_id=municipality.id,
        party=None if is_withdrawn else party or None,
        is_party_withdrawn=is_withdrawn,
        from_date=from_date,
        to_date=to_date,
        follows_id=follows.id if follows else None,
    )
    db.session.add(seat)
    db.session.flush()
    audit(by, "seat.create", "seat", seat.id)
    rights_changed.send(person_ids=[person.id])
    return seat


def check_room(municipality: Municipality, during: rules.Period, *, but: Sequence[int] = ()) -> None:
    """See that one more seat fits, when the seats `but` (ids) are not counted. Raises Conflict with the reason."""
    network = queries.the_network()
    most = network.max_seats if network else rules.MAX_SEATS
    if not rules.has_room(queries.periods(municipality.id, but=but), during, most=most):
        message = _(
            "%(municipality)s already has its %(most)s fixed delegates. End a seat or hand one over first.",
            municipality=municipality.name,
            most=most,
        )
        raise Conflict(message)


def give_role(person: Person, role: str, *, municipality: Municipality | None = None, by: int | None = None) -> None:
    """Give a person a part in the network. One that can do harm ends her sign-ins: she comes in anew with short ones.

    Raises Invalid for an unknown role, or one whose municipality is missing or too much.
    """
    if not rules.has_right_place(role, has_municipality=municipality is not None):
        raise Invalid("role", _("Choose a role, and a municipality for a coordinator."))
    place = municipality.id if municipality else None
    if any(held.role == role and held.municipality_id == place for held in person.roles):
        return
    person.roles.append(PersonRole(role=role, municipality_id=place))
    db.session.flush()
    audit(by, "role.create", "person", person.id, role=role)
    if rules.ROLE_LETTERS[role] in rules.STRONG:
        end_all_sessions(person.id, by=by)
    rights_changed.send(person_ids=[person.id])


def take_role(person: Person, role: str, *, by: int | None = None) -> None:
    """Take a part from a person, in every municipality where she has it."""
    for held in [held for held in person.roles if held.role == role]:
        person.roles.remove(held)
        db.session.delete(held)
    db.session.flush()
    audit(by, "role.delete", "person", person.id, role=role)
    rights_changed.send(person_ids=[person.id])


def change_language(person_id: int, code: str) -> None:
    """Speak another language to this person from now on.

    Raises Invalid for a language that we do not speak.
    """
    if code not in language.LANGUAGES:
        raise Invalid("language", _("Choose one of the languages."))
    db.session.get_one(Person, person_id).language = code
