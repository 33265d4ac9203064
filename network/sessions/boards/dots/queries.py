"""Reading dots: one's own while they are set, how many have set any, the sums once they are shown.

No query gives anybody's dots to another, and none gives a sum before it is shown.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, bindparam, func, select

from network.access.actor import Actor
from network.access.guard import allows
from network.core.db import db
from network.privacy import passing_keys
from network.sessions.boards.dots import rules
from network.sessions.boards.dots.models import Dot, DotPress, DotRound
from network.sessions.boards.models import Board, Note, OwnNotes
from network.sessions.boards.rules.topics import Topic
from network.sessions.gatherings.models import ProgrammeItem
from network.sessions.groups.models import GroupMember, RoundState
from network.sessions.groups.rules.rounds import phases_of


def latest(board_id: int) -> DotRound | None:
    """The board's dots: being set, or the last that were."""
    return latest_of([board_id]).get(board_id)


def latest_of(board_ids: Collection[int]) -> dict[int, DotRound]:
    """Board id → its dots, of those that have had any: a hall has sixty boards."""
    return {dots.board_id: dots for dots in db.session.scalars(_rounds_of(), {"board_ids": list(board_ids)})}


@cache
def _rounds_of() -> Select[DotRound]:
    rows = select(DotRound).where(DotRound.board_id.in_(bindparam("board_ids", expanding=True)))
    return rows.order_by(DotRound.number)


def voter_of(dots: DotRound, person_id: int) -> str | None:
    """Under what a person's dots stand; None when the round's key is gone."""
    return passing_keys.code(dots.public_id, f"dot:{person_id}")


def given_by(dots: DotRound, voter: str) -> dict[str, int]:
    """Topic id → her dots."""
    rows = select(Dot.topic_id, Dot.dots).where(Dot.round_id == dots.id, Dot.voter == voter, Dot.dots > 0)
    return {row.topic_id: row.dots for row in db.session.execute(rows)}


def presses_of(dots: DotRound, voter: str) -> list[str]:
    rows = select(DotPress.key).where(DotPress.round_id == dots.id, DotPress.voter == voter)
    return list(db.session.scalars(rows.order_by(DotPress.key)))


def has_begun(dots: DotRound) -> bool:
    """Whether anybody has pressed."""
    return db.session.scalar(select(DotPress.key).where(DotPress.round_id == dots.id).limit(1)) is not None


def sums_of(dots: DotRound) -> dict[str, int]:
    """Topic id → dots of all. For the moment of showing them alone."""
    rows = select(Dot.topic_id, func.sum(Dot.dots)).where(Dot.round_id == dots.id, Dot.dots > 0)
    return {topic: int(count) for topic, count in db.session.execute(rows.group_by(Dot.topic_id))}


def voters_of(dots: DotRound) -> set[str]:
    return set(db.session.scalars(select(Dot.voter).where(Dot.round_id == dots.id, Dot.dots > 0).distinct()))


def shown_on(board_id: int, standing: Iterable[Topic]) -> rules.Lying:
    """What lies on the topics that stand on a board now, for everybody who may read it; nothing before the dots are
    shown, and while more are set.
    """
    dots = latest(board_id)
    is_shown = dots is not None and dots.shown_at is not None
    return rules.lying_on(standing, dots.sums_by_topic, dots.notes_by_cluster) if dots and is_shown else rules.NOTHING


def stored_clusters(board_id: int) -> dict[str, list[str]]:
    """Cluster id → the ids of its notes, by their copies."""
    rows = select(Note.cluster_id, Note.id).where(Note.board_id == board_id, Note.is_deleted.is_(False))
    found: dict[str, list[str]] = {}
    for cluster_id, note_id in db.session.execute(rows.order_by(Note.position, Note.id)):
        if cluster_id is not None:
            found.setdefault(cluster_id, []).append(note_id)
    return found


def stored_topics(board_id: int) -> int:
    """How many topics there are by the copies of the notes, which may be some seconds behind."""
    topic = func.count(func.coalesce(Note.cluster_id, Note.id).distinct())
    rows = select(topic).where(Note.board_id == board_id, Note.is_deleted.is_(False))
    return int(db.session.scalar(rows) or 0)


def unshown_topics(board_id: int) -> int:
    """How many were written alone and are about to be put on the board."""
    return int(db.session.scalar(select(func.sum(OwnNotes.unshown)).where(OwnNotes.board_id == board_id)) or 0)


@dataclass(frozen=True)
class Standing:
    """What a board's dots are to somebody: `sums` is None until they are shown. Who may set none has no `mine`.

    `clusters`: how the board was sorted when they were shown, cluster id → ids of its notes. `done` of `members` have
    set some; `keys` are her presses that are in `mine`.
    """

    id: str
    open: bool
    shown: bool
    budget: int
    most: int
    done: int
    members: int
    sums: dict[str, int] | None
    clusters: dict[str, list[str]] | None
    mine: dict[str, int] | None = None
    keys: list[str] | None = None


def told_to_all(board: Board, dots: DotRound) -> Standing:
    """What everybody on the board may know."""
    is_shown = dots.shown_at is not None
    members = members_of(board.group_id)
    done = dots.people
    if not is_shown:
        voters = voters_of(dots)
        done = sum(1 for person_id in members if voter_of(dots, person_id) in voters)
    return Standing(
        id=dots.public_id,
        open=dots.is_open and board.is_open,
        shown=is_shown,
        budget=dots.budget,
        most=dots.most,
        done=done,
        members=max(done, len(members)),
        sums=dots.sums_by_topic if is_shown else None,
        clusters=dots.notes_by_cluster if is_shown else None,
    )


def told_to(board_id: int, actor: Actor) -> Standing | None:
    """What one reader is told: the same, and her own dots if she may set any. None when there never were dots."""
    dots = latest(board_id)
    board = db.session.get(Board, board_id) if dots is not None else None
    if dots is None or board is None:
        return None
    told = told_to_all(board, dots)
    if told.shown or not allows(actor, "dot.create", board.facts()) or actor.person_id is None:
        return told
    return with_own(told, dots, actor.person_id)


def with_own(told: Standing, dots: DotRound, person_id: int) -> Standing:
    voter = voter_of(dots, person_id)
    mine, keys = (given_by(dots, voter), presses_of(dots, voter)) if voter is not None else ({}, [])
    return Standing(**{**vars(told), "mine": mine, "keys": keys})


def is_choosing(board: Board) -> bool:
    """Whether the board's group is to choose now what it shows to everybody."""
    round_ = board.group.round
    if round_ is None:
        return False
    phases = phases_of(db.session.get_one(ProgrammeItem, round_.item_id).phases)
    return rules.is_choosing(RoundState(round_.state), round_.phase, phases)


def members_of(group_id: int) -> list[int]:
    """Who sits in the group now."""
    rows = select(GroupMember.person_id).where(GroupMember.group_id == group_id, GroupMember.moved_at.is_(None))
    return list(db.session.scalars(rows))
