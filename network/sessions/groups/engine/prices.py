"""What it costs to put two people into one group: whole numbers, so far apart that the first wish always wins."""

from collections import Counter
from collections.abc import Iterable
from itertools import combinations

from network.sessions.groups.engine.problem import Attendee, Group, Past, Problem

SAME_MUNICIPALITY = 2000
MET = 300
SAME_PARTY = 6
SAME_ROLE = 4
HALF_LIFE = 2
"""Gatherings after which an old meeting counts half."""

Pair = tuple[int, int]


def met_before(history: Iterable[Past]) -> Counter[Pair]:
    """Pair (lower id first) → price of their earlier meetings."""
    prices: Counter[Pair] = Counter()
    for past in history:
        price = MET >> max(0, past.age - 1) // HALF_LIFE
        for group in past.groups:
            for pair in combinations(sorted(group), 2):
                prices[pair] += price
    return prices


def pair_of(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


class Prices:
    """The prices of one problem; meetings of earlier rounds of the same plan are added as they are dealt."""

    def __init__(self, problem: Problem) -> None:
        self.people: dict[int, Attendee] = {one.id: one for one in problem.people}
        self.met = met_before(problem.history)

    def of_pair(self, one: int, other: int) -> int:
        first, second = self.people[one], self.people[other]
        price = self.met[pair_of(one, other)]
        if first.municipality is not None and first.municipality == second.municipality:
            price += SAME_MUNICIPALITY
        if first.party is not None and first.party == second.party:
            price += SAME_PARTY
        if first.role is not None and first.role == second.role:
            price += SAME_ROLE
        return price

    def joining(self, person: int, group: Iterable[int]) -> int:
        """What it costs that `person` sits with all of `group`; she herself counts for nothing."""
        return sum(self.of_pair(person, other) for other in group if other != person)

    def of_groups(self, groups: Iterable[Group | list[int]]) -> int:
        return sum(self.of_pair(one, other) for group in groups for one, other in combinations(group, 2))

    def remember(self, groups: Iterable[Group]) -> None:
        """These have met now: the plan's next rounds know it."""
        self.met.update(met_before([Past(tuple(groups))]))
