"""Somebody comes while a round is on: she has a place in the same unit of work as her check-in (GR-5)."""

from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.people.models import Municipality
from network.sessions.gatherings.models import GatheringRole
from network.sessions.groups.models import BreakoutGroup, GroupKind, GroupMember, GroupRound, RoundState
from network.sessions.groups.queries.arranged import arranged
from network.sessions.groups.queries.attending import Attending, attending, met_before
from network.sessions.groups.queries.rounds import group_of, groups_in, live_rounds, overview, tables_of
from network.sessions.groups.rules import placing as rules
from network.sessions.groups.rules.rounds import LIVE
from network.sessions.groups.services.figures import seat_counted, those_counted
from network.sessions.groups.services.seats import Wanted, add_group, offer_neighbours, tell


def when_checked_in(*, gathering_id: int, person_id: int) -> None:
    """Heard inside the unit of work of the check-in."""
    for round_ in live_rounds(gathering_id):
        place_late(round_, person_id)


def place_newcomers(round_: GroupRound) -> None:
    """All who are there and have no place, or are in no figure yet. Who has both is not asked about: 500 may have."""
    seated = {one for ids in arranged(round_).groups for one in ids}
    counted = those_counted(round_)
    for one in attending(round_.gathering_id):
        if one.is_dealt and (one.person_id not in seated or (counted is not None and one.person_id not in counted)):
            place_late(round_, one.person_id)


def place_late(round_: GroupRound, person_id: int) -> BreakoutGroup | None:
    """The group of somebody who comes now: the one she has, else one chosen by GR-5. Inside a unit of work.

    None for facilitators; in a local round also for those who come for no municipality, who help where they are asked.
    """
    found = attending(round_.gathering_id, [person_id])
    if round_.state not in LIVE or not found or not found[0].is_dealt:
        return None
    group = group_of(round_.id, person_id)
    if group is not None:
        counted = those_counted(round_)
        if counted is not None and person_id not in counted:
            seat_counted(
                round_, person_id, left=(), joined=[one.person_id for one in group.members if not one.moved_at]
            )
        return group
    group = _local_group(round_, found[0]) if round_.kind == GroupKind.LOCAL else _smallest_group(round_, found[0])
    if group is None:
        return None
    seat_counted(round_, person_id, left=(), joined=[one.person_id for one in group.members if one.moved_at is None])
    _seat(group, person_id)
    if round_.kind == GroupKind.LOCAL:
        offer_neighbours(round_)
    audit(None, "round.place_late", "round", round_.id, person=person_id, group=group.id)
    tell(round_, [person_id])
    return group


def _smallest_group(round_: GroupRound, one: Attending) -> BreakoutGroup:
    groups = overview(round_)
    tables = tables_of(round_, groups)
    met = met_before(one.person_id, without_round_id=round_.id)
    chosen = rules.place_late(tables, municipality=one.municipality_id, met=met)
    if chosen is None:
        return add_group(round_, Wanted(()))
    return next(one.group for one in groups if one.group.id == chosen.group_id)


def _local_group(round_: GroupRound, one: Attending) -> BreakoutGroup | None:
    """Her municipality's, made when it is missing."""
    if one.role != GatheringRole.PARTICIPANT or one.municipality_id is None:
        return None
    own = next((group for group in groups_in(round_.id) if group.municipality_id == one.municipality_id), None)
    if own is not None:
        return own
    name = db.session.get_one(Municipality, one.municipality_id).name
    return add_group(round_, Wanted((), one.municipality_id, name))


def _seat(group: BreakoutGroup, person_id: int) -> None:
    """Late is who comes when the tables have been shown; before that she is simply dealt in."""
    member = db.session.get(GroupMember, (group.id, person_id))
    if member is None:
        member = GroupMember(group_id=group.id, person_id=person_id)
        db.session.add(member)
    member.joined_at, member.moved_at = clock.now(), None
    member.is_late = group.round is not None and group.round.state != RoundState.DRAWN
    db.session.flush()
    db.session.expire(group, ["members"])
