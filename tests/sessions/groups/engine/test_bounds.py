"""What no plan can go beyond, held against all plans there are."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, product

import pytest

from network.sessions.groups import engine
from network.sessions.groups.engine import Attendee, Past, Plan, Problem, Round, Wishes
from network.sessions.groups.engine.bounds import least_pairs

SOME = tuple(Attendee(n, "aaabbc"[n]) for n in range(6))
ALL = tuple(range(6))
SMALL = {
    "two rounds": Problem(SOME, (Round(2, ALL), Round(2, ALL))),
    "three and two": Problem(SOME, (Round(3, ALL), Round(2, ALL))),
    "somebody away": Problem(SOME, (Round(2, ALL), Round(2, ALL[:5]))),
    "a past": Problem(SOME, (Round(3, ALL), Round(3, ALL)), (Past(((0, 3, 5), (1, 4)), 1),)),
    "kept together": Problem(SOME, (Round(3, ALL), Round(3, ALL)), wishes=Wishes(together=((0, 3),))),
}


def plans(problem: Problem) -> Iterator[Plan]:
    """Every plan that the judge accepts."""
    for found in product(*(list(_rounds(one.present, one.groups)) for one in problem.rounds)):
        if not engine.judge(problem, found).faults:
            yield found


def _rounds(people: tuple[int, ...], groups: int) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Every way to part people into groups whose sizes differ by at most one, in one order of the groups each."""
    if groups == 1:
        yield (people,)
        return
    first, *rest = people
    for size in {len(people) // groups, -(-len(people) // groups)}:
        for mates in combinations(rest, size - 1):
            left = tuple(one for one in rest if one not in mates)
            for others in _rounds(left, groups - 1):
                yield ((first, *mates), *others)


@pytest.mark.parametrize("name", SMALL)
def test_no_plan_goes_beyond_and_the_best_ones_come_close(name: str) -> None:
    problem = SMALL[name]
    limit = engine.bounds(problem)
    found = [_count(problem, plan) for plan in plans(problem)]

    assert all(meetings == limit.meetings for meetings, *_rest in found)
    assert min(one[1] for one in found) == limit.same_municipality
    assert min(one[2] for one in found) >= limit.repeats
    assert min(one[3] for one in found) >= limit.repeat_cost
    assert max(one[4] for one in found) <= limit.new_pairs
    assert min(one[3] for one in found) - limit.repeat_cost <= 2, "a bound that says little"


def _count(problem: Problem, plan: Plan) -> tuple[int, int, int, int, int]:
    place = {one.id: one.municipality for one in problem.people}
    before = {frozenset(pair) for past in problem.history for group in past.groups for pair in combinations(group, 2)}
    met = Counter(frozenset(pair) for groups in plan for group in groups for pair in combinations(group, 2))
    same = {pair for pair in met if len({place[one] for one in pair}) == 1}
    return (
        met.total(),
        sum(met[pair] for pair in same),
        sum(times - 1 for times in met.values()),
        sum(times * (times - 1) // 2 for times in met.values()),
        len(met.keys() - same - before),
    )


def test_where_groups_are_few_the_pigeonhole_says_how_many_meet_again() -> None:
    """24 people at 4 tables of 6: of each table two pairs at least sit together at the next, in each two rounds."""
    people = tuple(Attendee(n) for n in range(24))
    limit = engine.bounds(Problem(people, (Round(4, tuple(range(24))),) * 3))

    assert (limit.repeats, limit.repeat_cost) == (16, 24)


@pytest.mark.parametrize(("count", "boxes", "least"), [(5, 2, 4), (4, 4, 0), (15, 10, 5), (1, 1, 0), (3, 1, 3)])
def test_things_in_boxes(count: int, boxes: int, least: int) -> None:
    assert least_pairs(count, boxes) == least


def test_fewest_moves_take_from_the_fullest() -> None:
    people = tuple(Attendee(n) for n in range(9))
    problem = Problem(people, (Round(3, (0, 1, 2, 3, 8)),))

    assert engine.fewest_moves(problem, (((0, 1, 2, 3), (4, 5), (6, 7)),)) == 2
    assert engine.fewest_moves(problem, (((0, 1, 2, 3), (4, 5), (6, 7)),), frozen={0}) == 0


@pytest.mark.parametrize("sizes", [(3, 3), (4, 2), (5, 1), (3, 2, 1), (2, 2, 2)])
@pytest.mark.parametrize("past", [(), ((0, 1, 2, 3),), ((0, 1, 2), (3, 4, 5), (0, 5)), ((0, 1, 2, 3, 4, 5),)])
def test_groups_of_any_sizes_do_not_come_below_their_least_repeats(
    sizes: tuple[int, ...], past: tuple[tuple[int, ...], ...]
) -> None:
    """Held against every way to seat six people in groups of these sizes, as they stand after moves by hand."""
    problem = Problem.one_round(SOME, len(sizes), (Past(past, 1),))
    fresh, before = engine.fresh_in(problem), {pair for ids in past for pair in combinations(ids, 2)}
    least = min(
        sum(pair in before for group in groups for pair in combinations(group, 2)) for groups in _of_sizes(ALL, sizes)
    )

    assert fresh == {one: 5 - sum(one in pair for pair in before) for one in ALL}
    assert engine.least_repeats(sizes, fresh.values()) <= least
    assert engine.least_repeats(sizes, fresh.values()) == least or len(before) not in (0, 15)


def _of_sizes(people: tuple[int, ...], sizes: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], ...]]:
    if not sizes:
        yield ()
        return
    for group in combinations(people, sizes[0]):
        left = tuple(one for one in people if one not in group)
        yield from ((group, *rest) for rest in _of_sizes(left, sizes[1:]))
