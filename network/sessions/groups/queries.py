"""Reading groups."""

from sqlalchemy import select

from network.access.actor import Contribution
from network.core.db import db
from network.sessions.groups.models import GroupMember


def contribution(person_id: int) -> Contribution:
    """The groups of which this person is a member."""
    ids = db.session.scalars(select(GroupMember.group_id).where(GroupMember.person_id == person_id))
    return Contribution(group_ids=frozenset(ids))
