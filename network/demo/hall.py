"""Going through a day that is over, with the stage's own moves, as its facilitator did it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from sqlalchemy import select, update

from network.core import clock
from network.core.db import db
from network.sessions.gatherings.models import Gathering, GatheringMember, GatheringRole, ItemKind, ProgrammeItem
from network.sessions.groups.models import BreakoutGroup, GroupMember, GroupRound
from network.sessions.stage.services.moves import move
from network.sessions.stage.services.standing import state_of


def at(gathering: Gathering, minutes: float) -> AbstractContextManager[None]:
    """Have it be so many minutes after the gathering began."""
    return clock.stopped_at(gathering.starts_at + timedelta(minutes=minutes))


def goes_to(gathering: Gathering, item: ProgrammeItem) -> None:
    step(gathering, "begin", item_id=item.id, is_confirmed=True)


def step(gathering: Gathering, act: str, **facts: object) -> None:
    move(gathering, act, version=state_of(gathering).version, by_id=leader_of(gathering), **facts)


def items_of(gathering: Gathering, kind: ItemKind) -> Sequence[ProgrammeItem]:
    return [item for item in gathering.items if item.kind == kind]


def begins_work(gathering: Gathering, item: ProgrammeItem, minutes: float) -> None:
    """People are dealt, find their tables in three minutes, and look at their board when work begins: each writes for
    herself, they talk, and then they sort what they have.
    """
    with at(gathering, minutes):
        goes_to(gathering, item)
        step(gathering, "deal")
        step(gathering, "gather")
    with at(gathering, minutes + 3):
        step(gathering, "start")
        _all_look(item, clock.now())
    for later in (6, 7):
        with at(gathering, minutes + later):
            step(gathering, "phase")


def leader_of(gathering: Gathering) -> int:
    """Whoever made the gathering leads it."""
    rows = select(GatheringMember.person_id).where(
        GatheringMember.gathering_id == gathering.id, GatheringMember.role == GatheringRole.FACILITATOR
    )
    return db.session.scalars(rows.order_by(GatheringMember.person_id)).first() or 0


def _all_look(item: ProgrammeItem, moment: datetime) -> None:
    """Who has opened her group's board has met the others: a server that runs notes it from their sockets."""
    groups = select(BreakoutGroup.id).join(GroupRound, GroupRound.id == BreakoutGroup.round_id)
    rows = update(GroupMember).where(GroupMember.group_id.in_(groups.where(GroupRound.item_id == item.id)))
    db.session.execute(rows.values(seen_at=moment))
