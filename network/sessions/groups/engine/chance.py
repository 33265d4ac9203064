"""A small random generator of our own: the same numbers on every machine, in every version of Python and NumPy.

Source: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
"""

from collections.abc import MutableSequence
from typing import Any, TypeVar

Item = TypeVar("Item")
_MASK = (1 << 64) - 1
_STEP = 0x9E3779B97F4A7C15
_FIRST, _SECOND = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


class Chance:
    """SplitMix64, from a seed of any size."""

    def __init__(self, seed: int) -> None:
        self._state = seed & _MASK

    def bits(self) -> int:
        """64 random bits."""
        self._state = (self._state + _STEP) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * _FIRST) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * _SECOND) & _MASK
        return mixed ^ (mixed >> 31)

    def below(self, limit: int) -> int:
        """0 … limit − 1. The remainder's bias is below 2⁻⁴⁰ for the sizes of a hall."""
        return self.bits() % limit

    def shuffle(self, items: MutableSequence[Item]) -> None:
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]

    def fractions(self, count: int) -> Any:
        """The next `count` numbers at once, as an array of 0 ≤ x < 1: what `bits` would give, its upper 53 bits."""
        import numpy as np  # slow import: who only shuffles does without

        steps = np.arange(1, count + 1, dtype=np.uint64)
        mixed = np.uint64(self._state) + steps * np.uint64(_STEP)
        self._state = (self._state + count * _STEP) & _MASK
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(_FIRST)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(_SECOND)
        mixed ^= mixed >> np.uint64(31)
        return (mixed >> np.uint64(11)) * 2.0**-53
