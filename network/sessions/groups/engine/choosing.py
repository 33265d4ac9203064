"""Whose swaps a step of the search looks at."""

import numpy as np
from numpy.typing import NDArray

from network.sessions.groups.engine.chance import Chance


def dear_and_any(own: NDArray[np.float64], count: int, chance: Chance) -> NDArray[np.int64]:
    """The places of about half of `count` who cost most, more or less, and of as many by lot; of all when they are few.

    Of equals the first: no machine breaks a tie in another way.
    """
    if len(own) <= count:
        return np.arange(len(own))
    noise = chance.fractions(len(own))
    dearness = own + noise * max(1.0, float(own.sum()) / len(own))
    is_chosen = np.zeros(len(own), dtype=bool)
    _mark_smallest(is_chosen, -dearness, count // 2)
    _mark_smallest(is_chosen, noise, count // 2)
    return np.flatnonzero(is_chosen)


def _mark_smallest(is_chosen: NDArray[np.bool_], keys: NDArray[np.float64], count: int) -> None:
    """What a stable sort would put first, without sorting the rest."""
    smallest = keys <= np.partition(keys, count - 1)[count - 1]
    if np.count_nonzero(smallest) > count:
        is_chosen[np.argsort(keys, kind="stable")[:count]] = True
    else:
        is_chosen |= smallest
