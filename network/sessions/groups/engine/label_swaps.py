"""Who takes which position of a design: tabu search over exchanges of two labels.

The positions' meetings stay as they are, so no exchange can create a repeat. It is a quadratic assignment problem:
the sum over pairs of positions of (times they meet) · (price of the two people who sit there).
Source: Taillard, "Robust taboo search for the quadratic assignment problem", Parallel Computing 17, 1991.
"""

import numpy as np
from numpy.typing import NDArray

from network.sessions.groups.engine.chance import Chance
from network.sessions.groups.engine.choosing import dear_and_any
from network.sessions.groups.engine.prices import Prices

ROWS = 48
SHORTEST, LONGEST = 3, 12

Labels = NDArray[np.int64]


def best_labels(meetings: Prices, prices: Prices, labels: Labels, *, steps: int, chance: Chance) -> Labels:
    """Position → person, the cheapest found in so many steps.

    Shape: `meetings` is position × position, `prices` person × person, both symmetric with 0 on the diagonal.
    """
    now, best = labels.copy(), labels.copy()
    of_seat = prices[np.ix_(now, now)]
    mixed = meetings @ of_seat
    cost = lowest = float((meetings * of_seat).sum() / 2)
    until = np.zeros(len(now), dtype=np.int64)
    for step in range(steps):
        own = mixed.diagonal()
        some = dear_and_any(own, ROWS, chance)
        changes = mixed[some] + mixed[:, some].T - own[some][:, None] - own[None, :]
        changes += 2 * meetings[some] * of_seat[some]
        changes[np.arange(len(some)), some] = np.inf
        is_tabu = (until[some] > step)[:, None] | (until > step)[None, :]
        changes[is_tabu & (cost + changes >= lowest)] = np.inf
        row, other = divmod(int(changes.argmin()), len(now))
        one, change = int(some[row]), float(changes[row, other])
        if change == np.inf:
            continue
        # A position meets few others, and the rest stays as it was.
        shift = meetings[:, one] - meetings[:, other]
        touched = np.flatnonzero(shift)
        mixed[touched] += shift[touched, None] * (of_seat[other] - of_seat[one])
        for array in (of_seat, of_seat.T, mixed.T, now):
            array[[one, other]] = array[[other, one]]
        cost += change
        for place in (one, other):
            until[place] = step + SHORTEST + chance.below(LONGEST - SHORTEST)
        if cost < lowest:
            lowest = cost
            best = now.copy()
    return best
