"""Rounds without a repeat by construction, and what is promised of them."""

from itertools import combinations

import pytest

from network.sessions.groups import engine
from network.sessions.groups.engine import Attendee, Problem, Round
from network.sessions.groups.engine.advice import most_rounds
from network.sessions.groups.engine.designs import repeat_free_rounds
from network.sessions.groups.engine.finite_field import field


@pytest.mark.parametrize("order", [2, 3, 4, 5, 8, 9, 16, 27])
def test_a_field_is_a_field(order: int) -> None:
    found = field(order)
    assert found is not None
    adding, multiplying = found
    elements = range(order)

    for a in elements:
        assert (adding[0][a], multiplying[1][a], multiplying[0][a]) == (a, a, 0)
        assert sorted(adding[a]) == list(elements)
        assert a == 0 or sorted(multiplying[a]) == list(elements)
    for a, b, c in [(a, b, c) for a in elements for b in elements for c in {1, order - 1}]:
        assert multiplying[a][adding[b][c]] == adding[multiplying[a][b]][multiplying[a][c]]


@pytest.mark.parametrize("order", [1, 6, 10, 12, 15])
def test_other_numbers_have_none(order: int) -> None:
    assert field(order) is None


@pytest.mark.parametrize(
    ("people", "groups", "rounds"),
    [
        (56, 9, 9),
        (56, 8, 8),
        (62, 9, 9),
        (32, 8, 9),
        (32, 8, 10),
        (15, 5, 7),
        (24, 6, 7),
        (30, 6, 6),
        (36, 6, 3),
        (34, 6, 3),
        (60, 10, 6),
        (100, 14, 7),
        (500, 63, 9),
    ],
)
def test_nobody_meets_twice_and_sizes_are_even(people: int, groups: int, rounds: int) -> None:
    found = repeat_free_rounds(people, groups, rounds)

    assert len(found) == rounds
    for groups_ in found:
        assert sorted(one for group in groups_ for one in group) == list(range(people))
        assert max(map(len, groups_)) - min(map(len, groups_)) <= 1
    pairs = [frozenset(pair) for groups_ in found for group in groups_ for pair in combinations(group, 2)]
    assert len(set(pairs)) == len(pairs)


@pytest.mark.parametrize(("people", "groups"), [(12, 1), (5, 5), (30, 4), (6, 3), (36, 6), (100, 3)])
def test_no_design_gives_more_than_can_be(people: int, groups: int) -> None:
    assert len(repeat_free_rounds(people, groups, 12)) <= most_rounds(people, groups)


def test_six_groups_of_six_can_meet_three_times_and_no_more() -> None:
    [advice] = engine.advise(36, [6], 4)

    assert (advice.fresh_rounds, advice.most_rounds) == (3, 3)


def test_eight_groups_of_four_can_meet_ten_times_each_with_all_but_one() -> None:
    """8-4-10 of the social golfers."""
    problem = Problem(tuple(Attendee(one) for one in range(32)), (Round(8, tuple(range(32))),) * 10)
    plan = tuple(tuple(map(tuple, groups)) for groups in repeat_free_rounds(32, 8, 10))
    [advice] = engine.advise(32, [4], 12)

    report = engine.judge(problem, plan)

    assert (report.faults, report.repeats_in_plan, report.meetings) == ((), 0, 480)
    assert (advice.fresh_rounds, advice.most_rounds) == (10, 10)


def test_counts_with_most_fresh_rounds_are_advised_first() -> None:
    found = [(one.group_count, one.smallest, one.largest, one.fresh_rounds) for one in engine.advise(36, (5, 6), 7)]

    assert found == [(7, 5, 6, 7), (6, 6, 6, 3)]


def test_nobody_and_one_table_are_answered_too() -> None:
    assert engine.advise(0, (5,), 3) == []
    assert [(one.group_count, one.fresh_rounds, one.most_rounds) for one in engine.advise(4, (5,), 3)] == [(1, 1, 1)]
