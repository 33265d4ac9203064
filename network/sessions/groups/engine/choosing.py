"""Whose swaps a step of the search looks at."""

import numpy as np
from numpy.typing import NDArray

from network.sessions.groups.engine.chance import Chance


def dear_and_any(own: NDArray[np.float64], count: int, chance: Chance) -> NDArray[np.int64]:
    """The places of about half of `count` who cost most, more or less, and of as many by lot; of all when they are few.

    Sorted stably: no machine breaks a tie in another way.
    """
    if len(own) <= count:
        return np.arange(len(own))
    noise = chance.fractions(len(own))
    dearness = own + noise * max(1.0, float(own.sum()) / len(own))
    is_chosen = np.zeros(len(own), dtype=bool)
    is_chosen[np.argsort(-dearness, kind="stable")[: count // 2]] = True
    is_chosen[np.argsort(noise, kind="stable")[: count // 2]] = True
    return np.flatnonzero(is_chosen)
