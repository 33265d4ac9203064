"""Dots follow their round: set in the phase for them, shown when it goes on, and nobody's from then on (BO-22, BO-23).

Heard inside the unit of work that moves the round or its groups.
"""

import json
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from network.core import clock
from network.core.audit import audit
from network.core.db import after_commit, db, unit_of_work
from network.privacy import erasing, passing_keys
from network.sessions.boards.dots import queries
from network.sessions.boards.dots.models import Dot, DotPress, DotRound
from network.sessions.boards.dots.rules import Stage, limits_for, stage_of
from network.sessions.boards.dots.services import telling
from network.sessions.boards.models import Board
from network.sessions.boards.services.opened import opened
from network.sessions.gatherings.models import Gathering, ProgrammeItem
from network.sessions.groups.models import BreakoutGroup, GroupRound, RoundState
from network.sessions.groups.rules.rounds import phases_of

ID_BYTES = 12
UNDER_WAY = timedelta(hours=1)
"""A key that no stored round has may be that of one which is just being stored, but not for so long."""


def when_moved(*, round_id: int) -> None:
    stage = _stage(round_id)
    erased = [_follow(board, stage, dots) for board, dots in _boards_and_dots(round_id)]
    if any(erased):
        erasing.leave_no_trace()


def when_groups_changed(*, round_id: int, person_ids: Iterable[int]) -> None:
    """A group that came to be later sets dots too; how many could set some is another number now."""
    stage = _stage(round_id)
    for board, dots in _boards_and_dots(round_id):
        _follow(board, stage, dots)
        if stage == Stage.NOW:
            telling.tell_soon(board)


def _stage(round_id: int) -> Stage:
    round_ = db.session.get_one(GroupRound, round_id)
    phases = phases_of(db.session.get_one(ProgrammeItem, round_.item_id).phases)
    return stage_of(RoundState(round_.state), round_.phase, phases)


def _boards_and_dots(round_id: int) -> list[tuple[Board, DotRound | None]]:
    rows = select(Board).join(BreakoutGroup, BreakoutGroup.id == Board.group_id)
    boards = list(db.session.scalars(rows.where(BreakoutGroup.round_id == round_id).order_by(Board.id)))
    known = queries.latest_of([board.id for board in boards])
    return [(board, known.get(board.id)) for board in boards]


def follow(board: Board, stage: Stage) -> bool:
    """Have the board's dots stand as its round does. Said once more it changes nothing.

    Says whether something was erased: whoever calls leaves no trace of it.
    """
    return _follow(board, stage, queries.latest(board.id))


def _follow(board: Board, stage: Stage, dots: DotRound | None) -> bool:
    unshown = dots if dots is not None and dots.shown_at is None else None
    if stage == Stage.NOW and unshown is None:
        begin(board, after=dots)
    elif stage == Stage.PAST and unshown is not None:
        show(board, unshown)
        return True
    elif unshown is not None and (stage == Stage.BEFORE) != (unshown.paused_at is not None):
        _rest(board, unshown, is_wanted=stage == Stage.BEFORE)
        telling.tell_soon(board)
    return False


def _rest(board: Board, dots: DotRound, *, is_wanted: bool) -> None:
    """Dots stay as they are while the group sorts once more; for more topics than before there are more of them."""
    dots.paused_at = clock.now() if is_wanted else None
    limits = limits_for(_topics(board))
    if not is_wanted and not dots.is_planned and limits.budget > dots.budget:
        dots.budget, dots.most = limits.budget, limits.most
    db.session.flush()


def begin(board: Board, *, after: DotRound | None) -> DotRound:
    """Let the group set dots: as many each as the programme says, or as there are topics now for."""
    planned = _planned(board)
    limits = limits_for(_topics(board), planned=planned)
    dots = DotRound(
        public_id=secrets.token_urlsafe(ID_BYTES),
        board_id=board.id,
        number=after.number + 1 if after is not None else 1,
        budget=limits.budget,
        most=limits.most,
        is_planned=planned > 0,
        opened_at=clock.now(),
    )
    passing_keys.make(dots.public_id)
    db.session.add(dots)
    db.session.flush()
    audit(None, "dots.open", "board", board.id)
    telling.tell_soon(board)
    return dots


def _planned(board: Board) -> int:
    round_ = board.group.round
    return db.session.get_one(ProgrammeItem, round_.item_id).dots if round_ is not None else 0


def _topics(board: Board) -> int:
    thing = opened(board.public_id)
    there = len(thing.topics()) if thing is not None else queries.stored_topics(board.id)
    return there + queries.unshown_topics(board.id)


def show(board: Board, dots: DotRound) -> None:
    """Store the sums and how the board is sorted, and erase whose dots they were, in this one transaction (BO-23).

    Where nobody has set any, what was shown before stands.
    """
    sums, clusters = _sums_and_clusters(board, dots)
    people = len(queries.voters_of(dots))
    _erase(dots)
    if sums:
        dots.sums, dots.clusters = json.dumps(sums, sort_keys=True), json.dumps(clusters, sort_keys=True)
        dots.people, dots.shown_at = people, clock.now()
    else:
        db.session.delete(dots)
    db.session.flush()
    audit(None, "dots.show", "board", board.id, count=sum(sums.values()))
    telling.tell_soon(board)


def _sums_and_clusters(board: Board, dots: DotRound) -> tuple[dict[str, int], dict[str, list[str]]]:
    """Topic id → dots, and the clusters among the topics with their notes.

    Dots on what lies in a cluster by now, or has been deleted, were their owners' own again (BO-21), and count nowhere.
    The copies of a board that nobody has open may lack a note of its last seconds: by them no dot is left out.
    """
    sums, thing = queries.sums_of(dots), opened(board.public_id)
    if thing is None:
        clusters = queries.stored_clusters(board.id)
    else:
        standing = {topic.id: topic for topic in thing.topics()}
        sums = {topic_id: count for topic_id, count in sums.items() if topic_id in standing}
        clusters = {topic.id: [note.id for note in topic.notes] for topic in standing.values() if topic.is_cluster}
    return sums, {cluster: notes for cluster, notes in clusters.items() if cluster in sums}


def _erase(dots: DotRound) -> None:
    """Nothing leads from a dot to a person any more: neither here nor, when its key is gone, in an older backup."""
    for table in (Dot, DotPress):
        db.session.execute(delete(table).where(table.round_id == dots.id))
    name = dots.public_id
    after_commit(lambda: passing_keys.forget(name))


def begin_anew_without_key(board: Board) -> bool:
    """A backup that was brought back has dots and not their key, so nobody could move hers: they are set once more.

    Inside a unit of work. Says whether it was so.
    """
    dots = queries.latest(board.id)
    if dots is None or dots.shown_at is not None or queries.voter_of(dots, 0) is not None:
        return False
    _erase(dots)
    erasing.leave_no_trace()
    db.session.delete(dots)
    db.session.flush()
    fresh = begin(board, after=dots)
    fresh.paused_at = dots.paused_at
    return True


def show_left(before: datetime) -> int:
    """For retention: dots that nobody went on from, of gatherings that ended before this moment."""
    rows = select(DotRound).join(Board, Board.id == DotRound.board_id)
    rows = rows.join(Gathering, Gathering.id == Board.gathering_id)
    left = db.session.scalars(rows.where(DotRound.shown_at.is_(None), Gathering.ends_at < before)).all()
    for dots in left:
        show(db.session.get_one(Board, dots.board_id), dots)
    if left:
        erasing.leave_no_trace()
    return len(left)


def tidy() -> None:
    """Forget keys that a crash kept from being forgotten, and let those set dots whose key is not there."""
    rows = db.session.execute(select(DotRound.public_id, DotRound.board_id).where(DotRound.shown_at.is_(None))).all()
    in_use = {row.public_id for row in rows}
    shown = set(db.session.scalars(select(DotRound.public_id).where(DotRound.shown_at.is_not(None))))
    for name in (passing_keys.there() & shown) | (passing_keys.there(before=clock.now() - UNDER_WAY) - in_use):
        passing_keys.forget(name)
    for board_id in {row.board_id for row in rows if row.public_id not in passing_keys.there()}:
        with unit_of_work():
            begin_anew_without_key(db.session.get_one(Board, board_id))
