"""Setting a network up: the one-time address, the first person, and what the first pages ask for."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from network.core import clock, language
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.people import municipality_list, queries
from network.people import rules as people_rules
from network.people.models import Municipality, Network, SetupInvitation
from network.people.queries import setup as setup_queries
from network.people.rules import setup as rules
from network.people.services import register
from network.people.services.sessions import TOKEN_BYTES, begin_session


@dataclass(frozen=True)
class Begun:
    """The first person, signed in. `secret` is the cookie's value."""

    person_id: int
    session_id: int
    secret: str


@dataclass(frozen=True)
class Description:
    """What the first page asks for."""

    name: str
    owner: str
    language: str
    privacy_contact: str


@dataclass(frozen=True)
class Part:
    """How a municipality belongs to the network. Who owns it need not take part, and the other way round."""

    takes_part: bool
    is_owner: bool


def is_open() -> bool:
    """Whether somebody may still begin: no demo, and nobody leads the network."""
    return not queries.is_demo() and not setup_queries.has_lead()


def invite_first() -> str | None:
    """A new one-time token, which voids those before it; None when somebody leads the network already."""
    if not is_open():
        return None
    token, now = secrets.token_urlsafe(TOKEN_BYTES), clock.now()
    former = update(SetupInvitation).where(SetupInvitation.used_at.is_(None), SetupInvitation.ends_at > now)
    db.session.execute(former.values(ends_at=now))
    invitation = SetupInvitation(
        token_hash=people_rules.fingerprint(token), made_at=now, ends_at=now + rules.INVITATION_LASTS
    )
    db.session.add(invitation)
    db.session.flush()
    audit(None, "setup.invite", "setup", invitation.id)
    return token


def way_in(token: str) -> Literal["ready", "used", "old", "wrong"]:
    """What a set-up address is good for, without using it."""
    invitation = setup_queries.invitation_by_token(people_rules.fingerprint(token))
    if invitation is None:
        return "wrong"
    found = rules.way_in(
        made_at=invitation.made_at, ends_at=invitation.ends_at, used_at=invitation.used_at, now=clock.now()
    )
    return "used" if found == "ready" and not is_open() else found


def begin(token: str, *, name: str, email: str, device: str) -> Begun:
    """Spend the address: its user leads and administers the network, which now has a row, and is signed in.

    Raises Conflict when the address is used, old or wrong, Invalid for a name or an e-mail address that is none.
    """
    if way_in(token) != "ready" or not _spend(token):
        raise Conflict(_("This address no longer works."))
    address = people_rules.clean_email(email)
    person = queries.person_by_email(address) or register.add_person(name=name, email=address)
    if queries.the_network() is None:
        network = register.found_network(name="", owner="", language=language.current(), by=person.id)
        network.privacy_contact, network.setup_step = person.email or "", rules.FIRST_PAGE
    for role in (setup_queries.LEAD, "administrator"):
        register.give_role(person, role, by=person.id)
    session_id, secret = begin_session(person.id, device=device)
    return Begun(person_id=person.id, session_id=session_id, secret=secret)


def describe_network(network: Network, told: Description, *, by: int | None) -> None:
    """Write down what the network is called, who owns it, what it speaks and who answers for privacy.

    Raises Invalid for a language that we do not speak.
    """
    if told.language not in language.LANGUAGES:
        raise Invalid("language", _("Choose one of the languages."))
    network.name, network.owner = told.name, told.owner
    network.language, network.privacy_contact = told.language, told.privacy_contact
    audit(by, "network.edit", "network", network.id)


def pass_page(network: Network, page: int) -> None:
    """A page of the set-up is stored: remember which comes next."""
    network.setup_step = rules.step_after(network.setup_step, page)


def set_seat_limits(network: Network, *, fewest: int, most: int, by: int | None) -> None:
    """How many fixed seats a municipality shall have at least, and at most.

    Raises Invalid.
    """
    if not rules.FEWEST_SEATS <= fewest <= rules.MOST_SEATS:
        raise Invalid("min_seats", _("Choose a number from 1 to 5."))
    if not fewest <= most <= rules.MOST_SEATS:
        raise Invalid("max_seats", _("Choose a number from the fewest seats to 5."))
    network.min_seats, network.max_seats = fewest, most
    audit(by, "network.edit", "network", network.id, min_seats=fewest, max_seats=most)


def add_listed(numbers: Sequence[str], *, language: str, by: int | None) -> None:
    """Take municipalities of the built-in list into the network, as participants and owners.

    One that is there already only takes part again. Raises Invalid for a number that the list lacks.
    """
    listed = municipality_list.by_number()
    unknown = [number for number in numbers if number not in listed]
    if unknown:
        raise Invalid("municipality", _("There is no municipality with the number %(number)s.", number=unknown[0]))
    known = {municipality.number: municipality for municipality in queries.municipalities()}
    for number in dict.fromkeys(numbers):
        municipality = known.get(number) or register.add_municipality(
            number=number, name=listed[number].name, language=language, by=by
        )
        _set_part(municipality, Part(takes_part=True, is_owner=municipality.is_owner is not False), by=by)


def set_parts(parts: Mapping[int, Part], *, by: int | None) -> None:
    """Say of municipalities, by id, how they belong. One that neither owns nor takes part leaves, without a trace if
    nothing hangs on it.
    """
    for municipality in queries.municipalities():
        part = parts.get(municipality.id)
        if part is None or municipality.ended_on is not None:
            continue
        if part.takes_part or part.is_owner or not _is_taken_out(municipality, by=by):
            _set_part(municipality, part, by=by)


def forget_invitations(before: datetime) -> int:
    """Delete one-time addresses that ran out before this moment. Says how many."""
    gone = delete(SetupInvitation).where(SetupInvitation.ends_at < before)
    return int(db.session.execute(gone).rowcount)  # type: ignore[attr-defined]


def part_of(municipality: Municipality) -> Part:
    """How it belongs today."""
    today = clock.now().date()
    has_left = municipality.left_on is not None and municipality.left_on <= today
    return Part(takes_part=municipality.joined_on is not None and not has_left, is_owner=municipality.is_owner)


def _spend(token: str) -> bool:
    """Whether it was we who used the address up: two at once cannot both."""
    own = update(SetupInvitation).where(
        SetupInvitation.token_hash == people_rules.fingerprint(token), SetupInvitation.used_at.is_(None)
    )
    return bool(db.session.execute(own.values(used_at=clock.now())).rowcount)  # type: ignore[attr-defined]


def _set_part(municipality: Municipality, part: Part, *, by: int | None) -> None:
    if part == part_of(municipality):
        return
    today = clock.now().date()
    if part.takes_part and not part_of(municipality).takes_part:
        municipality.joined_on, municipality.left_on = municipality.joined_on or today, None
    elif not part.takes_part and municipality.joined_on == today:
        municipality.joined_on = None
    elif not part.takes_part:
        municipality.left_on = today
    municipality.is_owner = part.is_owner
    db.session.flush()
    audit(by, "municipality.edit", "municipality", municipality.id)


def _is_taken_out(municipality: Municipality, *, by: int | None) -> bool:
    """Delete a row on which nothing hangs, as one that was chosen by mistake; False when something does."""
    municipality_id = municipality.id
    try:
        with db.session.begin_nested():
            db.session.delete(municipality)
            db.session.flush()
    except IntegrityError:
        return False
    audit(by, "municipality.delete", "municipality", municipality_id)
    return True
