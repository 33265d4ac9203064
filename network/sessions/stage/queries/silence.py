"""Who of a round at work is not on the net: nothing has been heard from her devices for a while (rule ST-19)."""

import json
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from network.core import clock as wall
from network.core.db import db
from network.core.reading import once
from network.people.last_seen import silent_since
from network.sessions.gatherings.models import Attendance, ProgrammeItem
from network.sessions.groups.models import BreakoutGroup, GroupMember, GroupRound
from network.sessions.groups.rules.rounds import AT_WORK, RoundState
from network.sessions.stage.models import StageMove
from network.sessions.stage.rules import flow
from network.sessions.stage.rules.silence import Span, is_off_the_net


@once
def off_the_net(round_: GroupRound | None) -> frozenset[int]:
    """Ids of those who are there and whom nothing has been heard from: waited for by nobody until they are back.

    On the way to the tables phones are in pockets, so silence counts from when the work began, and from when she came.
    Of a round at work at most three questions to the database; one while everybody is connected.
    """
    if round_ is None or round_.state not in AT_WORK or round_.started_at is None:
        return frozenset()
    now, began, joined = wall.now(), round_.started_at, _joined(round_)
    silent = {one: max(since, began, joined[one] or began) for one, since in silent_since(joined).items()}
    long = {one: since for one, since in silent.items() if is_off_the_net(since, now)}
    if not long:
        return frozenset()
    talks = _talks(round_, min(long.values()), now)
    return frozenset(one for one, since in long.items() if is_off_the_net(since, now, talks=talks))


def _joined(round_: GroupRound) -> dict[int, datetime | None]:
    """Of those who are there and sit in it: person id → when she got her place."""
    return {row.person_id: row.joined_at for row in db.session.execute(_places(), {"round_id": round_.id})}


@cache
def _places() -> Select[int, datetime | None]:
    is_here = (Attendance.person_id == GroupMember.person_id) & (Attendance.gathering_id == BreakoutGroup.gathering_id)
    rows = (
        select(GroupMember.person_id, GroupMember.joined_at)
        .join(BreakoutGroup, BreakoutGroup.id == GroupMember.group_id)
        .join(Attendance, is_here & Attendance.left_at.is_(None))
    )
    return rows.where(BreakoutGroup.round_id == bindparam("round_id"), GroupMember.moved_at.is_(None))


def _talks(round_: GroupRound, since: datetime, now: datetime) -> list[Span]:
    """When phones have lain on the table since that moment: each move of the day says how the round stood before it."""
    rows = select(StageMove.at, StageMove.before).where(
        StageMove.gathering_id == round_.gathering_id, StageMove.at > since
    )
    item = db.session.get(ProgrammeItem, round_.item_id)
    phases = flow.phases_of(json.loads(item.phases or "[]"), item.minutes) if item else []
    spans, at = [], since
    for row in db.session.execute(rows.order_by(StageMove.id)):
        stood = _round_before(row.before, round_.id)
        if stood is not None and _is_talk(phases, stood["state"], stood["phase"]):
            spans.append((at, row.at))
        at = row.at
    if _is_talk(phases, round_.state, round_.phase):
        spans.append((at, now))
    return spans


def _round_before(kept: str, round_id: int) -> dict[str, Any] | None:
    rounds: list[dict[str, Any]] = json.loads(kept).get("rounds", [])
    return next((one for one in rounds if one["id"] == round_id), None)


def _is_talk(phases: list[flow.Phase], state: str, phase: int) -> bool:
    now = flow.phase_at(phases, phase)
    return state == RoundState.RUNNING and now is not None and now.name == flow.TALK
