"""Reading questions: the one that the hall is asked now, those of a gathering, those that can be asked once more."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import aliased, joinedload

from network.access.actor import Actor
from network.access.guard import can
from network.core.db import db
from network.sessions.gatherings.models import Gathering
from network.sessions.polls.models import Poll, PollAnswer
from network.sessions.polls.queries.answers import own_answer
from network.sessions.polls.rules.asking import TAKING, State

MOST_AGAIN = 30


def poll_of(gathering: Gathering | None, public_id: str) -> Poll | None:
    if gathering is None or "\x00" in public_id:  # PostgreSQL fails at one, SQLite finds nothing
        return None
    return db.session.scalar(select(Poll).where(Poll.gathering_id == gathering.id, Poll.public_id == public_id))


def current(gathering_id: int, person_id: int) -> tuple[Poll, PollAnswer | None] | None:
    """What the hall is asked now, and what she has answered."""
    poll = db.session.scalar(_current(), {"gathering_id": gathering_id})
    return (poll, own_answer(poll, person_id)) if poll is not None else None


@cache
def _current() -> Select[Poll]:
    rows = select(Poll).where(Poll.gathering_id == bindparam("gathering_id"), Poll.state.in_(TAKING))
    return rows.order_by(Poll.opened_at.desc(), Poll.id.desc()).limit(1)


def taking(gathering_id: int) -> Sequence[Poll]:
    """Those that are answered now; at most one, or two that were opened in the same moment."""
    rows = select(Poll).where(Poll.gathering_id == gathering_id, Poll.state.in_(TAKING))
    return db.session.scalars(rows.order_by(Poll.id)).all()


def not_closed(gathering_id: int) -> Sequence[Poll]:
    """For the control page: what is asked now, and what is prepared."""
    rows = select(Poll).where(Poll.gathering_id == gathering_id, Poll.state != State.CLOSED)
    return db.session.scalars(rows.order_by(Poll.id)).all()


def polls_for(actor: Actor, gathering: Gathering) -> list[Poll]:
    """Those of a gathering that the actor may read, the newest first."""
    rows = select(Poll).where(Poll.gathering_id == gathering.id).options(joinedload(Poll.before))
    return [poll for poll in db.session.scalars(rows.order_by(Poll.id.desc())) if can(actor, "poll.read", poll)]


def may_be_repeated(actor: Actor) -> list[Poll]:
    """Closed ones that nobody has asked once more yet, of gatherings that the actor leads; the newest first."""
    later = aliased(Poll)
    rows = select(Poll).outerjoin(later, later.before_id == Poll.id)
    rows = rows.where(Poll.state == State.CLOSED, later.id.is_(None)).options(joinedload(Poll.gathering))
    found = db.session.scalars(rows.order_by(Poll.closed_at.desc(), Poll.id.desc()).limit(MOST_AGAIN))
    return [poll for poll in found if can(actor, "poll.edit", poll)]


def repeated_by(poll: Poll) -> Poll | None:
    return db.session.scalar(select(Poll).where(Poll.before_id == poll.id))


def poll_by_key(gathering_id: int, key: str) -> Poll | None:
    return db.session.scalar(select(Poll).where(Poll.gathering_id == gathering_id, Poll.key == key))


def poll_by_public_id(public_id: str) -> Poll | None:
    return db.session.scalar(select(Poll).where(Poll.public_id == public_id)) if "\x00" not in public_id else None


def has_polls(gathering_id: int) -> bool:
    """Whether the hall has been asked anything."""
    rows = select(Poll.id).where(Poll.gathering_id == gathering_id, Poll.state != State.DRAFT)
    return db.session.scalar(rows.limit(1)) is not None
