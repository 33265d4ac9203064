"""Taking the last move back: the hall as it was before it, for ten seconds, while nothing has moved since."""

import json
from typing import Any

from sqlalchemy import func, select

from network.core import clock as wall
from network.core.db import db
from network.core.errors import Conflict
from network.core.language import gettext as _
from network.sessions.gatherings.models import ProgrammeItem
from network.sessions.groups.models import GroupRound, RoundState
from network.sessions.groups.services import rounds
from network.sessions.stage.models import ItemRun
from network.sessions.stage.queries.standing import last_move
from network.sessions.stage.rules import flow
from network.sessions.stage.services import standing as states
from network.sessions.stage.services.acts import Turn


def before(turn: Turn) -> dict[str, object]:
    """All that a move can change, as plain values. Rounds and minutes are those that it is about."""
    state = turn.state
    item_id = turn.facts.get("item_id")
    touched = select(GroupRound).where(GroupRound.item_id.in_([state.item_id or 0, item_id or 0]))
    item = db.session.get(ProgrammeItem, item_id) if isinstance(item_id, int) else None
    runs = select(func.max(ItemRun.id)).where(ItemRun.gathering_id == state.gathering_id)
    going_on = select(ItemRun.id).where(ItemRun.gathering_id == state.gathering_id, ItemRun.ended_at.is_(None))
    return {
        "state": states.kept(state),
        "rounds": [
            {"id": round_.id, "state": str(round_.state), "phase": round_.phase}
            for round_ in db.session.scalars(touched.order_by(GroupRound.id))
        ],
        "minutes": {"item_id": item.id, "was": item.minutes} if item else None,
        "last_run_id": db.session.scalar(runs) or 0,
        "run_id": db.session.scalar(going_on),
    }


def can_be_taken_back(gathering_id: int, version: int) -> bool:
    last = last_move(gathering_id)
    return last is not None and flow.may_undo(
        version=version, last_version=last.version, last_act=last.act, last_at=last.at, now=wall.now()
    )


def take_back(turn: Turn) -> None:
    """Raises Conflict when it is too late, or something has moved since."""
    last = last_move(turn.gathering.id)
    if last is None or not can_be_taken_back(turn.gathering.id, turn.state.version):
        raise Conflict(_("It is too late to take that back. Use the buttons to get where you want to be."))
    kept: dict[str, Any] = json.loads(last.before)
    states.put_back(turn.state, kept["state"])
    _put_back_runs(turn.gathering.id, kept["last_run_id"], kept["run_id"])
    if last.act == "shorten" and kept["minutes"]:
        db.session.get_one(ProgrammeItem, kept["minutes"]["item_id"]).minutes = kept["minutes"]["was"]
        turn.gathering.version += 1
    for round_ in kept.get("rounds", ()):
        _put_back_round(round_, by_id=turn.by_id)


def _put_back_runs(gathering_id: int, last_run_id: int, run_id: int | None) -> None:
    newer = select(ItemRun).where(ItemRun.gathering_id == gathering_id, ItemRun.id > last_run_id)
    for run in db.session.scalars(newer):
        db.session.delete(run)
    if run_id is not None:
        db.session.get_one(ItemRun, run_id).ended_at = None


def _put_back_round(kept: dict[str, Any], *, by_id: int | None) -> None:
    round_ = db.session.get_one(GroupRound, kept["id"])
    was = RoundState(kept["state"])
    rounds.step_to(round_, was, by_id=by_id)
    if round_.phase != kept["phase"] and was in (RoundState.RUNNING, RoundState.WRAP_UP):
        rounds.next_phase(round_, kept["phase"], by_id=by_id)
