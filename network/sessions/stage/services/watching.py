"""What those who lead see change by itself: notes, people at their boards, who is on the net; and the round that starts
by itself."""

from flask import Flask
from sqlalchemy import func, select

from network.core import clock as wall
from network.core.db import db, unit_of_work
from network.core.errors import SamlingError
from network.jobs import periodic
from network.live import Channel
from network.sessions.boards.models import Board, Note
from network.sessions.gatherings.models import Attendance, Gathering
from network.sessions.groups.models import BreakoutGroup, GroupMember, GroupRound, RoundState
from network.sessions.groups.queries.rounds import round_of_item
from network.sessions.stage.queries.silence import off_the_net
from network.sessions.stage.queries.standing import standing
from network.sessions.stage.rules import flow
from network.sessions.stage.services import moves, telling

WATCH_SECONDS = 2.0
SCREEN_SECONDS = 10.0

Sums = tuple[int, int, int, frozenset[int]]
UNSURE: Sums = (-1, -1, -1, frozenset())
"""No look gives this, so that the next one tells."""
_watched: dict[int, Channel] = {}
_sums: dict[int, Sums] = {}
_screens_seen: dict[int, float] = {}


def register(app: Flask) -> None:
    periodic.every(app, periodic.Job("hall_counts", WATCH_SECONDS, look))
    periodic.every(app, periodic.Job("hall_start", WATCH_SECONDS, start_when_seated))


def forget() -> None:
    _watched.clear()
    _sums.clear()
    _screens_seen.clear()


def watch(gathering_id: int, leading: Channel) -> None:
    """Look after the counts of a gathering while somebody who leads it has a page open."""
    _watched[gathering_id] = leading


def look() -> None:
    """Tell those who lead when notes or people have come since the last look, or somebody went off the net or back."""
    for gathering_id, leading in list(_watched.items()):
        if not leading.members:
            _watched.pop(gathering_id, None)
            _sums.pop(gathering_id, None)
            continue
        sums = sums_of(gathering_id)
        if _sums.get(gathering_id) != sums:
            is_first = gathering_id not in _sums
            _sums[gathering_id] = sums
            if not is_first:
                telling.tell_control(gathering_id, is_counted=True)


def shown(gathering_id: int, offline: frozenset[int]) -> None:
    """A page of those who lead shows these as not on the net. When the last look saw others, the next one tells:
    who was gone for no longer than between two looks would stand there as gone until something else happens.
    """
    if offline != _sums.get(gathering_id, UNSURE)[-1]:
        _sums[gathering_id] = UNSURE


def sums_of(gathering_id: int) -> Sums:
    """Notes, people who have opened a board, groups, who is not on the net."""
    notes = (
        select(func.count())
        .select_from(Note)
        .join(Board, Board.id == Note.board_id)
        .where(Board.gathering_id == gathering_id, Note.is_deleted.is_(False))
    )
    places = (
        select(func.count(GroupMember.seen_at), func.count(GroupMember.group_id.distinct()))
        .join(BreakoutGroup, BreakoutGroup.id == GroupMember.group_id)
        .where(BreakoutGroup.gathering_id == gathering_id)
    )
    seen, groups = db.session.execute(places).one()
    item_id = standing(gathering_id).item_id
    round_ = round_of_item(item_id) if item_id is not None else None
    return db.session.scalar(notes) or 0, seen, groups, off_the_net(round_)


def start_when_seated() -> None:
    """Start the rounds of which enough people sit with the board open: nobody need press for them (rule ST-6)."""
    for gathering_id, version in _seated():
        try:
            with unit_of_work():
                gathering = db.session.get_one(Gathering, gathering_id)
                moves.move(gathering, "start", version=version, by_id=None)
        except SamlingError:
            continue  # a facilitator pressed in the same moment: what she did stands


def _seated() -> list[tuple[int, int]]:
    """Gatherings whose round under way is ready, with the version that was looked at. Who has left is waited for by
    nobody.
    """
    is_here = (Attendance.person_id == GroupMember.person_id) & (Attendance.gathering_id == GroupRound.gathering_id)
    counts = (
        select(
            GroupRound.gathering_id,
            GroupRound.item_id,
            func.count(GroupMember.person_id),
            func.count(GroupMember.seen_at),
        )
        .join(BreakoutGroup, BreakoutGroup.round_id == GroupRound.id)
        .join(GroupMember, GroupMember.group_id == BreakoutGroup.id)
        .join(Attendance, is_here & Attendance.left_at.is_(None))
        .where(
            GroupRound.state == RoundState.GATHER,
            GroupRound.started_at.is_(None),  # a start that was taken back is not made again
            GroupMember.moved_at.is_(None),
        )
        .group_by(GroupRound.gathering_id, GroupRound.item_id)
    )
    found = []
    for gathering_id, item_id, members, seen in db.session.execute(counts):
        state = standing(gathering_id)
        if state.item_id == item_id and flow.is_enough(seen=seen, members=members):
            found.append((gathering_id, state.version))
    return found


def screen_seen(screen_id: int) -> None:
    """A big screen has just asked. Kept in memory: looking changes no table."""
    _screens_seen[screen_id] = wall.monotonic()


def is_awake(screen_id: int) -> bool:
    """Whether the screen has asked lately."""
    return wall.monotonic() - _screens_seen.get(screen_id, float("-inf")) < SCREEN_SECONDS
