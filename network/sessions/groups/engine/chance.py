"""A small random generator of our own: the same numbers on every machine, in every version of Python."""

from collections.abc import MutableSequence
from typing import TypeVar

Item = TypeVar("Item")
_MASK = (1 << 64) - 1


class Chance:
    """SplitMix64, from a seed of any size."""

    def __init__(self, seed: int) -> None:
        self._state = seed & _MASK

    def bits(self) -> int:
        """64 random bits."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return mixed ^ (mixed >> 31)

    def below(self, limit: int) -> int:
        """0 … limit − 1. The remainder's bias is below 2⁻⁴⁰ for the sizes of a hall."""
        return self.bits() % limit

    def shuffle(self, items: MutableSequence[Item]) -> None:
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]
