"""Who has been asked for help: what a local group keeps to its own is then for those who lead as well (rule ST-9)."""

from functools import cache

from sqlalchemy import Select, bindparam, select

from network.access.actor import Contribution
from network.core.db import db
from network.sessions.gatherings.models import GatheringMember, GatheringRole
from network.sessions.stage.models import HelpCall


def contribution(person_id: int) -> Contribution:
    """The groups that have asked for help at gatherings that this person leads, answered or not."""
    return Contribution(calling_group_ids=frozenset(db.session.scalars(_calling(), {"person_id": person_id})))


@cache
def _calling() -> Select[int]:
    calls = select(HelpCall.group_id).join(GatheringMember, GatheringMember.gathering_id == HelpCall.gathering_id)
    return calls.where(
        GatheringMember.person_id == bindparam("person_id"), GatheringMember.role == GatheringRole.FACILITATOR
    )
