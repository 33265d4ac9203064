"""The pairwise price: what it costs to put two people into one group, in whole numbers.

The wishes lie so far apart that in practice the first always wins (GR-3). Only pairs have prices: to spread a class of
people evenly is to have as few pairs of it as can be, so balance needs no term of its own. All numbers stay far below
2⁵³, so that float64, for which NumPy multiplies matrices fast, holds them exactly and no machine rounds otherwise.
Source of the form: the maximally diverse grouping problem (Gallego, Laguna, Martí and Duarte 2013).
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from network.sessions.groups.engine.problem import Attendee, Past

HARD = 100_000
SAME_MUNICIPALITY = 2000
MET = 300
"""For each earlier meeting in the same plan: m meetings of a pair cost 300 · m(m − 1)/2."""
SAME_PARTY, SAME_ROLE, SAME_GENDER = 6, 4, 3
HALF_LIFE = 4
"""Gatherings after which an old meeting counts half."""
TODAY, PAST = 357, (MET, 252, 212, 178)
"""300 · ½^((age − 1)/4) in whole numbers, of age 0 and of ages 1 to 4; four gatherings later it is half of that."""

Prices = NDArray[np.float64]


def past_price(age: int) -> int:
    """What one meeting costs that lies `age` gatherings back; 0 is earlier the same day."""
    if age < 1:
        return TODAY
    halvings, since = divmod(age - 1, HALF_LIFE)
    return PAST[since] >> halvings


def price_matrix(people: Sequence[Attendee], history: Iterable[Past]) -> Prices:
    """Person × person, symmetric, 0 on the diagonal: the soft prices, without meetings in the plan itself."""
    prices = np.zeros((len(people), len(people)))
    for price, values in (
        (SAME_MUNICIPALITY, [one.municipality for one in people]),
        (SAME_PARTY, [one.party for one in people]),
        (SAME_ROLE, [one.role for one in people]),
        (SAME_GENDER, [one.gender for one in people]),
    ):
        codes = class_codes(values)
        prices += price * ((codes[:, None] == codes[None, :]) & (codes >= 0)[:, None])
    _add_history(prices, {one.id: at for at, one in enumerate(people)}, history)
    np.fill_diagonal(prices, 0)
    return prices


def add_price(prices: Prices, members: Iterable[int], price: int) -> None:
    """The same price for each pair of these (places in the matrix)."""
    for one, other in combinations(members, 2):
        prices[one, other] += price
        prices[other, one] += price


def class_codes(values: Sequence[str | None]) -> NDArray[np.int64]:
    """Person → a number for her class, −1 where it is not known."""
    names: dict[str | None, int] = {value: code for code, value in enumerate(sorted({*values} - {None}, key=str))}
    return np.array([names.get(value, -1) for value in values], dtype=np.int64)


def _add_history(prices: Prices, places: dict[int, int], history: Iterable[Past]) -> None:
    for past in history:
        price = past_price(past.age)
        for group in past.groups if price else ():
            here = [places[one] for one in group if one in places]
            prices[np.ix_(here, here)] += price
