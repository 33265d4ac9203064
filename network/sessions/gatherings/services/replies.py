"""Answering an invitation: by the link in the mail, by the coordinator, or by oneself when signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.core.signals import hall_changed
from network.jobs.services import queue_mail
from network.people import queries as people
from network.people import rules as people_rules
from network.people.models import Person
from network.people.services import register
from network.sessions.gatherings.letters import Links, letter
from network.sessions.gatherings.models import Gathering, Invitation, Reply
from network.sessions.gatherings.queries.calendar import calendar_attachment
from network.sessions.gatherings.queries.invitations import own_invitation
from network.sessions.gatherings.rules.answers import MOST_ANSWERS
from network.sessions.gatherings.services.members import stand_in, take_back_stand_in

SubstituteLinks = Callable[[Invitation], Links]


@dataclass(frozen=True)
class Answer:
    """What somebody answers. The substitute may be named later; needs are of whoever comes."""

    reply: Reply
    food: str = ""
    transport: str = ""
    access_needs: str = ""
    substitute_name: str = ""
    substitute_email: str = ""


def state_of(invitation: Invitation) -> Literal["open", "cancelled", "over"]:
    """Whether the invitation can still be answered: until the gathering ends (rule GA-7)."""
    if invitation.gathering.cancelled_at is not None:
        return "cancelled"
    return "open" if is_before_end(invitation.gathering) else "over"


def is_before_end(gathering: Gathering) -> bool:
    return clock.now() < gathering.ends_at


def give_answer(
    invitation: Invitation, answer: Answer, *, by_id: int | None, links_for: SubstituteLinks
) -> Person | None:
    """Store an answer, in place of the one before. `by_id` is who gave it, if somebody else did. Gives the substitute.

    Raises Conflict when it is too late, or when one link is used to change its mind without end; Invalid for a
    substitute who cannot be one.
    """
    if state_of(invitation) != "open":
        raise Conflict(_("This gathering is over or called off, so the answer can no longer be changed."))
    if invitation.version > MOST_ANSWERS:
        raise Conflict(_("This answer has been changed very often. Write to whoever invited you, and they will help."))
    invitation.reply, invitation.replied_at, invitation.by_id = answer.reply, clock.now(), by_id
    invitation.food, invitation.transport = answer.food, answer.transport
    invitation.access_needs = answer.access_needs
    invitation.version += 1
    substitute = _settle_substitute(invitation, answer, links_for)
    db.session.flush()
    audit(by_id or invitation.person_id, "reply.create", "invitation", invitation.id, reply=str(answer.reply))
    hall_changed.send(gathering_id=invitation.gathering_id)
    return substitute


def name_stand_in(actor_id: int | None, gathering: Gathering, person: Person, *, for_id: int) -> None:
    """This person takes that delegate's place, also on the day itself; an invitation says so (A2). Twice is once."""
    stand_in(gathering, person.id, for_id=for_id)
    invitation = own_invitation(gathering.id, for_id)
    says = (Reply.SUBSTITUTE, person.id)
    if invitation is not None and (invitation.reply, invitation.substitute_id) != says:
        invitation.reply, invitation.substitute = Reply.SUBSTITUTE, person
        invitation.replied_at, invitation.by_id = clock.now(), actor_id
        invitation.version += 1
    db.session.flush()
    audit(actor_id, "gathering.stand_in", "person", person.id, stands_in_for=for_id)
    hall_changed.send(gathering_id=gathering.id)


def find_or_add(answer: Answer, *, now: Person | None = None) -> Person:
    """The person of this address, else a new one. Whoever types an address never learns whose it is, nor whether it is
    known: a name is asked for before the register is.

    `now` is the substitute so far: her name typed again, without an address, means her (F10).
    """
    address = people_rules.clean_email(answer.substitute_email)
    if now is not None and not address and now.name == answer.substitute_name.strip():
        return now
    if address and not people_rules.is_email(address):
        raise Invalid("substitute_email", _("This does not look like an e-mail address."))
    if not answer.substitute_name.strip():
        raise Invalid("substitute_name", _("Write the name of the person who comes instead."))
    person = people.person_by_email(address) if address else None
    return person or register.add_person(name=answer.substitute_name, email=address or None)


def _settle_substitute(invitation: Invitation, answer: Answer, links_for: SubstituteLinks) -> Person | None:
    """A new name replaces the substitute before; none keeps her; another answer than "vara" lets her go."""
    if answer.reply != Reply.SUBSTITUTE:
        invitation.substitute = None
        take_back_stand_in(invitation.gathering, invitation.person_id)
        return None
    if answer.substitute_name.strip() or answer.substitute_email.strip():
        person = find_or_add(answer, now=invitation.substitute)
        stand_in(invitation.gathering, person.id, for_id=invitation.person_id)
        invitation.substitute = person
        db.session.flush()
        _tell_substitute(invitation, person, links_for(invitation))
    return invitation.substitute


def _tell_substitute(invitation: Invitation, person: Person, links: Links) -> None:
    """Without an address nobody is told by us; whoever answered does it."""
    text = letter("substitute", invitation.gathering, person, links)
    if person.email:
        queue_mail(
            key=f"substitute-{invitation.public_id}-{person.id}",
            kind="substitute",
            recipient=person.email,
            language=text.language,
            subject=text.subject,
            body=text.body,
            useless_after=invitation.gathering.ends_at,
            attachments=[calendar_attachment(invitation.gathering, person, links.gathering)],
        )
