"""Who is admitted to a gathering, and who takes whose place there."""

from sqlalchemy import select

from network.core.db import db
from network.core.errors import Conflict
from network.core.language import gettext as _
from network.core.signals import hall_changed, rights_changed
from network.sessions.gatherings.models import Attendance, Gathering, GatheringMember, GatheringRole
from network.sessions.gatherings.queries import members as queries


def admit(
    gathering: Gathering,
    person_id: int,
    role: GatheringRole = GatheringRole.PARTICIPANT,
    *,
    municipality_id: int | None = None,
    stands_in_for_id: int | None = None,
) -> GatheringMember:
    """Let a person into the gathering in this role; one who is in already gets the new role.

    Without `municipality_id` a participant comes for the municipality of her seat on that day, if she has one.
    """
    member = db.session.get(GatheringMember, (gathering.id, person_id))
    if member is None:
        member = GatheringMember(gathering_id=gathering.id, person_id=person_id, role=role)
        db.session.add(member)
    member.role = role
    if municipality_id is not None:
        member.municipality_id = municipality_id
    elif member.municipality_id is None and role == GatheringRole.PARTICIPANT:
        member.municipality_id = queries.seat_on_the_day(gathering, person_id)
    if stands_in_for_id is not None:
        member.stands_in_for_id = stands_in_for_id
    db.session.flush()
    rights_changed.send(person_ids=[person_id])
    hall_changed.send(gathering_id=gathering.id)
    return member


def stand_in(gathering: Gathering, person_id: int, *, for_id: int) -> GatheringMember:
    """Let a person take a delegate's place that day, and nobody else's; she does not get the seat (rule GA-12).

    Raises Conflict when she is to come herself already, or the delegate has come.
    """
    if db.session.get(Attendance, (gathering.id, for_id)) is not None:
        raise Conflict(_("The delegate herself is checked in. Choose somebody who has not come."))
    present = db.session.get(GatheringMember, (gathering.id, person_id))
    if person_id == for_id or (present is not None and present.stands_in_for_id != for_id):
        raise Conflict(_("This person is already asked to come herself. Choose somebody else to stand in."))
    absent = db.session.get(GatheringMember, (gathering.id, for_id))
    place = absent.municipality_id if absent else queries.seat_on_the_day(gathering, for_id)
    take_back_stand_in(gathering, for_id, but=person_id)
    return admit(gathering, person_id, municipality_id=place, stands_in_for_id=for_id)


def take_back_stand_in(gathering: Gathering, for_id: int, *, but: int | None = None) -> None:
    """Nobody (`but` this one) stands in for the person any more. Whoever has been at the door stays as she is."""
    rows = select(GatheringMember).where(
        GatheringMember.gathering_id == gathering.id, GatheringMember.stands_in_for_id == for_id
    )
    for member in db.session.scalars(rows).all():
        if member.person_id != but and db.session.get(Attendance, (gathering.id, member.person_id)) is None:
            dismiss(member)


def dismiss(member: GatheringMember) -> None:
    """Take somebody off the list of those admitted."""
    person_id, gathering_id = member.person_id, member.gathering_id
    db.session.delete(member)
    db.session.flush()
    rights_changed.send(person_ids=[person_id])
    hall_changed.send(gathering_id=gathering_id)
