"""What no plan can go beyond, whoever makes it. Exact counts from the problem alone; nothing here knows the search."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from network.sessions.groups.engine.problem import Plan, Problem, sizes_of


@dataclass(frozen=True)
class Bounds:
    """In pairs of people, all rounds together.

    `meetings`: of any plan. At least: `same_municipality` of them are of one municipality, `repeats` are of a pair that
    met earlier in the plan, `repeat_cost` is the sum of m(m − 1)/2 over pairs that meet m times. At most: `new_pairs`
    pairs of different municipalities meet who never met before.
    """

    meetings: int
    same_municipality: int
    repeats: int
    repeat_cost: int
    new_pairs: int


def bounds(problem: Problem) -> Bounds:
    """Bounds that hold for every plan in which everybody present sits once and sizes differ by at most one.

    Source: counting. A class of k in G groups has the fewest pairs when spread evenly; the people of one group fall
    into at most G' groups of another round (pigeonhole); meetings spread evenly over the pairs repeat least.
    """
    sizes = [sizes_of(len(set(one.present)), one.groups) for one in problem.rounds]
    meetings = sum(pairs(size) for one in sizes for size in one)
    same = least_same_municipality(problem)
    who = _Presence(problem)
    repeats = max(0, meetings - who.pairs, _pigeonholes(problem, sizes), _kept_together(problem))
    fresh = who.fresh_by_person(problem)
    most = Counter[int]()
    for one, of_round in zip(problem.rounds, sizes, strict=True):
        for person in set(one.present):
            most[person] += max(of_round) - 1
    reachable = sum(min(count, most[person]) for person, count in fresh.items()) // 2
    return Bounds(
        meetings=meetings,
        same_municipality=same,
        repeats=repeats,
        repeat_cost=max(least_pairs(meetings, who.pairs), _all_pigeonholes(problem, sizes)) if who.pairs else 0,
        new_pairs=max(0, min(meetings - same, meetings - repeats, sum(fresh.values()) // 2, reachable)),
    )


def pairs(count: int) -> int:
    return count * (count - 1) // 2


def least_pairs(count: int, boxes: int) -> int:
    """Pairs in one box when so many things lie in so many boxes as evenly as can be."""
    return sum(pairs(size) for size in sizes_of(count, boxes)) if count > boxes else 0


def least_same_municipality(problem: Problem) -> int:
    """The fewest pairs of one municipality in one group that any plan has, all rounds together."""
    municipality = {person.id: person.municipality for person in problem.people}
    least = 0
    for one in problem.rounds:
        counts = Counter(municipality.get(person) for person in set(one.present))
        counts.pop(None, None)
        least += sum(least_pairs(count, one.groups) for count in counts.values())
    return least


def fewest_moves(problem: Problem, published: Plan, frozen: Collection[int] = ()) -> int:
    """How many of those who stay must change their group at least, so that sizes differ by at most one again."""
    least = 0
    for number, (one, groups) in enumerate(zip(problem.rounds, published, strict=True)):
        if number not in frozen:
            here = set(one.present)
            staying = [len(here.intersection(group)) for group in groups[: one.groups]]
            gone = sum(len(here.intersection(group)) for group in groups[one.groups :])
            staying = sorted([*staying, *[0] * (one.groups - len(staying))], reverse=True)
            wanted = sizes_of(len(here), one.groups)
            least += gone + sum(max(0, stays - want) for stays, want in zip(staying, wanted, strict=True))
    return least


def fresh_in(problem: Problem) -> dict[int, int]:
    """Person → how many of the others in a problem of one round she has not met before, wherever they are from."""
    here = set(problem.rounds[0].present)
    bits = sum(problem.bits[one] for one in here)
    return {one: len(here) - (problem.met[one] & bits).bit_count() for one in problem.rounds[0].present}


def least_repeats(sizes: Sequence[int], fresh: Iterable[int]) -> int:
    """Meetings of people who have met that one round with groups of exactly these sizes cannot do without.

    `fresh` as `fresh_in` counts it, in any order. Source: nobody has more new meetings than people she has not met,
    nor more than her group has others; the largest groups are given to those who have met fewest.
    """
    others = sorted((size - 1 for size in sizes for _ in range(size)), reverse=True)
    most = sum(map(min, sorted(fresh, reverse=True), others)) // 2
    return max(0, sum(pairs(size) for size in sizes) - most)


def _pigeonholes(problem: Problem, sizes: list[list[int]]) -> int:
    """Repeats at least: each round has those that its worst earlier round forces."""
    return sum(
        max((_forced(problem, sizes, early, late) for early in range(late)), default=0) for late in range(len(sizes))
    )


def _all_pigeonholes(problem: Problem, sizes: list[list[int]]) -> int:
    rounds = range(len(sizes))
    return sum(max(_forced(problem, sizes, a, b), _forced(problem, sizes, b, a)) for a, b in combinations(rounds, 2))


def _forced(problem: Problem, sizes: list[list[int]], early: int, late: int) -> int:
    """Pairs of one group that cannot but sit together in the other round too; known where the same people are there."""
    if set(problem.rounds[early].present) != set(problem.rounds[late].present):
        return 0
    return sum(least_pairs(size, problem.rounds[late].groups) for size in sizes[early])


def _kept_together(problem: Problem) -> int:
    """Repeats of those who are kept together."""
    found = {frozenset(pair) for block in problem.wishes.together for pair in combinations(sorted(set(block)), 2)}
    return sum(max(0, sum(pair <= set(one.present) for one in problem.rounds) - 1) for pair in found)


class _Presence:
    """Who can meet whom at all: people by the set of rounds in which they are there."""

    def __init__(self, problem: Problem) -> None:
        self._rounds: Counter[int] = Counter()
        for number, one in enumerate(problem.rounds):
            for person in set(one.present):
                self._rounds[person] += 1 << number
        self._alike = Counter(self._rounds.values())
        self.pairs = sum(self._can_meet(person, self._alike) for person in self._rounds) // 2

    def _can_meet(self, person: int, counts: Counter[int]) -> int:
        """Others whose rounds overlap with hers, counting by `counts`, which she is in."""
        return sum(count for rounds, count in counts.items() if rounds & self._rounds[person]) - 1

    def fresh_by_person(self, problem: Problem) -> dict[int, int]:
        """Person → how many of other municipalities she can meet for the first time."""
        place = {one.id: one.municipality for one in problem.people}
        of_place: dict[str, Counter[int]] = {}
        for person, rounds in self._rounds.items():
            name = place.get(person)
            if name is not None:
                of_place.setdefault(name, Counter())[rounds] += 1
        met = _met(problem)
        fresh = {}
        for person, rounds in self._rounds.items():
            name = place.get(person)
            others = self._can_meet(person, self._alike)
            if name is not None:
                others -= self._can_meet(person, of_place[name])
            known = [other for other in met.get(person, ()) if self._rounds[other] & rounds]
            fresh[person] = others - sum(name is None or place.get(other) != name for other in known)
        return fresh


def _met(problem: Problem) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    groups: Iterable[tuple[int, ...]] = (group for past in problem.history for group in past.groups)
    for group in groups:
        for person in group:
            found.setdefault(person, set()).update(other for other in group if other != person)
    return found
