"""People whom the list lacks, added by the host while they stand there."""

from datetime import datetime

from network.core.db import db
from network.core.errors import Conflict
from network.core.language import gettext as _
from network.people.models import Municipality, Person
from network.people.services import register
from network.sessions.gatherings.models import Attendance, Gathering, GatheringRole
from network.sessions.gatherings.queries import door as queries
from network.sessions.gatherings.queries.members import day_of
from network.sessions.gatherings.services import door, members
from network.sessions.gatherings.services.guests import add_guest, clean_name
from network.sessions.gatherings.services.replies import name_stand_in


def welcome(
    gathering: Gathering,
    *,
    name: str,
    place: Municipality | None,
    role: GatheringRole,
    by_id: int | None,
    at: datetime | None = None,
) -> Attendance:
    """Add somebody and check her in. One who holds a seat under that name is taken for herself (rule DR-11).

    Without a municipality a delegate comes as a guest. `at` is when she came, if it was not now.
    Raises Conflict when the list has her already.
    """
    shown = clean_name(name)
    if place is None and role == GatheringRole.PARTICIPANT:
        role = GatheringRole.GUEST
    if role == GatheringRole.GUEST:
        person = add_guest(gathering, name=shown, by_id=by_id)
    else:
        person = _known(gathering, shown, place) or register.add_person(name=shown, email=None, by=by_id)
        members.admit(gathering, person.id, role, municipality_id=place.id if place else None)
    return door.check_in(gathering, person.id, how="host", by_id=by_id, at=at)


def welcome_substitute(
    gathering: Gathering, *, name: str, absent: Person, by_id: int | None, at: datetime | None = None
) -> Attendance:
    """Add somebody who takes a delegate's place today, and check her in.

    Raises Conflict when the delegate herself is there, or the substitute is to come on her own account.
    """
    shown = clean_name(name)
    listed = next((line for line in queries.lines(gathering) if line.name.casefold() == shown.casefold()), None)
    person = db.session.get_one(Person, listed.person_id) if listed else None
    person = person or register.add_person(name=shown, email=None, by=by_id)
    name_stand_in(by_id, gathering, person, for_id=absent.id)
    return door.check_in(gathering, person.id, how="host", by_id=by_id, at=at)


def _known(gathering: Gathering, name: str, place: Municipality | None) -> Person | None:
    """Somebody of this name with a seat there.

    Raises Conflict when she, or another of the same name from there, stands on the list.
    """
    where = place.name if place else ""
    for line in queries.lines(gathering):
        if line.name.casefold() == name.casefold() and line.municipality == where:
            raise Conflict(
                _("%(name)s is on the list already. Find the name there and press “Has come”.", name=line.name)
            )
    return queries.person_named(name, place.id, on=day_of(gathering)) if place else None
