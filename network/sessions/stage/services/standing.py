"""The row that says where a gathering stands: made when it is first needed, counted up when something changes."""

import json
from collections.abc import Mapping
from datetime import datetime

from network.core import clock as wall
from network.core.db import db
from network.sessions.gatherings.models import Gathering
from network.sessions.stage.models import StageState
from network.sessions.stage.queries.standing import standing, stored_state
from network.sessions.stage.rules.clock import Clock

STATE_FIELDS = ("item_id", "left_seconds", "whole_seconds", "more_time", "picture", "picture_facts", "is_dark")
MOMENTS = ("ends_at", "finished_at")


def state_of(gathering: Gathering) -> StageState:
    """The gathering's state, made if there is none. Inside a unit of work."""
    return _state(gathering.id)


def count_change(gathering_id: int) -> None:
    """Something that people are shown has changed: whoever missed it must be able to tell. Moves nothing."""
    state = _state(gathering_id)
    state.revision += 1
    db.session.flush()


def _state(gathering_id: int) -> StageState:
    state = stored_state(gathering_id)
    if state is None:
        state = standing(gathering_id)
        state.changed_at = wall.now()
        db.session.add(state)
        db.session.flush()
    return state


def set_clock(state: StageState, clock: Clock, more_time: Mapping[int, int] | None = None) -> None:
    """`more_time`: how many seconds more some groups have, by their ids. A new clock is everybody's alike."""
    state.ends_at, state.left_seconds, state.whole_seconds = clock.ends_at, clock.left_seconds, clock.whole_seconds
    state.more_time = json.dumps({group_id: seconds for group_id, seconds in (more_time or {}).items() if seconds > 0})


def kept(state: StageState) -> dict[str, object]:
    """The state as plain values, to go back to."""
    moments = {name: _text(getattr(state, name)) for name in MOMENTS}
    return {**{name: getattr(state, name) for name in STATE_FIELDS}, **moments}


def put_back(state: StageState, before: dict[str, object]) -> None:
    for name in STATE_FIELDS:
        setattr(state, name, before[name])
    for name in MOMENTS:
        said = before[name]
        setattr(state, name, datetime.fromisoformat(str(said)) if said else None)


def facts_as_text(facts: dict[str, object]) -> str:
    return json.dumps(facts, sort_keys=True)


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
