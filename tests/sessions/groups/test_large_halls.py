"""What a step asks of the database does not grow with those who are there: a hall of five hundred waits for nobody."""

import json
from collections.abc import Callable

from network.core.db import db, unit_of_work
from network.sessions.groups.models import GroupRound
from network.sessions.groups.services import undoing
from tests.sessions.groups.conftest import Day
from tests.statements import statements


def asked_by(step: Callable[[], object]) -> int:
    db.session.rollback()
    with statements() as asked:
        step()
    return len(asked)


def taken_back(day: Day, round_: GroupRound) -> int:
    day.deal(round_)
    db.session.rollback()
    mark = json.loads(db.session.get_one(GroupRound, round_.id).plan)["before"]["mark"]

    def undo() -> None:
        with unit_of_work():
            undoing.undo(db.session.get_one(GroupRound, round_.id), mark, by_id=day.fia.id)

    return asked_by(undo)


def test_to_take_back_asks_no_more_in_a_fuller_hall(full_day: Day) -> None:
    """GR-13"""
    late = full_day.people[len(full_day.people) // 2 :]
    for one in late:
        full_day.leaves(one)
    round_ = full_day.dealt()
    few = taken_back(full_day, round_)
    for one in late:
        full_day.comes(one)
    full_day.deal(round_)

    assert taken_back(full_day, round_) <= few
