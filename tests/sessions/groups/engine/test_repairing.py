"""Changing what people know already: as few as must move, and the rest mixed again when that is asked for."""

from hypothesis import given, settings
from hypothesis import strategies as st

from network.sessions.groups import engine
from network.sessions.groups.engine import Attendee, Past, Pin, Plan, Problem, Round, Wishes
from tests.sessions.groups.engine.instances import full, municipal


def moved(problem: Problem, published: Plan, plan: Plan) -> int:
    """Of those who are there, how many sit elsewhere than they were told."""
    return sum(
        old_seat[one] != at
        for old, new in zip(published, plan, strict=True)
        for old_seat in [{one: at for at, group in enumerate(old) for one in group}]
        for at, group in enumerate(new)
        for one in group
        if one in old_seat
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(4, 30), st.integers(1, 6), st.sets(st.integers(0, 29)), st.integers(0, 6), st.integers(0, 9))
def test_exactly_as_many_move_as_must(count: int, groups: int, gone: set[int], late: int, seed: int) -> None:
    published = engine.draw(full(count, min(groups, count), 2), seed, 10)
    here = tuple(one for one in range(count + late) if one not in gone or one >= count)
    if len(here) < groups:
        return
    problem = Problem(municipal(count + late, 4), (Round(min(groups, count), here),) * 2)

    plan = engine.repair(problem, published, seed=seed, steps=60)

    assert engine.judge(problem, plan).faults == ()
    assert moved(problem, published, plan) == engine.fewest_moves(problem, published)


def test_rounds_that_are_over_stay_as_they_were() -> None:
    before = full(24, 5, 3)
    published = engine.draw(before, 1, 30)
    problem = Problem(before.people, (before.rounds[0], *(Round(5, tuple(range(3, 24))),) * 2))

    plan = engine.repair(problem, published, frozen={0}, steps=60)

    assert [set(group) for group in plan[0]] == [set(group) for group in published[0]]
    assert engine.judge(problem, plan).faults == ()


def test_the_newcomer_takes_the_empty_chair() -> None:
    people = tuple(Attendee(n) for n in range(16))
    published = (((0, 1, 2, 3, 4), (5, 6, 7, 8, 9), (10, 11, 12, 13, 14)),)
    problem = Problem(people, (Round(3, tuple(range(2, 16))),))

    [groups] = engine.repair(problem, published)

    assert groups == ((2, 3, 4, 15), (5, 6, 7, 8, 9), (10, 11, 12, 13, 14))


def test_people_are_moved_for_others_sake_only_at_a_price() -> None:
    published = (((0, 1), (2, 3)),)
    problem = Problem.one_round(tuple(Attendee(n) for n in range(4)), 2, (Past(((0, 1), (2, 3)), 1),))

    assert engine.repair(problem, published) == published
    assert engine.repair(problem, published, move_price=100) != published


def test_a_hard_wish_moves_whom_it_must() -> None:
    published = (((0, 1), (2, 3)),)
    apart = Wishes(apart=((0, 1),))
    problem = Problem(tuple(Attendee(n) for n in range(4)), (Round(2, (0, 1, 2, 3)),), wishes=apart)

    plan = engine.repair(problem, published)

    assert (engine.judge(problem, plan).faults, moved(problem, published, plan)) == ((), 2)


def test_who_is_locked_stays_while_the_rest_are_mixed_again() -> None:
    problem = full(32, 8, 2)
    plan = engine.draw(problem, 1, 5)
    locked = [(0, one) for group in plan[0][:4] for one in group]

    again = engine.improve(problem, plan, locked=locked, seed=9, steps=80)

    assert (again[0][:4], again[0][4:] == plan[0][4:]) == (plan[0][:4], False)
    assert engine.judge(problem, again).faults == ()


def test_a_pin_that_came_later_is_kept() -> None:
    before = full(12, 3, 1)
    published = engine.draw(before, 1, 20)
    pinned = published[0][0][0]
    problem = Problem(before.people, before.rounds, wishes=Wishes(pinned=(Pin(pinned, 2),)))

    plan = engine.repair(problem, published)

    assert (pinned in plan[0][2], moved(problem, published, plan)) == (True, 2)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 99))
def test_what_is_searched_on_is_never_worse(seed: int) -> None:
    problem = full(30, 6, 3, each=3)
    plan = engine.draw(problem, seed, 0)

    before, after = (engine.judge(problem, one) for one in (plan, engine.improve(problem, plan, seed=seed, steps=60)))

    assert after.same_municipality <= before.same_municipality
    assert after.repeats <= before.repeats
