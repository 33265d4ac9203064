"""Taking people in: one way for a pasted list, a seat that is handed over, and an election's newcomers."""

from collections.abc import Sequence
from datetime import date

from network.access.actor import Actor, actor_for
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Invalid
from network.core.language import gettext as _
from network.core.signals import rights_changed
from network.people import import_words, queries, rules
from network.people.models import Municipality, Person, Seat
from network.people.rules.imports.checking import Register, Verdict, Who, judge
from network.people.rules.imports.columns import Line
from network.people.services import register
from network.people.services.sessions import end_all_sessions


class Arrivals:
    """Takes in what a check has found good, line by line. `people` are those that this list has brought so far."""

    def __init__(self, by: Actor, *, today: date) -> None:
        self._by = by
        self._today = today
        self._people: dict[Who, Person] = {}

    def take(self, verdict: Verdict) -> None:
        """Make the person if she is new, and give her the part and the address that she lacks. Raises Conflict."""
        person = self.person(verdict)
        if verdict.adds:
            self._give_part(person, verdict)

    def person(self, verdict: Verdict) -> Person:
        """The person of a verdict: of this list, of the register, or new."""
        person = self._people.get(verdict.who)
        if person is None and verdict.known_id is not None:
            person = db.session.get_one(Person, verdict.known_id)
        if person is None:
            person = register.add_person(name=verdict.name, email=verdict.email, by=self._by.person_id)
        if verdict.email and person.email is None:
            change_address(person, verdict.email, by=self._by)
        self._people[verdict.who] = person
        return person

    def _give_part(self, person: Person, verdict: Verdict) -> None:
        place = db.session.get_one(Municipality, verdict.place_id) if verdict.place_id else None
        if verdict.role == "delegate" and place is not None:
            register.give_seat(person, place, from_date=self._today, party=verdict.party, by=self._by.person_id)
        elif verdict.role != "delegate":
            register.give_role(person, verdict.role, municipality=place, by=self._by.person_id)


def newcomer(
    by: Actor,
    municipality: Municipality,
    *,
    name: str,
    email: str,
    today: date,
) -> Verdict:
    """What one name and address mean in a municipality that has room.

    Raises Invalid(name or email) when she cannot be taken in, or has a seat already.
    """
    return newcomers(by, municipality, [(name, email)], today=today)[0]


def newcomers(by: Actor, municipality: Municipality, typed: Sequence[tuple[str, str]], *, today: date) -> list[Verdict]:
    """The same for several at once. Raises Invalid for the first that cannot be taken in: `name-2`, `email-2`."""
    known = queries.register_for(by, today=today)
    verdicts = judge(_lines(municipality, typed), _with_room(known, municipality, len(typed)))
    for number, verdict in enumerate(verdicts, start=1):
        for field, reason in verdict.faults.items():
            shown = field if field in ("name", "email") else "name"
            raise Invalid(f"{shown}-{number}", import_words.reason(reason))
        if not verdict.adds:
            raise Invalid(f"name-{number}", _("%(name)s already has a seat.", name=verdict.name))
    return verdicts


def _lines(municipality: Municipality, typed: Sequence[tuple[str, str]]) -> list[Line]:
    return [
        Line(number, number, name=name, email=email, municipality=municipality.name)
        for number, (name, email) in enumerate(typed, start=1)
    ]


def _with_room(known: Register, municipality: Municipality, count: int) -> Register:
    """The seats themselves are counted when they are given: here they are those that others leave."""
    return Register(
        places=known.places,
        place_names=known.place_names,
        people=known.people,
        free_seats={municipality.id: count},
        most_seats=known.most_seats,
        own_places=known.own_places,
    )


def change_address(person: Person, address: str | None, *, by: Actor) -> None:
    """Let a person in by another address. Sign-ins that came by the old one end.

    Raises Invalid for an address that is none or that somebody has, and when she has more rights than the one who
    would open her door (rule PE-6).
    """
    holder = actor_for(person.id)
    may = rules.may_open_for(by.roles, by.municipality_ids, holder=holder.roles, holder_places=holder.municipality_ids)
    if person.id != by.person_id and not may:
        raise Invalid("email", _("Only the project lead may change the address of %(name)s.", name=person.name))
    cleaned = rules.clean_email(address) if address else None
    if cleaned is not None and not rules.is_email(cleaned):
        raise Invalid("email", _("This does not look like an e-mail address."))
    taken = queries.person_by_email(cleaned) if cleaned else None
    if taken is not None and taken.id != person.id:
        raise Invalid("email", _("Somebody already has this e-mail address."))
    if cleaned == person.email:
        return
    had = person.email
    person.email = cleaned
    audit(by.person_id, "person.edit", "person", person.id, address=True)
    if had is not None:
        end_all_sessions(person.id, by=by.person_id)
        rights_changed.send(person_ids=[person.id])


def follower(seat: Seat) -> Seat | None:
    """The seat that this one was handed over to."""
    return db.session.query(Seat).filter(Seat.follows_id == seat.id).order_by(Seat.id).first()
