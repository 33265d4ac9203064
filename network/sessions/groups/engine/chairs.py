"""A problem as arrays: people, and the empty chairs that make all groups of a round equally large.

With an empty chair counted as somebody whom nobody minds, to exchange a person with an empty chair is to move her, so
swaps of two are the only step that a search needs, and it chooses by itself which groups are the larger ones.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from network.sessions.groups.engine.prices import HARD, Prices, add_price, class_codes, price_matrix
from network.sessions.groups.engine.problem import Plan, Problem, sizes_of

BOND = 10 * HARD
"""What two who are kept together save: more than any other hard wish between them costs."""

Seats = NDArray[np.int64]
"""Round × person → the index of her group; in a round without her it is the number of groups of the largest round."""


class Chairs:
    """Places are numbers: first `people` of them, in the order of the problem, then the empty chairs.

    `prices`: place × place, without meetings in the plan. `here`: round → the places that are taken up in it.
    `pinned`: round → place → group. `classes`: place → municipality as a number, −1 for none.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.ids = [one.id for one in problem.people]
        self.people = len(self.ids)
        self.at = {person_id: at for at, person_id in enumerate(self.ids)}
        self.groups = [one.groups for one in problem.rounds]
        self.most = max(self.groups)
        present = [sorted({self.at[person_id] for person_id in one.present}) for one in problem.rounds]
        empty = [-len(places) % count for places, count in zip(present, self.groups, strict=True)]
        self.total = self.people + max(empty)
        self.present = present
        self.here = [
            np.array([*places, *range(self.people, self.people + spare)], dtype=np.int64)
            for places, spare in zip(present, empty, strict=True)
        ]
        self.prices = self._prices()
        self.cap = problem.wishes.max_per_municipality
        codes = class_codes([one.municipality for one in problem.people])
        self.classes = np.concatenate([codes, np.full(self.total - self.people, -1)])
        self.pinned = [
            {self.at[pin.person]: pin.group for pin in problem.wishes.pinned if pin.holds_in(number)}
            for number in range(len(self.groups))
        ]

    def _prices(self) -> Prices:
        prices = np.zeros((self.total, self.total))
        prices[: self.people, : self.people] = price_matrix(self.problem.people, self.problem.history)
        wishes = self.problem.wishes
        for block in wishes.together:
            add_price(prices, self.places(block), -BOND)
        for block in wishes.apart:
            add_price(prices, self.places(block), HARD)
        add_price(prices, self.places(wishes.facilitators), HARD)
        add_price(prices, range(self.people, self.total), HARD)
        return prices

    def places(self, ids: Sequence[int]) -> list[int]:
        """Of those who are known, each once."""
        return [self.at[person_id] for person_id in dict.fromkeys(ids) if person_id in self.at]

    def seats_of(self, rounds: Sequence[Sequence[Sequence[int]]]) -> Seats:
        """Seats of a plan whose groups hold places; each group that is one short gets an empty chair."""
        seats = np.full((len(rounds), self.total), self.most, dtype=np.int64)
        for number, groups in enumerate(rounds):
            spare = self.people
            full = -(-len(self.present[number]) // self.groups[number])
            for index, places in enumerate(groups):
                seats[number, list(places)] = index
                if len(places) < full:
                    seats[number, spare] = index
                    spare += 1
        return seats

    def plan_of(self, seats: Seats) -> Plan:
        """The plan in ids, each group in the order of the problem."""
        found: list[list[list[int]]] = [[[] for _ in range(count)] for count in self.groups]
        for number, places in enumerate(self.present):
            for place in places:
                found[number][int(seats[number, place])].append(self.ids[place])
        return tuple(tuple(tuple(ids) for ids in groups) for groups in found)

    def rounds_of(self, plan: Plan) -> list[list[list[int]]]:
        """A plan of ids as one of places, without those who are not there."""
        return [
            [[self.at[one] for one in ids if one in self.at and self.at[one] in set(present)] for ids in groups]
            for groups, present in zip(plan, self.present, strict=True)
        ]

    def sizes(self, number: int) -> list[int]:
        return sizes_of(len(self.present[number]), self.groups[number])
