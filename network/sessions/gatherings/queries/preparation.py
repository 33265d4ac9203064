"""Reading what somebody wrote for herself. Nothing here takes more than one person."""

from sqlalchemy import select

from network.core.db import db
from network.sessions.gatherings.models import PreparationAnswer


def answers_of(gathering_id: int, person_id: int | None) -> dict[int, str]:
    """Question → her own answer."""
    rows = select(PreparationAnswer.question, PreparationAnswer.text).where(
        PreparationAnswer.gathering_id == gathering_id, PreparationAnswer.person_id == person_id
    )
    return {row[0]: row[1] for row in db.session.execute(rows)}
