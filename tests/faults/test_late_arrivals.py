"""Fifteen come in the same second, while a round is on: each has a place, nobody two, and no table is overfull (D4)."""

from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest

from tests.faults.caller import Caller
from tests.faults.day import Day, at_once

pytestmark = pytest.mark.server

LATE = 15
SEATED = """SELECT m.person_id, m.group_id FROM group_member m JOIN breakout_group g ON g.id = m.group_id
            JOIN group_round r ON r.id = g.round_id WHERE r.state = 'running' AND m.moved_at IS NULL"""


def come_at_once(day: Day) -> list[int]:
    """Each scans her own badge with her own phone; what was answered."""
    badges = list(day.told["late"].values())
    phones = [Caller(day.address).ready() for _badge in badges]
    scans = zip(phones, badges, strict=True)
    answers = at_once([partial(phone.post, path) for phone, path in scans])
    return [answer.status for answer in answers]


def faults_of(day: Day, answers: list[int]) -> list[str]:
    """What is wrong in the hall after that."""
    seats = day.rows(SEATED)
    tables = Counter(group for _person, group in seats)
    people = Counter(person for person, _group in seats)
    whole = day.count("attendance")
    largest = -(-(17 + LATE) // len(tables))
    found = [f"{status} instead of a welcome" for status in answers if status != 303]
    found += [f"person {person} sits {times} times" for person, times in people.items() if times != 1]
    found += [f"{17 + LATE - len(people)} without a place"] if len(people) != 17 + LATE else []
    found += [f"{whole} checked in"] if whole != 17 + LATE else []
    return found + [f"{size} at one table" for size in tables.values() if size > largest]


def test_fifteen_who_come_in_the_same_second_all_sit_and_no_table_is_overfull(day: Callable[..., Day]) -> None:
    """GR-5, CO-2"""
    here = day()

    answers = come_at_once(here)

    assert faults_of(here, answers) == []


def test_control_units_of_work_that_overlap_overfill_a_table_or_leave_somebody_out(
    day: Callable[..., Day],
) -> None:
    here = day(without="let_units_of_work_overlap")

    answers = come_at_once(here)

    assert faults_of(here, answers) != []
