"""A group that asks for the facilitator, and the answer that it sees."""

from sqlalchemy import select

from network.core import clock as wall
from network.core.db import db
from network.core.signals import rights_changed
from network.sessions.gatherings.models import GatheringRole
from network.sessions.gatherings.queries.members import members_of
from network.sessions.groups.models import BreakoutGroup, GroupMember
from network.sessions.stage.models import HelpCall
from network.sessions.stage.queries.groups import open_call
from network.sessions.stage.services.telling import counts_changed, tell_persons


def ask_for_help(group: BreakoutGroup, person_id: int) -> HelpCall:
    """One call stands for the group, however many of it ask; it waits from the first.

    It also opens a local group's board to those who lead, which until then was its municipality's alone.
    """
    found = open_call(group.id)
    if found is not None:
        return found
    call = HelpCall(gathering_id=group.gathering_id, group_id=group.id, asked_at=wall.now(), asked_by_id=person_id)
    db.session.add(call)
    db.session.flush()
    leaders = members_of(group.gathering_id, GatheringRole.FACILITATOR)
    rights_changed.send(person_ids=[leader.person_id for leader in leaders])
    counts_changed(group.gathering_id)
    tell_persons(group.gathering_id, _members(group.id))
    return call


def answer_help(call: HelpCall, *, by_id: int) -> None:
    """Somebody who leads is on her way. The one who was first stays the one who comes."""
    if call.answered_at is not None:
        return
    call.answered_at, call.answered_by_id = wall.now(), by_id
    db.session.flush()
    counts_changed(call.gathering_id)
    tell_persons(call.gathering_id, _members(call.group_id))


def _members(group_id: int) -> list[int]:
    query = select(GroupMember.person_id).where(GroupMember.group_id == group_id, GroupMember.moved_at.is_(None))
    return list(db.session.scalars(query))
