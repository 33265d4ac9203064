"""Reading groups."""

from sqlalchemy import select

from network.access.actor import Contribution
from network.core.db import db
from network.sessions.groups.models import BreakoutGroup, GroupMember


def contribution(person_id: int) -> Contribution:
    """The groups of which this person is a member, and those that she was moved away from."""
    rows = db.session.execute(
        select(GroupMember.group_id, GroupMember.moved_at).where(GroupMember.person_id == person_id)
    )
    places = list(rows)
    return Contribution(
        group_ids=frozenset(row.group_id for row in places if row.moved_at is None),
        former_group_ids=frozenset(row.group_id for row in places if row.moved_at is not None),
    )


def inside(gathering_id: int) -> Contribution:
    """The groups that lie in a gathering: all that a badge for it may reach."""
    rows = select(BreakoutGroup.id).where(BreakoutGroup.gathering_id == gathering_id)
    return Contribution(group_ids=frozenset(db.session.scalars(rows)))
