"""Reading what somebody wrote for herself. Nothing here takes more than one person."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from network.access.actor import Actor
from network.core.db import db
from network.people.models import SignInSession
from network.sessions.gatherings.models import PreparationAnswer


@dataclass(frozen=True)
class Answers:
    """Question → her own answer; and the questions whose answer is there and not shown now."""

    shown: Mapping[int, str]
    kept_back: frozenset[int]


def answers_for(actor: Actor, gathering_id: int) -> Answers:
    """Her own. Under a badge only those since she came in by it: whoever finds the badge comes later (rule TA-10)."""
    rows = select(PreparationAnswer).where(
        PreparationAnswer.gathering_id == gathering_id, PreparationAnswer.person_id == actor.person_id
    )
    found = db.session.scalars(rows).all()
    kept_back = frozenset(one.question for one in found if not _is_shown(actor, one))
    return Answers({one.question: one.text for one in found if one.question not in kept_back}, kept_back)


def _is_shown(actor: Actor, answer: PreparationAnswer) -> bool:
    if actor.only_gathering_id is None:
        return True
    came_in = db.session.get(SignInSession, actor.only_sign_in_id) if actor.only_sign_in_id is not None else None
    return came_in is not None and answer.at >= came_in.made_at
