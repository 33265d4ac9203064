"""Who hears that the hall has changed, and how soon (rule ST-10 in docs/rules.md).

A move is told to everybody at once. What changes otherwise (somebody came, a group was mended) is told to those who
lead at most once a second, and to the others at most every QUIET_SECONDS: 120 people at the door must not make 120
phones ask 120 times.
"""

from dataclasses import dataclass

import gevent
from flask import Flask, current_app

from network.core import clock as wall
from network.core.db import after_commit, db
from network.core.language import format_time
from network.live import announce
from network.sessions.gatherings.models import Gathering, ProgrammeItem
from network.sessions.groups.models import RoundState
from network.sessions.groups.queries.rounds import part_word, round_of_item
from network.sessions.stage.models import StageState
from network.sessions.stage.queries.standing import clock_of, last_move, more_time_of, standing
from network.sessions.stage.rules.clock import Clock, with_more
from network.sessions.stage.services.standing import count_change

QUIET_SECONDS = 15.0
CONTROL_SECONDS = 1.0
PERSONS_ONE_BY_ONE = 30
"""More people than this in new groups at once: the whole gathering is told instead."""


CLOCK_ALONE = ("add_time", "more_time")
"""Moves that change how long is left and nothing else."""


@dataclass
class Told:
    """What a gathering was told last, in this process. Seconds are monotonic.

    `is_counted`: what is to be told to those who lead may have raised no revision.
    """

    version: int = 0
    revision: int = 0
    everybody_at: float = -QUIET_SECONDS
    control_at: float = -CONTROL_SECONDS
    is_everybody_due: bool = False
    is_control_due: bool = False
    is_counted: bool = False


_told: dict[int, Told] = {}


def forget() -> None:
    """Begin anew, with a new program (and a new database)."""
    _told.clear()


def hall_changed(gathering_id: int, **_more: object) -> None:
    """Heard inside the unit of work; told when that is stored."""
    count_change(gathering_id)
    after_commit(lambda: tell(gathering_id))


def hall_changed_now(gathering_id: int) -> None:
    """Like hall_changed, for what everybody looks at in the same moment: told without waiting."""
    count_change(gathering_id)
    after_commit(lambda: _tell_everybody(standing(gathering_id), _told.setdefault(gathering_id, Told())))


def counts_changed(gathering_id: int) -> None:
    """Something that only those who lead look at: who is ready, who asks for help."""
    count_change(gathering_id)
    after_commit(lambda: tell_control(gathering_id))


def tell_persons(gathering_id: int, person_ids: list[int]) -> None:
    """Tell these people on their own channels, for what concerns them alone."""
    count_change(gathering_id)
    after_commit(lambda: _tell_persons(gathering_id, person_ids))


def tell(gathering_id: int) -> None:
    """Tell the hall where it stands now, in the way that its kind of change asks for."""
    state, told = standing(gathering_id), _told.setdefault(gathering_id, Told())
    if state.version != told.version:
        _tell_everybody(state, told, is_clock_alone=_is_clock_alone(state, told))
    elif state.revision != told.revision:
        _tell_everybody_soon(gathering_id, told)
        tell_control(gathering_id)


def tell_control(gathering_id: int, *, is_counted: bool = False) -> None:
    """Tell those who lead, at most once a second; the last change is never left untold.

    `is_counted`: something was only counted anew (notes, who is on the net). No row of the hall says so, so that their
    pages ask although the revision is the one that they show.
    """
    told = _told.setdefault(gathering_id, Told())
    told.is_counted = told.is_counted or is_counted
    wait = told.control_at + CONTROL_SECONDS - wall.monotonic()
    if wait <= 0:
        _tell_control(gathering_id)
    elif not told.is_control_due:
        told.is_control_due = True
        _later(wait, _tell_control, gathering_id)


def facts_of(state: StageState) -> dict[str, object]:
    """What goes out with the word: plain values, no name of anybody."""
    item = db.session.get(ProgrammeItem, state.item_id) if state.item_id else None
    round_ = round_of_item(item.id) if item else None
    zone = db.session.get_one(Gathering, state.gathering_id).zone
    clock = clock_of(state)
    return {
        "title": item.title if item else "",
        "part": part_word(round_, round_.phase) if round_ is not None and round_.state == RoundState.RUNNING else "",
        "version": state.version,
        "ends_at_ms": int(state.ends_at.timestamp() * 1000) if state.ends_at else None,
        "ends": format_time(state.ends_at, zone=zone) if state.ends_at else "",
        "left_s": state.left_seconds,
        "whole_s": state.whole_seconds,
        "more": {str(group_id): _more(clock, seconds, zone) for group_id, seconds in more_time_of(state).items()},
        "server_ms": wall.now_ms(),
    }


def _more(clock: Clock, seconds: int, zone: str) -> tuple[int, str]:
    """How many seconds more a group has than the hall, and the time of day at which its own time is over."""
    ends_at = with_more(clock, seconds).ends_at
    return seconds, format_time(ends_at, zone=zone) if ends_at else ""


def _is_clock_alone(state: StageState, told: Told) -> bool:
    """Whether whoever knows what was told last needs to know no more than how long is left now.

    Counts that changed meanwhile are for those who lead, and they ask at each word.
    """
    if state.version != told.version + 1 or told.is_everybody_due:
        return False
    last = last_move(state.gathering_id)
    return last is not None and last.version == state.version and last.act in CLOCK_ALONE


def _tell_everybody(state: StageState, told: Told, *, is_clock_alone: bool = False) -> None:
    told.version, told.revision = state.version, state.revision
    told.everybody_at = told.control_at = wall.monotonic()
    public_id = _public_id(state.gathering_id)
    facts = {**facts_of(state), **({"is_clock_alone": True} if is_clock_alone else {})}
    announce(f"gathering:{public_id}", "hall:changed", public_id, state.revision, facts)


def _tell_everybody_soon(gathering_id: int, told: Told) -> None:
    wait = told.everybody_at + QUIET_SECONDS - wall.monotonic()
    if wait <= 0:
        _tell_everybody(standing(gathering_id), told)
    elif not told.is_everybody_due:
        told.is_everybody_due = True
        _later(wait, _tell_everybody_late, gathering_id)


def _tell_everybody_late(gathering_id: int) -> None:
    told = _told.setdefault(gathering_id, Told())
    told.is_everybody_due = False
    state = standing(gathering_id)
    if state.revision != told.revision:
        _tell_everybody(state, told)


def _tell_control(gathering_id: int) -> None:
    told = _told.setdefault(gathering_id, Told())
    told.is_control_due, told.control_at = False, wall.monotonic()
    state, public_id = standing(gathering_id), _public_id(gathering_id)
    facts = {**facts_of(state), **({"is_counted": True} if told.is_counted else {})}
    told.is_counted = False
    announce(f"control:{public_id}", "hall:changed", public_id, state.revision, facts)


def _tell_persons(gathering_id: int, person_ids: list[int]) -> None:
    state, public_id = standing(gathering_id), _public_id(gathering_id)
    facts = {**facts_of(state), "is_own": True}
    for person_id in person_ids:
        announce(f"person:{person_id}", "hall:changed", public_id, state.revision, facts)


def _public_id(gathering_id: int) -> str:
    return str(db.session.get_one(Gathering, gathering_id).public_id)


def _later(seconds: float, act: object, gathering_id: int) -> None:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def run() -> None:
        with app.app_context():
            act(gathering_id)  # type: ignore[operator]

    gevent.spawn_later(max(0.0, seconds), run)
