"""Who is done: a row of its own for each person and phase, made and taken away by herself (rule ST-8)."""

from network.core import clock as wall
from network.core.db import db
from network.sessions.groups.models import BreakoutGroup, GroupRound
from network.sessions.stage.models import Readiness
from network.sessions.stage.services.telling import counts_changed


def say_ready(round_: GroupRound, group: BreakoutGroup, person_id: int, phase: int) -> Readiness:
    """She is done with a phase that goes on, or has gone by since she pressed. Saying it twice is saying it once."""
    found = db.session.get(Readiness, (round_.id, phase, person_id))
    if found is not None:
        return found
    said = Readiness(round_id=round_.id, phase=phase, person_id=person_id, group_id=group.id, at=wall.now())
    db.session.add(said)
    db.session.flush()
    counts_changed(round_.gathering_id)
    return said


def take_back(round_: GroupRound, person_id: int, phase: int) -> None:
    """She is not done with that phase after all."""
    found = db.session.get(Readiness, (round_.id, phase, person_id))
    if found is not None:
        db.session.delete(found)
        db.session.flush()
        counts_changed(round_.gathering_id)
