"""Reading groups."""

from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, select

from network.access.actor import Contribution
from network.core.db import db
from network.sessions.groups.models import BreakoutGroup, GroupMember


def contribution(person_id: int) -> Contribution:
    """The groups of which this person is a member, and those that she was moved away from."""
    places = list(db.session.execute(_places(), {"person_id": person_id}))
    return Contribution(
        group_ids=frozenset(row.group_id for row in places if row.moved_at is None),
        former_group_ids=frozenset(row.group_id for row in places if row.moved_at is not None),
    )


@cache
def _places() -> Select[int, datetime | None]:
    return select(GroupMember.group_id, GroupMember.moved_at).where(GroupMember.person_id == bindparam("person_id"))


def inside(gathering_id: int) -> Contribution:
    """The groups that lie in a gathering: all that a badge for it may reach."""
    return Contribution(group_ids=frozenset(db.session.scalars(_inside(), {"gathering_id": gathering_id})))


@cache
def _inside() -> Select[int]:
    return select(BreakoutGroup.id).where(BreakoutGroup.gathering_id == bindparam("gathering_id"))
