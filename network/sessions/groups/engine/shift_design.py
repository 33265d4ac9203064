"""The shift design: rounds that repeat no meeting by construction, from a difference matrix.

Places are (x, c): x of 0 … G − 1, c a column of 0 … s − 1. Group g of round r takes from each column c the place
x = g + d[r][c], reckoned in a group of order G. Two people of columns c and c' meet in both of two rounds only when
d[r][c] − d[r'][c] is the same for c and c', so nothing repeats exactly when, for every two rows, these differences are
all distinct. Over a field d[r][c] = r · c does that for G rows at once; for other G rows are searched for.

People of one column never meet. Where s divides G, columns cut into groups of s make one round more.
Source: difference matrices (Beth, Jungnickel and Lenz, "Design Theory"); for groups that differ by one in size Miller,
Barr, Kavanagh, Valkov and Purchase, "Breakout Group Allocation Schedules and the Social Golfer Problem with Adjacent
Group Sizes", Symmetry 13(1):13.
"""

from collections.abc import Sequence
from functools import lru_cache

from network.sessions.groups.engine.chance import Chance
from network.sessions.groups.engine.finite_field import Table, field

BUDGET = 60_000
"""Steps of the search for rows, a fraction of a second."""

Rounds = list[list[list[int]]]
"""Round → group → positions; a position is x + G · c."""


def shift_rounds(people: int, groups: int, rounds: int) -> Rounds:
    """As many of so many rounds as the design gives; none where it gives less than two.

    Shape: positions 0 … people − 1, so the places that stay empty are those of the last column.
    """
    size = -(-people // groups)
    if groups < 2 or size < 2 or rounds < 2:
        return []
    rows, adding = difference_rows(groups, size, rounds)
    found = [[[adding[g][row[c]] + groups * c for c in range(size)] for g in range(groups)] for row in rows[:rounds]]
    if len(found) < rounds and groups % size == 0:
        found.append([list(range(at, at + size)) for at in range(0, groups * size, size)])
    if people < groups * size and len(found) > len(rows):
        found = _without_some(found, groups * size - people)
    in_use = [[[place for place in group if place < people] for group in groups_] for groups_ in found]
    return in_use if len(in_use) > 1 else []


def _without_some(rounds: Rounds, count: int) -> Rounds:
    """The positions renumbered so that the last `count` never meet; the last round goes where that cannot be."""
    total = sum(len(group) for group in rounds[0])
    where = [{place: at for at, group in enumerate(groups) for place in group} for groups in rounds]
    apart: list[int] = []

    def descend(place: int) -> bool:
        if len(apart) == count:
            return True
        for one in range(place, total):
            if all(at[one] != at[other] for at in where for other in apart):
                apart.append(one)
                if descend(one + 1):
                    return True
                apart.pop()
        return False

    if not descend(0):
        return rounds[:-1]
    order = [place for place in range(total) if place not in apart] + apart
    number = {place: at for at, place in enumerate(order)}
    return [[[number[place] for place in group] for group in groups] for groups in rounds]


@lru_cache(maxsize=256)
def difference_rows(order: int, columns: int, rows: int) -> tuple[tuple[tuple[int, ...], ...], Table]:
    """At most `rows` rows of so many columns whose differences never repeat, and the group's table of addition."""
    tables = field(order)
    if tables is not None and columns <= order:
        adding, multiplying = tables
        return tuple(tuple(multiplying[r][:columns]) for r in range(min(rows, order))), adding
    adding = tuple(tuple((a + b) % order for b in range(order)) for a in range(order))
    return _searched_rows(order, columns, rows), adding


def _searched_rows(order: int, columns: int, rows: int) -> tuple[tuple[int, ...], ...]:
    """Over the whole numbers modulo `order`: depth-first in a random order, from the start again when stuck."""
    best: list[tuple[int, ...]] = []
    if columns > order:
        return ()
    chance, left = Chance(order * 1000 + columns), BUDGET
    while left > 0 and len(best) < rows:
        found: list[tuple[int, ...]] = [(0,) * columns]
        while len(found) < rows:
            search = _Row(found, order, chance, min(left, 4000))
            row = search.row()
            left -= search.steps
            if row is None:
                break
            found.append(row)
        if len(found) > len(best):
            best = found
    return tuple(best)


class _Row:
    """The search for one more row."""

    def __init__(self, rows: Sequence[tuple[int, ...]], order: int, chance: Chance, budget: int) -> None:
        self._rows, self._order, self._chance, self._budget = rows, order, chance, budget
        self.steps = 0
        self._row = [0]
        self._seen = [1 << (-row[0] % order) for row in rows]

    def row(self) -> tuple[int, ...] | None:
        return tuple(self._row) if self._descend() else None

    def _descend(self) -> bool:
        column = len(self._row)
        if column == len(self._rows[0]):
            return True
        values = list(range(self._order))
        self._chance.shuffle(values)
        for value in values:
            self.steps += 1
            if self.steps > self._budget:
                return False
            bits = [1 << ((value - row[column]) % self._order) for row in self._rows]
            if any(seen & bit for seen, bit in zip(self._seen, bits, strict=True)):
                continue
            before = self._seen
            self._seen = [seen | bit for seen, bit in zip(before, bits, strict=True)]
            self._row.append(value)
            if self._descend():
                return True
            self._row.pop()
            self._seen = before
        return False
