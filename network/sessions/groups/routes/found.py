"""Finding what an address names, for a reader who may know of it."""

from network.access.guard import authorize
from network.core.db import db
from network.core.errors import NotFound
from network.people.identity import actor
from network.people.models import Person
from network.sessions.gatherings.models import Gathering
from network.sessions.groups.models import BreakoutGroup, GroupRound
from network.sessions.groups.queries import page, rounds
from network.web.addresses import LARGEST_NUMBER


def round_to(action: str, public_id: str, *, gathering_id: str | None = None) -> GroupRound:
    """The round, if the one who asks may do that to it; and it belongs to the gathering of the address, if given."""
    round_ = authorize(actor(), action, rounds.round_by_public_id(public_id))
    if gathering_id is not None and gathering_of(round_).public_id != gathering_id:
        raise NotFound()
    return round_


def gathering_of(round_: GroupRound) -> Gathering:
    return db.session.get_one(Gathering, round_.gathering_id)


def group_in(round_: GroupRound, group_id: int | None) -> BreakoutGroup:
    """Raises NotFound for a group of another round."""
    is_number = group_id is not None and 0 < group_id <= LARGEST_NUMBER
    group = db.session.get(BreakoutGroup, group_id) if is_number else None
    if group is None or group.round_id != round_.id:
        raise NotFound()
    return group


def person_at(round_: GroupRound, public_key: str | None) -> Person:
    """Raises NotFound for somebody who is not admitted to the round's gathering."""
    person = page.member_by_key(round_.gathering_id, public_key or "")
    if person is None:
        raise NotFound()
    return person
