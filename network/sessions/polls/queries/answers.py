"""Reading answers: one's own, how many there are, all of them to be counted. No query gives anybody's to another."""

import json
from collections.abc import Sequence

from sqlalchemy import func, select

from network.core.db import db
from network.privacy import passing_keys
from network.sessions.polls.models import Poll, PollAnswer
from network.sessions.polls.rules.counting import Ballot

KEYS = "polls"
"""The kind of the passing keys that lead from an answer to a person. All that ask the same have one between them."""


def key_of(series: str) -> str:
    return f"{KEYS}/{series}"


def ballot_of(poll: Poll, person_id: int) -> str | None:
    """Under which a person's answers to a question stand; None when its key is not there."""
    return passing_keys.code(key_of(poll.series), f"poll:{person_id}")


def own_answer(poll: Poll, person_id: int) -> PollAnswer | None:
    ballot = ballot_of(poll, person_id)
    return answer_by(poll.id, ballot) if ballot is not None else None


def answer_by(poll_id: int, ballot: str) -> PollAnswer | None:
    return db.session.scalar(select(PollAnswer).where(PollAnswer.poll_id == poll_id, PollAnswer.ballot == ballot))


def answered(poll_id: int) -> int:
    """How many have answered, noted ones with them: all that anybody sees before the figures are shown."""
    return int(
        db.session.scalar(select(func.count()).select_from(PollAnswer).where(PollAnswer.poll_id == poll_id)) or 0
    )


def answers_of(poll_id: int) -> Sequence[PollAnswer]:
    return db.session.scalars(select(PollAnswer).where(PollAnswer.poll_id == poll_id)).all()


def ballots(poll: Poll, rows: Sequence[PollAnswer], *, with_late: bool = False) -> list[Ballot]:
    """The answers as they are counted: what came after the figures were shown stands beside them, and is none but
    `with_late`.

    Each is under the code under which it is kept for the next time the same is asked: another than while it is open.
    """
    coded = passing_keys.coder(key_of(poll.series)) if poll.closed_at is None else None
    chosen = [(row, tuple(row.current if with_late else json.loads(row.choices))) for row in rows]
    return [
        Ballot(
            id=row.ballot if row.is_noted or coded is None else coded(f"poll-kept:{row.ballot}"),
            choices=choices,
            role=row.role,
            table=row.place,
            is_noted=row.is_noted,
            was_before=row.was_before,
        )
        for row, choices in chosen
        if choices
    ]
