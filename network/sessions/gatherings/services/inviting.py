"""Asking people to come, reminding the silent, and telling what has changed. Each mail leaves once (F10, F26)."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.jobs.services import queue_mail
from network.people import queries as people
from network.people import rules as people_rules
from network.people.models import Person
from network.people.services import register
from network.sessions.gatherings.letters import FOR_CALENDARS, Links, letter
from network.sessions.gatherings.models import Gathering, GatheringMember, GatheringRole, Invitation, Reply
from network.sessions.gatherings.queries import invitations as queries
from network.sessions.gatherings.queries.calendar import calendar_attachment
from network.sessions.gatherings.queries.members import former_delegates
from network.sessions.gatherings.queries.members import member as member_of
from network.sessions.gatherings.queries.programme import Timed, programme
from network.sessions.gatherings.rules.answers import may_remind
from network.sessions.gatherings.services.members import admit, dismiss, take_back_stand_in
from network.sessions.gatherings.services.planning import PUBLIC_ID_BYTES

LinksFor = Callable[[Invitation, bool], Links]
"""The addresses in a mail about this invitation; with True the reader may answer it."""
OTHERS = (GatheringRole.OFFICIAL, GatheringRole.SPEAKER, GatheringRole.GUEST, GatheringRole.FACILITATOR)


@dataclass(frozen=True)
class Newcomer:
    """Somebody asked by name who need not be known yet."""

    name: str
    email: str
    role: GatheringRole
    municipality_id: int | None = None


def invite_all(actor_id: int | None, gathering: Gathering, *, links_for: LinksFor) -> int:
    """Ask everybody who has not been asked. Says how many; pressed twice, the second asks nobody (rule GA-6).

    Those asked are admitted at once: they must see what they are asked to. Who has no address gets no mail, only the
    letter on paper. Who was asked for a seat that has passed on is taken off the list.
    Raises Conflict when the gathering is called off or over.
    """
    still_on(gathering)
    _let_go_former(actor_id, gathering)
    items = programme(gathering)
    asked = 0
    for invitee in queries.invitees(gathering):
        invitation = _invitation_of(gathering, invitee)
        if invitation.sent_at is None:
            invitation.sent_at = clock.now()
            _post("invitation", queries.invite_key(invitation), invitation, links_for, items=items)
            asked += 1
    gathering.invited_at = gathering.invited_at or clock.now()
    db.session.flush()
    if asked:
        audit(actor_id, "invitation.create", "gathering", gathering.id, asked=asked)
    return asked


def ask_other(actor_id: int | None, gathering: Gathering, newcomer: Newcomer) -> GatheringMember:
    """Put an official, a speaker, a guest or one more facilitator on the list; the mail leaves with the others'.

    Raises Invalid for a role that is not given so, a name that is none, or an address that is none.
    """
    if newcomer.role not in OTHERS:
        raise Invalid("role", _("Choose what this person is at the gathering."))
    address = people_rules.clean_email(newcomer.email)
    person = people.person_by_email(address) if address else None
    if person is None:
        person = register.add_person(name=newcomer.name, email=address or None, by=actor_id)
    audit(actor_id, "gathering.admit", "person", person.id, role=str(newcomer.role))
    return admit(gathering, person.id, newcomer.role, municipality_id=newcomer.municipality_id)


def take_off(actor_id: int | None, gathering: Gathering, person_id: int) -> None:
    """Take somebody who was asked by name off the list again.

    Raises Conflict for the last facilitator, who would leave nobody to lead.
    """
    member = member_of(gathering.id, person_id)
    if member is None or member.role not in OTHERS:
        return
    leaders = [one for one, role in queries.member_roles(gathering.id).items() if role == GatheringRole.FACILITATOR]
    if leaders == [person_id]:
        raise Conflict(_("Somebody must lead the gathering. Add another facilitator first."))
    _let_go(actor_id, gathering, member)


def _let_go_former(actor_id: int | None, gathering: Gathering) -> None:
    """Seats pass on between an invitation and its day: whom they have left is waited for no more (A2)."""
    for member in former_delegates(gathering):
        take_back_stand_in(gathering, member.person_id)
        _let_go(actor_id, gathering, member)


def _let_go(actor_id: int | None, gathering: Gathering, member: GatheringMember) -> None:
    invitation = queries.own_invitation(gathering.id, member.person_id)
    if invitation is not None:
        db.session.delete(invitation)
    audit(actor_id, "gathering.dismiss", "person", member.person_id)
    dismiss(member)


def remind_silent(actor_id: int | None, gathering: Gathering, *, links_for: LinksFor) -> int:
    """Remind those who were asked and have not answered, and nobody twice within a day (rule GA-9). Says how many.

    Who was asked for a seat that has passed on is taken off the list.
    """
    still_on(gathering)
    _let_go_former(actor_id, gathering)
    now = clock.now()
    day = now.astimezone(ZoneInfo(gathering.zone)).strftime("%Y%m%d")
    reminded = 0
    for invitation in queries.invitations_of(gathering.id):
        is_due = may_remind(
            has_answered=invitation.reply is not None,
            sent_at=invitation.sent_at,
            reminded_at=invitation.reminded_at,
            now=now,
        )
        if is_due and invitation.person.email:
            invitation.reminded_at = now
            _post("reminder", f"remind-{invitation.public_id}-{day}", invitation, links_for)
            reminded += 1
    db.session.flush()
    audit(actor_id, "invitation.remind", "gathering", gathering.id, reminded=reminded)
    return reminded


def send_practical(actor_id: int | None, gathering: Gathering, *, links_for: LinksFor) -> int:
    """Programme, room and travel for those who come; once for each state of the programme. Says how many."""
    still_on(gathering)
    going = queries.comers(queries.invitations_of(gathering.id))
    return _tell(actor_id, "practical", gathering, going, links_for, state=gathering.version)


def tell_changed(actor_id: int | None, gathering: Gathering, *, links_for: LinksFor) -> int:
    """Tell everybody who was asked and has not said no that time, place or title is another. Says how many."""
    still_on(gathering)
    return _tell(actor_id, "changed", gathering, _concerned(gathering), links_for, state=gathering.calendar_sequence)


def tell_cancelled(actor_id: int | None, gathering: Gathering, *, links_for: LinksFor) -> int:
    """Tell the same people that the gathering is called off. Says how many."""
    return _tell(actor_id, "cancelled", gathering, _concerned(gathering), links_for, state=0)


def send_trial(gathering: Gathering, person: Person, links: Links) -> None:
    """The invitation as the others would get it, to the lead herself; once a minute."""
    text = letter("invitation", gathering, person, links, programme=programme(gathering))
    minute = clock.now().strftime("%Y%m%d%H%M")
    queue_mail(
        key=f"trial-{gathering.public_id}-{person.id}-{minute}",
        kind="invitation",
        recipient=person.email,
        language=text.language,
        subject=text.subject,
        body=text.body,
        attachments=[calendar_attachment(gathering, person, links.gathering)],
    )


def still_on(gathering: Gathering) -> None:
    """Raises Conflict when nobody should be written to about this gathering any more."""
    if gathering.cancelled_at is not None:
        raise Conflict(_("This gathering is called off. No more mail is sent about it."))
    if gathering.ends_at <= clock.now():
        raise Conflict(_("This gathering is over. No more mail is sent about it."))


def _invitation_of(gathering: Gathering, invitee: queries.Invitee) -> Invitation:
    place = invitee.municipality.id if invitee.municipality else None
    invitation = queries.own_invitation(gathering.id, invitee.person.id)
    if invitation is None:
        admit(gathering, invitee.person.id, invitee.role, municipality_id=place)
        invitation = Invitation(
            public_id=secrets.token_urlsafe(PUBLIC_ID_BYTES),
            gathering=gathering,
            person=invitee.person,
            municipality_id=place,
        )
        db.session.add(invitation)
        db.session.flush()
    return invitation


def _concerned(gathering: Gathering) -> list[queries.Comer]:
    asked = [one for one in queries.invitations_of(gathering.id) if one.sent_at is not None]
    going = queries.comers(asked)
    return going + [queries.Comer(one.person, one) for one in asked if one.reply is None or _is_open(one)]


def _is_open(invitation: Invitation) -> bool:
    """A substitute is to come, and nobody has said who: she who was asked must hear."""
    return invitation.reply == Reply.SUBSTITUTE and invitation.substitute_id is None


def _tell(
    actor_id: int | None,
    kind: str,
    gathering: Gathering,
    readers: Sequence[queries.Comer],
    links_for: LinksFor,
    *,
    state: int,
) -> int:
    items = programme(gathering)
    for reader in readers:
        key = f"{kind}-{gathering.public_id}-{reader.person.id}-{state}"
        _post(kind, key, reader.invitation, links_for, items=items, to=reader.person)
    audit(actor_id, f"invitation.{kind}", "gathering", gathering.id, told=len(readers))
    return len([reader for reader in readers if reader.person.email])


def _post(
    kind: str,
    key: str,
    invitation: Invitation,
    links_for: LinksFor,
    *,
    items: Iterable[Timed] = (),
    to: Person | None = None,
) -> None:
    """Put one mail in the outbox, if its reader has an address."""
    reader = to or invitation.person
    if not reader.email:
        return
    links = links_for(invitation, reader.id == invitation.person_id)
    text = letter(kind, invitation.gathering, reader, links, programme=list(items))
    carries = [calendar_attachment(invitation.gathering, reader, links.gathering)] if kind in FOR_CALENDARS else []
    queue_mail(
        key=key,
        kind=kind,
        recipient=reader.email,
        language=text.language,
        subject=text.subject,
        body=text.body,
        useless_after=invitation.gathering.ends_at,
        attachments=carries,
    )
