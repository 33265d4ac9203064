"""The rotation design: one round which, turned step by step, gives all others and repeats no meeting.

The positions are circles of w points, and some points that stand still. All rounds are turns of the first, the starter:
nothing repeats exactly when between any two circles (and within one) each distance occurs once at most in the starter.
It reaches what shifts of columns cannot, as Kirkman's seven rounds of 5 groups of 3. Where the circles are shorter than
the rounds are many, several starters are turned; such are not searched for here but known (KNOWN).
Source: starters and cyclic resolvable designs (Colbourn and Dinitz, "Handbook of Combinatorial Designs").
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from network.sessions.groups.engine.chance import Chance

BUDGET, TRY = 60_000, 20_000
"""Steps of the search in all, and of one try before it begins anew in another order."""

Starter = tuple[tuple[int, ...], ...]

KNOWN: Mapping[tuple[int, int], tuple[int, tuple[Starter, ...]]] = {
    (8, 4): (
        5,
        (
            (
                (0, 6, 8, 27),
                (1, 2, 13, 24),
                (3, 5, 12, 19),
                (4, 18, 29, 30),
                (7, 10, 20, 31),
                (9, 15, 16, 21),
                (11, 14, 17, 26),
                (22, 23, 25, 28),
            ),
            (
                (0, 17, 21, 24),
                (1, 16, 29, 31),
                (2, 4, 12, 28),
                (3, 7, 8, 23),
                (5, 15, 18, 25),
                (6, 11, 20, 30),
                (9, 13, 26, 27),
                (10, 14, 19, 22),
            ),
        ),
    ),
}
"""(groups, size) → the circles' length, and the starters that are turned along them.

8 groups of 4 in ten rounds: each meets everybody but one, a resolvable group divisible design of type 2^16. That there
is a plan was shown by Aguado in 2004; this one is our own. It was found as an exact cover (Knuth 2000) under prescribed
symmetries (Kramer and Mesner 1976): the maps x → ax + b modulo 5, in orbits of 20, 10 and 2 people, where each starter
is kept by the four maps x → ax. One starter that is turned ten times does not exist: its search came to an end.
"""


def rotation_rounds(groups: int, size: int, rounds: int) -> list[list[list[int]]]:
    """Round → group → positions 0 … groups · size − 1; none when no starter was found."""
    found = starter(groups, size, rounds)
    return _turned(found, rounds) if found else []


def known_rounds(groups: int, size: int) -> list[list[list[int]]]:
    """The same of the starters that are known for these groups; none where none are."""
    length, starters = KNOWN.get((groups, size), (0, ()))
    return [groups_ for one in starters for groups_ in _turned(one, length)]


def _turned(first: Starter, length: int) -> list[list[list[int]]]:
    """A round and its turns, in circles of this length; positions beyond the last whole circle stand still."""
    circles = sum(map(len, first)) // length * length

    def moved(position: int, by: int) -> int:
        if position >= circles:
            return position
        circle, at = divmod(position, length)
        return circle * length + (at + by) % length

    return [[[moved(position, by) for position in group] for group in first] for by in range(length)]


@lru_cache(maxsize=256)
def starter(groups: int, size: int, rounds: int) -> Starter:
    """The first round; empty when none was found within the budget."""
    if rounds < 2 or size < 2 or rounds * (size - 1) >= groups * size:
        return ()
    left, chance = BUDGET, Chance(groups * 10_000 + size * 100 + rounds)
    while left > 0:
        search = _Starter(groups, size, rounds, chance, min(TRY, left))
        if search.descend():
            return tuple(map(tuple, search.groups))
        left -= search.steps
        if search.steps < TRY:
            return ()
    return ()


class _Starter:
    """Depth-first, group by group, each begun with the first position that is left."""

    def __init__(self, groups: int, size: int, rounds: int, chance: Chance, budget: int) -> None:
        self._size, self._rounds, self._budget = size, rounds, budget
        self._still = groups * size // rounds
        self.steps = 0
        self.groups: list[list[int]] = []
        standing = list(range(self._still * rounds, groups * size))
        others = list(range(self._still * rounds))
        chance.shuffle(others)
        self._left = standing + others
        self._taken: dict[tuple[int, int], int] = defaultdict(int)

    def descend(self) -> bool:
        if not self._left:
            return True
        first, *rest = self._left
        self._left = rest
        self.groups.append([first])
        if self._fill(0):
            return True
        self.groups.pop()
        self._left = [first, *rest]
        return False

    def _fill(self, start: int) -> bool:
        """Complete the last group with positions that are left, from place `start` on."""
        group = self.groups[-1]
        if len(group) == self._size:
            return self.descend()
        for at in range(start, len(self._left)):
            self.steps += 1
            if self.steps > self._budget:
                return False
            position = self._left[at]
            marks = self._marks(group, position)
            if marks is None:
                continue
            for pair, bits in marks.items():
                self._taken[pair] |= bits
            group.append(position)
            left = self._left
            self._left = left[:at] + left[at + 1 :]
            if self._fill(at):
                return True
            self._left = left
            group.pop()
            for pair, bits in marks.items():
                self._taken[pair] ^= bits
        return False

    def _marks(self, group: list[int], position: int) -> dict[tuple[int, int], int] | None:
        """Circle and circle → the distances that this position adds; None when one of them is taken."""
        marks: dict[tuple[int, int], int] = defaultdict(int)
        for other in group:
            pair, bits = self._distances(min(other, position), max(other, position))
            if not bits or (self._taken[pair] | marks[pair]) & bits:
                return None
            marks[pair] |= bits
        return marks

    def _distances(self, low: int, high: int) -> tuple[tuple[int, int], int]:
        """Their circles, and their distance as a bit; no bit where they would meet more than once by themselves."""
        first, of_low = divmod(low, self._rounds)
        second, of_high = divmod(high, self._rounds)
        if first == self._still:
            return (first, second), 0
        if second == self._still:
            return (first, high), 1
        distance = (of_high - of_low) % self._rounds
        if first != second:
            return (first, second), 1 << distance
        is_half = 2 * distance == self._rounds
        return (first, first), 0 if is_half else (1 << distance) | (1 << (self._rounds - distance))
