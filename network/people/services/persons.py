"""Looking after a person: her name, her address, her parts, and a way in when mail does not reach her."""

from collections.abc import Callable

from network.access.actor import Actor, actor_for
from network.core import language
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict, Invalid, NotAllowed
from network.core.language import gettext as _
from network.core.signals import rights_changed
from network.people import queries, rules
from network.people.models import Municipality, Person, PersonRole
from network.people.services import register, signing_in
from network.people.services.arrivals import change_address

LINK_MINUTES = 30
LONGEST_NAME = 80


def state_of(person: Person) -> str:
    """A fingerprint of what a form about her was made from (F16)."""
    said = (person.name, person.email or "", person.language or "")
    return rules.fingerprint("\n".join(said))[:16]


def change_person(
    person: Person, *, name: str, email: str | None, spoken: str | None, seen: str | None, by: Actor
) -> None:
    """Correct what is written down about a person. `seen` is the state that the form was made from.

    Raises Invalid(name, email, language), Conflict when somebody has changed her since.
    """
    cleaned = " ".join(name.split())
    if not cleaned or len(cleaned) > LONGEST_NAME:
        raise Invalid("name", _("Write a name of at most %(most)s characters.", most=LONGEST_NAME))
    if spoken is not None and spoken not in language.LANGUAGES:
        raise Invalid("language", _("Choose one of the languages."))
    address = rules.clean_email(email) if email else None
    if (cleaned, address, spoken) == (person.name, person.email, person.language):
        return
    if state_of(person) != seen:
        raise Conflict(_("Somebody else has changed this since you opened the page. Compare, and save again."))
    change_address(person, address, by=by)
    if (cleaned, spoken) != (person.name, person.language):
        person.name, person.language = cleaned, spoken
        audit(by.person_id, "person.edit", "person", person.id)


def give_part(person: Person, role: str, *, municipality: Municipality | None, by: Actor) -> None:
    """Give a person a part. Raises NotAllowed for one that the giver has not herself (rule PE-6), Invalid(role)."""
    if role not in rules.ROLE_LETTERS:
        raise Invalid("role", _("Choose a role."))
    if role in rules.NETWORK_WIDE:
        municipality = None
    elif municipality is None and role in rules.PLACED:
        raise Invalid("municipality", _("Choose the municipality that it is for."))
    _check_may_give(role, municipality.id if municipality else None, by=by)
    register.give_role(person, role, municipality=municipality, by=by.person_id)


def take_part(held: PersonRole, *, by: Actor) -> None:
    """Take one part from a person. Raises NotAllowed, Conflict for the network's last lead."""
    _check_may_give(held.role, held.municipality_id, by=by)
    if held.role == "project_lead" and queries.count_with_role("project_lead") == 1:
        raise Conflict(_("The network needs a project lead. Give somebody else that part first."))
    person = held.person
    person.roles.remove(held)
    db.session.delete(held)
    db.session.flush()
    audit(by.person_id, "role.delete", "person", person.id, role=held.role)
    rights_changed.send(person_ids=[person.id])


def way_in(person: Person, *, link_for: Callable[[str], str], by: Actor) -> str:
    """A link that signs this person in once, on any device, for half an hour: to be shown to her as a QR code.

    Raises NotAllowed when she has more rights than the one who asks (rule PE-6).
    """
    if not may_open_for(person, by):
        raise NotAllowed("role", _("Only somebody with the same rights may let this person in."))
    return signing_in.link_for_person(person, minutes=LINK_MINUTES, link_for=link_for, by=by.person_id)


def may_open_for(person: Person, by: Actor) -> bool:
    """Whether `by` may change her address or make her a link (rule PE-6)."""
    holder = actor_for(person.id)
    return rules.may_open_for(by.roles, by.municipality_ids, holder=holder.roles, holder_places=holder.municipality_ids)


def givable(by: Actor) -> list[str]:
    """The parts that somebody may give to others."""
    return [role for role in rules.ROLE_LETTERS if rules.may_give(by.roles, role)]


def may_take(held: PersonRole, by: Actor) -> bool:
    """Whether to offer it."""
    return _may_give(held.role, held.municipality_id, by=by)


def _may_give(role: str, municipality_id: int | None, *, by: Actor) -> bool:
    is_own = municipality_id in by.municipality_ids
    return rules.may_give(by.roles, role) and (bool(by.roles & rules.STRONG) or is_own)


def _check_may_give(role: str, municipality_id: int | None, *, by: Actor) -> None:
    if not _may_give(role, municipality_id, by=by):
        raise NotAllowed("role", _("This part is given by somebody who has it, or by the project lead."))
