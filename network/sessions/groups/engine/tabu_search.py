"""Tabu search over swaps of two people in one round.

Each step takes the best swap of some people, half of them those who cost most where they sit, with everybody else; who
was moved stays for a few steps unless that gives the best plan so far. The budget is a number of steps, so the answer
does not depend on the machine.
Source: Glover 1989; for groups Gallego, Laguna, Martí and Duarte 2013; for meetings Dotú and Van Hentenryck 2005.
"""

from collections.abc import Collection

import numpy as np

from network.sessions.groups.engine.chairs import Chairs, Seats
from network.sessions.groups.engine.chance import Chance
from network.sessions.groups.engine.choosing import dear_and_any
from network.sessions.groups.engine.swaps import Floats, Places, Swaps

ROWS = 32
"""People whose swaps are looked at in one step."""
SHORTEST, LONGEST = 3, 10
"""For how many steps somebody who was moved stays."""


def tabu_search(
    chairs: Chairs,
    seats: Seats,
    *,
    steps: int,
    chance: Chance,
    frozen: Collection[int] = (),
    seat_prices: Floats | None = None,
) -> tuple[Seats, float]:
    """The best seats found from these in so many steps, and their cost. Frozen rounds stay as they are."""
    swaps = Swaps(chairs, seats, seat_prices)
    movable = {
        number: np.array([place for place in here if place not in chairs.pinned[number]], dtype=np.int64)
        for number, here in enumerate(chairs.here)
        if number not in frozen
    }
    rounds = [number for number, places in movable.items() if len(places) > 1]
    best, found = swaps.cost, swaps.seats.copy()
    until = np.zeros_like(seats)
    for step in range(steps if rounds else 0):
        number = _some_round(swaps, rounds, movable, chance)
        here = movable[number]
        some = _some_people(swaps.towards[number, here, swaps.seats[number, here]], here, chance)
        changes = swaps.changes(number, some, here)
        is_tabu = (until[number, some] > step)[:, None] | (until[number, here] > step)[None, :]
        changes[is_tabu & (swaps.cost + changes >= best)] = np.inf
        row, column = divmod(int(changes.argmin()), len(here))
        change = float(changes[row, column])
        if change == np.inf:
            continue
        one, other = int(some[row]), int(here[column])
        swaps.swap(number, one, other, change)
        until[number, one] = step + SHORTEST + chance.below(LONGEST - SHORTEST)
        until[number, other] = step + SHORTEST + chance.below(LONGEST - SHORTEST)
        if swaps.cost < best:
            best = swaps.cost
            found = swaps.seats.copy()
    return found, best


def _some_round(swaps: Swaps, rounds: list[int], movable: dict[int, Places], chance: Chance) -> int:
    """Any, or the one in which somebody costs most."""
    if len(rounds) == 1 or chance.below(2):
        return rounds[chance.below(len(rounds))]
    worst = [swaps.towards[at, movable[at], swaps.seats[at, movable[at]]].max() for at in rounds]
    most = max(worst)
    among = [number for number, price in zip(rounds, worst, strict=True) if price == most]
    return among[chance.below(len(among))]


def _some_people(own: Floats, here: Places, chance: Chance) -> Places:
    """Those who cost most, more or less, and some others."""
    return here[dear_and_any(own, ROWS, chance)]
