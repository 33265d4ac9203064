"""The groups as they were before the last change, to go back to, as long as nobody has been sent to a table (GR-13).

After that only evening out can be taken back, all of it or nothing (`unmending`).
"""

import json
import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict
from network.core.language import gettext as _
from network.sessions.groups.models import BreakoutGroup, GroupMember, GroupRole, GroupRound, RoundState
from network.sessions.groups.queries.rounds import groups_sat_in
from network.sessions.groups.services import unmending
from network.sessions.groups.services.placing import place_newcomers
from network.sessions.groups.services.seats import Wanted, lay_groups

MARK_BYTES = 6


def before(round_: GroupRound, act: str) -> dict[str, Any] | None:
    """All that a change before the gathering at tables can touch, as plain values; None later."""
    if round_.state != RoundState.DRAWN:
        return None
    members = _members(round_)
    plan = json.loads(round_.plan or "{}")
    return {
        "mark": secrets.token_urlsafe(MARK_BYTES),
        "act": act,
        "size": round_.size,
        "seed": round_.seed,
        "groups": [
            [group.municipality_id, group.label if group.municipality_id else "", members.get(group.id, [])]
            for group in groups_sat_in(round_.id)
        ],
        "plan": {key: value for key, value in plan.items() if key not in ("before", "mend", "undone")},
    }


def remember(round_: GroupRound, act: str) -> None:
    """Before a change that leaves the plan as it is: a move by hand."""
    plan = json.loads(round_.plan or "{}")
    round_.plan = json.dumps({**plan, "before": before(round_, act)})


def last_change(round_: GroupRound) -> Mapping[str, Any] | None:
    """What can be taken back now: "mark" and "act"."""
    if round_.state != RoundState.DRAWN:
        return unmending.last_mend(round_)
    kept: Mapping[str, Any] | None = json.loads(round_.plan or "{}").get("before")
    return kept


def undo(round_: GroupRound, mark: str, *, by_id: int | None) -> None:
    """The groups as they were before the change with this mark. Who has come since is placed as one who comes late.

    The same form sent twice takes back once. Raises Conflict when something else has been changed since.
    """
    plan, kept = json.loads(round_.plan or "{}"), last_change(round_)
    if plan.get("undone") == mark and mark:
        return
    if kept is None or kept["mark"] != mark:
        raise Conflict(_("The groups have been changed since, or people are on their way. You see how they stand now."))
    if round_.state != RoundState.DRAWN:
        unmending.put_back(round_, kept)
        audit(by_id, "round.undo", "round", round_.id, act="mend")
        return
    roles = {one: GroupRole(role) for _place, _label, ids in kept["groups"] for one, role, _pin in ids if role}
    pinned = {one for _place, _label, ids in kept["groups"] for one, _role, is_pinned in ids if is_pinned}
    wanted = [Wanted(tuple(one for one, *_rest in ids), place, label) for place, label, ids in kept["groups"]]
    lay_groups(round_, wanted, roles, pinned)
    round_.size, round_.seed = kept["size"], kept["seed"]
    round_.plan = json.dumps({**kept["plan"], "undone": mark})
    round_.version += 1
    db.session.flush()
    place_newcomers(round_)
    audit(by_id, "round.undo", "round", round_.id, act=kept["act"])


def _members(round_: GroupRound) -> dict[int, list[list[Any]]]:
    """Group id → [person id, role or None, whether she is pinned]."""
    rows = (
        select(GroupMember.group_id, GroupMember.person_id, GroupMember.role, GroupMember.is_pinned)
        .join(BreakoutGroup, BreakoutGroup.id == GroupMember.group_id)
        .where(BreakoutGroup.round_id == round_.id, GroupMember.moved_at.is_(None))
        .order_by(GroupMember.person_id)
    )
    found: dict[int, list[list[Any]]] = {}
    for row in db.session.execute(rows):
        found.setdefault(row.group_id, []).append([row.person_id, row.role, row.is_pinned])
    return found
