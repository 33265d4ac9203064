"""Groups that were evened out once people knew their tables, put back as they were, while nothing else has changed."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from network.core import clock
from network.core.db import db
from network.sessions.groups.models import BreakoutGroup, GroupMember, GroupRole, GroupRound, RoundState
from network.sessions.groups.queries.arranged import arranged
from network.sessions.groups.rules.rounds import LIVE
from network.sessions.groups.services.meeting import left_her_place
from network.sessions.groups.services.seats import tell

MARK_BYTES = 6
FIGURES = ("report", "fresh", "least_repeats")

Seat = tuple[int, int, int, str | None, bool]
"""Person, the group she had, the group she got, her role there and whether she was fastened."""


def remember(round_: GroupRound, seats: Sequence[Seat], before: Mapping[str, Any]) -> None:
    """After the change. `before` is the plan as it was, whose figures come back with the groups."""
    plan = json.loads(round_.plan or "{}")
    kept = {name: before[name] for name in FIGURES if name in before}
    mend = {"mark": secrets.token_urlsafe(MARK_BYTES), "act": "mend", "seats": list(seats), "figures": kept}
    round_.plan = json.dumps({**plan, "mend": {**mend, "after": _seal(round_)}})


def last_mend(round_: GroupRound) -> Mapping[str, Any] | None:
    """What can be put back: "mark" and "act". None once anybody has come to a place, left it or been fastened since."""
    kept: Mapping[str, Any] | None = json.loads(round_.plan or "{}").get("mend")
    is_live = round_.state in LIVE and round_.state != RoundState.DRAWN
    return kept if kept and is_live and kept["after"] == _seal(round_) else None


def put_back(round_: GroupRound, mend: Mapping[str, Any]) -> None:
    """Each to the table she had, whose board she writes on again; she goes on reading the other's (GR-7)."""
    seats: list[Seat] = [tuple(seat) for seat in mend["seats"]]
    members = _members(round_, [seat[0] for seat in seats])
    now = clock.now()
    for person_id, old_id, new_id, role, is_pinned in seats:
        new, old = members[new_id, person_id], members[old_id, person_id]
        left_her_place(round_, new, now)
        new.moved_at, new.role, new.is_pinned = now, None, False
        old.joined_at, old.moved_at, old.is_pinned = now, None, is_pinned
        old.role = _if_free(old_id, role)
    plan = json.loads(round_.plan or "{}")
    del plan["mend"]
    round_.plan = json.dumps({**plan, **mend["figures"], "undone": mend["mark"]})
    db.session.flush()
    db.session.expire(round_, ["groups"])
    tell(round_, [seat[0] for seat in seats])


def _if_free(group_id: int, role: str | None) -> GroupRole | None:
    """The role that she had, unless the group has given it to somebody else meanwhile."""
    taken = select(GroupMember.role).where(GroupMember.group_id == group_id, GroupMember.moved_at.is_(None))
    return GroupRole(role) if role is not None and role not in set(db.session.scalars(taken)) else None


def _members(round_: GroupRound, person_ids: Sequence[int]) -> dict[tuple[int, int], GroupMember]:
    rows = select(GroupMember).join(BreakoutGroup, BreakoutGroup.id == GroupMember.group_id)
    rows = rows.where(BreakoutGroup.round_id == round_.id, GroupMember.person_id.in_(person_ids))
    return {(row.group_id, row.person_id): row for row in db.session.scalars(rows)}


def _seal(round_: GroupRound) -> str:
    """Names how everybody sits now, and who is fastened."""
    now = arranged(round_)
    told = json.dumps([now.group_ids, now.groups, sorted(now.pinned)])
    return hashlib.sha256(told.encode()).hexdigest()[:24]
