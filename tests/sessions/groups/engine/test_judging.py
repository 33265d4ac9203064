"""GR-1: the judge counts from scratch, and contradicts whoever drew."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.sessions.groups import engine
from network.sessions.groups.engine import Attendee, Fact, Kind, Past, Pin, Plan, Problem, Wishes
from tests.sessions.groups.engine.instances import problems

SIX = tuple(Attendee(n, "ab"[n % 2]) for n in range(6))


@settings(max_examples=60, deadline=None)
@given(problems(most=9), st.randoms(use_true_random=False))
def test_it_counts_what_one_counts_by_laying_out_each_pair(problem: Problem, lot: Random) -> None:
    orders = [lot.sample(one.present, len(one.present)) for one in problem.rounds]
    plan = tuple(
        tuple(tuple(order[at :: one.groups]) for at in range(one.groups))
        for one, order in zip(problem.rounds, orders, strict=True)
    )
    place = {one.id: one.municipality for one in problem.people}
    met, repeats, same, meetings = set(), 0, 0, 0
    met.update(frozenset(pair) for past in problem.history for group in past.groups for pair in combinations(group, 2))
    for groups in plan:
        for group in groups:
            for one, other in combinations(group, 2):
                meetings += 1
                same += place[one] is not None and place[one] == place[other]
                repeats += frozenset((one, other)) in met
        met.update(frozenset(pair) for group in groups for pair in combinations(group, 2))

    report = engine.judge(problem, plan)

    assert (report.meetings, report.repeats, report.same_municipality, report.faults) == (meetings, repeats, same, ())


@pytest.mark.parametrize(
    ("plan", "fault", "words"),
    [
        ((((0, 1), (2, 3, 4)),), Fact(Kind.NO_GROUP, (5,), 0), "round 1: 5 has no group"),
        ((((0, 1, 2), (2, 3, 4, 5)),), Fact(Kind.PLACED_TWICE, (2,), 0, count=2), "round 1: 2 is placed 2 times"),
        ((((0, 1, 2), (3, 4, 5, 9)),), Fact(Kind.NOT_THERE, (9,), 0), "round 1: 9 is not there"),
        ((((0, 1), (2, 3, 4, 5)),), Fact(Kind.UNEVEN, (), 0, count=4, limit=2), "round 1: groups of 2 and of 4"),
        (
            (((0, 1), (2, 3), (4, 5)),),
            Fact(Kind.GROUPS_MISSING, (), 0, count=3, limit=2),
            "round 1: 3 groups instead of 2",
        ),
        ((), Fact(Kind.ROUNDS_MISSING, (), count=0, limit=1), "0 rounds instead of 1"),
    ],
)
def test_it_sees_a_plan_that_is_none(plan: Plan, fault: Fact, words: str) -> None:
    faults = engine.judge(Problem.one_round(SIX, 2), plan).faults

    assert fault in faults
    assert engine.in_english(fault) == words


@pytest.mark.parametrize(
    ("wishes", "fault"),
    [
        (Wishes(together=((0, 3),)), "round 1: 0 and 3 are kept together and do not sit together"),
        (Wishes(apart=((0, 5, 1),)), "round 1: 0 and 1 are kept apart and sit together in group 1"),
        (Wishes(pinned=(Pin(4, 0),)), "round 1: 4 is pinned to group 1 and does not sit there"),
        (Wishes(facilitators=(0, 1)), "round 1: groups with 0 and with 2 facilitators"),
        (Wishes(max_per_municipality=1), "round 1: 0 and 2 sit in group 1, 2 of one municipality, and 1 may"),
    ],
)
def test_it_sees_every_broken_wish(wishes: Wishes, fault: str) -> None:
    faults = engine.judge(
        Problem(SIX, Problem.one_round(SIX, 2).rounds, wishes=wishes), (((0, 1, 2), (3, 4, 5)),)
    ).faults

    assert fault in [engine.in_english(one) for one in faults]


def test_it_asks_nothing_of_those_who_are_away_and_nothing_in_other_rounds() -> None:
    people = tuple(Attendee(n) for n in range(5))
    wishes = Wishes(together=((0, 4),), apart=((1, 4),), pinned=(Pin(4, 1), Pin(0, 1, (3,))), facilitators=(4,))
    problem = Problem(people, (engine.Round(2, (0, 1, 2, 3)),), (Past(((0, 1),), 1),), wishes)

    assert engine.judge(problem, (((0, 1), (2, 3)),)).faults == ()


def test_a_meeting_earlier_in_the_plan_is_told_from_one_long_ago() -> None:
    problem = Problem(SIX, Problem.one_round(SIX, 2).rounds * 2, (Past(((0, 1),), 2),))

    report = engine.judge(problem, (((0, 1, 2), (3, 4, 5)), ((0, 1, 3), (2, 4, 5))))

    assert (report.repeats, report.repeats_in_plan) == (3, 2)
