"""Reading answers: one's own, how many there are, all of them to be counted. No query gives anybody's to another."""

import hashlib
import hmac
import json
from collections.abc import Sequence

from flask import current_app
from sqlalchemy import func, select

from network.core.db import db
from network.core.settings import Settings
from network.sessions.polls.models import Poll, PollAnswer
from network.sessions.polls.rules.counting import Ballot


def ballot_of(person_id: int) -> str:
    """Under which a person's answers stand while a question is open."""
    return _code(f"poll:{person_id}")


def kept_ballot(series: str, ballot: str) -> str:
    """Under which an answer is kept for the next time the same is asked, and for no other question."""
    return _code(f"poll-kept:{series}:{ballot}")


def _code(said: str) -> str:
    settings: Settings = current_app.extensions["settings"]
    return hmac.new(settings.secret_key.encode(), said.encode(), hashlib.sha256).hexdigest()


def own_answer(poll_id: int, person_id: int) -> PollAnswer | None:
    return answer_by(poll_id, ballot_of(person_id))


def answer_by(poll_id: int, ballot: str) -> PollAnswer | None:
    return db.session.scalar(select(PollAnswer).where(PollAnswer.poll_id == poll_id, PollAnswer.ballot == ballot))


def answered(poll_id: int) -> int:
    """How many have answered, noted ones with them: all that anybody sees before the figures are shown."""
    return int(
        db.session.scalar(select(func.count()).select_from(PollAnswer).where(PollAnswer.poll_id == poll_id)) or 0
    )


def answers_of(poll_id: int) -> Sequence[PollAnswer]:
    return db.session.scalars(select(PollAnswer).where(PollAnswer.poll_id == poll_id)).all()


def ballots(poll: Poll, rows: Sequence[PollAnswer]) -> list[Ballot]:
    """The answers as they are counted: what came after the figures were shown stands beside them, and is none."""
    is_kept = poll.closed_at is not None
    return [
        Ballot(
            id=row.ballot if row.is_noted or is_kept else kept_ballot(poll.series, row.ballot),
            choices=tuple(json.loads(row.choices)),
            role=row.role,
            table=row.place,
            is_noted=row.is_noted,
            was_before=row.was_before,
        )
        for row in rows
        if row.choices != "[]"
    ]
