"""Who has been asked for help: what a local group keeps to its own is then for those who lead as well (rule ST-9)."""

from functools import cache

from sqlalchemy import Select, bindparam, select

from network.access.actor import Contribution
from network.core.db import db
from network.sessions.gatherings.queries import gatherings
from network.sessions.stage.models import HelpCall


def contribution(person_id: int) -> Contribution:
    """The groups that have asked for help at gatherings that this person leads, answered or not.

    Whoever leads none costs no question of her own: the gatherings' part of her is known by then.
    """
    led = gatherings.contribution(person_id).facilitated_ids
    called = db.session.scalars(_calling(), {"ids": sorted(led)}) if led else ()
    return Contribution(calling_group_ids=frozenset(called))


@cache
def _calling() -> Select[int]:
    return select(HelpCall.group_id).where(HelpCall.gathering_id.in_(bindparam("ids", expanding=True)))
