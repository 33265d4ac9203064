"""Reading who is asked, who answered what, and who can be written to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from network.core.db import db
from network.jobs.models import FAILED, QUEUED, SENDING, OutgoingMail
from network.people.models import Municipality, Person
from network.sessions.gatherings.models import (
    Gathering,
    GatheringMember,
    GatheringRole,
    Invitation,
    Reply,
)
from network.sessions.gatherings.queries.members import day_of, members_of, seated_on
from network.sessions.gatherings.rules.answers import Wish


@dataclass(frozen=True)
class Invitee:
    """Somebody to ask, in which role, and for which municipality."""

    person: Person
    role: GatheringRole
    municipality: Municipality | None


@dataclass(frozen=True)
class Line:
    """An invitation, and how its mail fares: "sent", "waiting", "failed", "paper" (no mail), "unsent"."""

    invitation: Invitation
    mail: str


@dataclass(frozen=True)
class Comer:
    """Somebody who comes, as far as is known: she who was asked, or her substitute."""

    person: Person
    invitation: Invitation


def invite_key(invitation: Invitation) -> str:
    """The outbox's key of the one mail that asks."""
    return f"invite-{invitation.public_id}"


def invitees(gathering: Gathering) -> list[Invitee]:
    """Everybody to ask: those with a seat on that day, and all who were admitted by name. Each person once."""
    found: dict[int, Invitee] = {}
    for person, municipality in seated_on(day_of(gathering)):
        found[person.id] = Invitee(person, GatheringRole.PARTICIPANT, municipality)
    for member in members_of(gathering.id):
        if member.stands_in_for_id is None:
            known = found.get(member.person_id)
            place = member.municipality or (known.municipality if known else None)
            found[member.person_id] = Invitee(member.person, member.role, place)
    return sorted(found.values(), key=lambda one: (one.municipality.number if one.municipality else "~", one.person.id))


def invitation_by_public_id(public_id: str) -> Invitation | None:
    if "\x00" in public_id:  # PostgreSQL fails at one, SQLite finds nothing
        return None
    return db.session.scalar(_whole().where(Invitation.public_id == public_id))


def own_invitation(gathering_id: int, person_id: int | None) -> Invitation | None:
    rows = _whole().where(Invitation.gathering_id == gathering_id, Invitation.person_id == person_id)
    return db.session.scalar(rows.limit(1)) if person_id is not None else None


def invitations_of(gathering_id: int, *, municipality_id: int | None = None) -> Sequence[Invitation]:
    """All invitations, or a municipality's, by municipality and name."""
    rows = _whole().where(Invitation.gathering_id == gathering_id)
    if municipality_id is not None:
        rows = rows.where(Invitation.municipality_id == municipality_id)
    rows = rows.join(Invitation.person).outerjoin(Municipality, Municipality.id == Invitation.municipality_id)
    return db.session.scalars(rows.order_by(Municipality.number.is_(None), Municipality.number, Person.name)).all()


def lines(invitations: Iterable[Invitation]) -> list[Line]:
    """The invitations with the fate of their mails."""
    rows = list(invitations)
    keys = [invite_key(one) for one in rows]
    mails = select(OutgoingMail.key, OutgoingMail.state).where(OutgoingMail.key.in_(keys))
    states = {row[0]: row[1] for row in db.session.execute(mails)}
    return [Line(one, _fate(one, states.get(invite_key(one)))) for one in rows]


def comers(invitations: Iterable[Invitation]) -> list[Comer]:
    """Those who have said that they come. A substitute whom nobody has named yet is counted, but nobody to write to."""
    found: list[Comer] = []
    for one in invitations:
        if one.reply == Reply.YES:
            found.append(Comer(one.person, one))
        elif one.reply == Reply.SUBSTITUTE and one.substitute is not None:
            found.append(Comer(one.substitute, one))
    return found


def wishes(invitations: Iterable[Invitation]) -> list[Wish]:
    """What each place that will be taken needs, a substitute's with it."""
    return [
        Wish(one.food, one.transport, one.access_needs)
        for one in invitations
        if one.reply in (Reply.YES, Reply.SUBSTITUTE)
    ]


def answered_by_municipality(
    gathering_ids: Iterable[int], municipality_id: int | None = None
) -> dict[int, tuple[int, int, int]]:
    """Gathering id → how many were asked, have answered, and come; of one municipality, or of all."""
    comes = Invitation.reply.in_((Reply.YES, Reply.SUBSTITUTE))
    rows = select(
        Invitation.gathering_id, func.count(), func.count(Invitation.reply), func.count(case((comes, 1)))
    ).where(Invitation.gathering_id.in_(list(gathering_ids)), Invitation.sent_at.is_not(None))
    if municipality_id is not None:
        rows = rows.where(Invitation.municipality_id == municipality_id)
    found = db.session.execute(rows.group_by(Invitation.gathering_id))
    return {row[0]: (int(row[1]), int(row[2]), int(row[3])) for row in found}


def member_roles(gathering_id: int) -> dict[int, GatheringRole]:
    rows = select(GatheringMember.person_id, GatheringMember.role).where(GatheringMember.gathering_id == gathering_id)
    return {row[0]: row[1] for row in db.session.execute(rows)}


def _whole() -> Select[Invitation]:
    return select(Invitation).options(
        joinedload(Invitation.person),
        joinedload(Invitation.municipality),
        joinedload(Invitation.substitute),
        joinedload(Invitation.gathering),
    )


def _fate(invitation: Invitation, state: str | None) -> str:
    if state == FAILED:
        return "failed"
    if state in (QUEUED, SENDING):
        return "waiting"
    if invitation.sent_at is None:
        return "unsent"
    return "sent" if state is not None or invitation.person.email else "paper"
