"""What each swap of two people in one round would cost, kept up to date from swap to swap.

A swap is judged in a few additions and carried out in O(places · rounds), whatever the number of groups.
"""

import numpy as np
from numpy.typing import NDArray

from network.sessions.groups.engine.chairs import Chairs, Seats
from network.sessions.groups.engine.prices import HARD, MET, Prices

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


class Swaps:
    """Seats, and the prices of changing them.

    `with_met`: place × place, the pair's price and MET for each meeting in the plan.
    `towards`: round × place × group, what it costs her to sit with those who are there now, meetings of that very
    round not counted; the last group is nobody's, for those who are not there. `seat_prices` has the same shape or is
    None: what sitting in a group costs by itself. `cost` is the plan's.
    """

    def __init__(self, chairs: Chairs, seats: Seats, seat_prices: Floats | None = None) -> None:
        self.chairs = chairs
        self.seats = seats.copy()
        self._is_person = (np.arange(chairs.total) < chairs.people).astype(np.float64)
        rounds, total, most = len(chairs.groups), chairs.total, chairs.most
        self._in_group = np.zeros((rounds, total, most + 1))
        self._rounds = np.arange(rounds)
        self._in_group[self._rounds[:, None], np.arange(total)[None, :], self.seats] = 1
        self._in_group[:, :, most] = 0
        together = self._in_group @ self._in_group.transpose(0, 2, 1)
        people = self._is_person[:, None] * self._is_person[None, :]
        np.fill_diagonal(people, 0)
        together *= people
        met = together.sum(0)
        self.with_met: Prices = chairs.prices + MET * met
        self.towards: Floats = (self.with_met[None] - MET * together) @ self._in_group
        pairs = (chairs.prices @ self._in_group * self._in_group).sum() / 2
        self.cost = float(pairs + MET * (met * (met - 1)).sum() / 4)
        if seat_prices is not None:
            self.towards += seat_prices
            self.cost += float((seat_prices * self._in_group).sum())
        self._count_classes()

    def _count_classes(self) -> None:
        """Under a cap: round × class × group → how many; the last class is that of those who have none."""
        cap, classes = self.chairs.cap, self.chairs.classes
        self._of_class = None
        if cap is None or classes.max(initial=-1) < 0:
            return
        self._of_class = np.zeros((len(self._rounds), int(classes.max()) + 2, self.chairs.most + 1))
        for code in range(int(classes.max()) + 1):
            self._of_class[:, code, :] = self._in_group[:, classes == code, :].sum(1)
        self.cost += HARD * float(np.maximum(self._of_class - cap, 0).sum())

    def own(self, number: int) -> Floats:
        """What each of those who are there costs where she sits now."""
        here = self.chairs.here[number]
        found: Floats = self.towards[number, here, self.seats[number, here]]
        return found

    def changes(self, number: int, some: Places, here: Places) -> Floats:
        """`some` × `here` → what swapping these two in this round adds to the cost; infinite within a group."""
        towards, seats = self.towards[number], self.seats[number]
        of_some, of_here = seats[some], seats[here]
        added: Floats = towards[some][:, of_here] + towards[here][:, of_some].T
        added -= 2 * self.with_met[some][:, here]
        added -= towards[some, of_some][:, None]
        added -= towards[here, of_here][None, :]
        if self._of_class is not None:
            added += HARD * self._over_cap(number, some, here)
        added[of_some[:, None] == of_here[None, :]] = np.inf
        return added

    def _over_cap(self, number: int, some: Places, here: Places) -> Floats:
        """How many more than the cap would sit in the two groups after each swap."""
        assert self._of_class is not None
        cap, classes = self.chairs.cap, self.chairs.classes
        seats, count = self.seats[number], self._of_class[number]
        enters_some = count[classes[some]][:, seats[here]] >= cap
        enters_here = (count[classes[here]][:, seats[some]] >= cap).T
        leaves_some = count[classes[some], seats[some]] > cap
        leaves_here = count[classes[here], seats[here]] > cap
        is_other = classes[some][:, None] != classes[here][None, :]
        over = enters_some.astype(float) + enters_here - leaves_some[:, None] - leaves_here[None, :]
        found: Floats = over * is_other
        return found

    def swap(self, number: int, one: int, other: int, change: float) -> None:
        """Carry out a swap that adds `change`."""
        seats = self.seats[number]
        first, second = int(seats[one]), int(seats[other])
        in_group = self._in_group[number]
        self._move_prices(number, (one, other), (first, second))
        left, met = in_group[:, first].copy(), in_group[:, second].copy()
        left[one] = met[other] = 0
        self._meet(number, one, (met - left) * self._is_person)
        self._meet(number, other, (left - met) * self._is_person)
        in_group[one, first] = in_group[other, second] = 0
        in_group[one, second] = in_group[other, first] = 1
        seats[one], seats[other] = second, first
        self._recount(number, (one, other), (first, second))
        self.cost += change

    def _move_prices(self, number: int, pair: tuple[int, int], groups: tuple[int, int]) -> None:
        """In this round everybody now finds the other one of the pair in each of the two groups."""
        one, other = pair
        first, second = groups
        towards, in_group = self.towards[number], self._in_group[number]
        price_one = self.with_met[one] - MET * in_group[:, first] * self._is_person * self._is_person[one]
        price_other = self.with_met[other] - MET * in_group[:, second] * self._is_person * self._is_person[other]
        price_one[one] = price_other[other] = 0
        towards[:, first] += price_other - price_one
        towards[:, second] += price_one - price_other

    def _meet(self, number: int, place: int, times: Floats) -> None:
        """`place` meets the others so many times more; the other rounds hear of it."""
        if not self._is_person[place]:
            return
        price = MET * times
        self.with_met[place] += price
        self.with_met[:, place] += price
        if len(self._rounds) == 1:
            return
        added = price @ self._in_group
        added[number] = 0
        self.towards[:, place, :] += added
        others = self._rounds[self._rounds != number]
        self.towards[others, :, self.seats[others, place]] += price

    def _recount(self, number: int, pair: tuple[int, int], groups: tuple[int, int]) -> None:
        if self._of_class is None:
            return
        one, other = (int(self.chairs.classes[place]) for place in pair)
        first, second = groups
        count = self._of_class[number]
        for code, left, entered in ((one, first, second), (other, second, first)):
            if code >= 0:
                count[code, left] -= 1
                count[code, entered] += 1
