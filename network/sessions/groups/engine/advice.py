"""Which numbers of groups suit so many people, and how many rounds can then be free of repeats."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Advice:
    """`fresh_rounds`: that many rounds in which nobody meets anybody twice are possible at least; a plan may exist for
    more. It is a promise about what can be, not about what the dealer finds.
    """

    group_count: int
    smallest: int
    largest: int
    fresh_rounds: int


def advise(n: int, sizes: Iterable[int], rounds: int) -> list[Advice]:
    """Group counts for `n` people in groups of about these sizes, those that give `rounds` fresh rounds first."""
    counts = sorted({max(1, round(n / size)) for size in sizes if size > 0}) if n > 0 else []
    found = [Advice(count, n // count, -(-n // count), fresh_rounds(count, -(-n // count))) for count in counts]
    return sorted(found, key=lambda one: (one.fresh_rounds < rounds, one.group_count))


def fresh_rounds(group_count: int, largest: int) -> int:
    """Rounds without a repeat that a shift design gives.

    People sit at (x, c), c a column; in round r the person at (x, c) is in group x − r·c, reckoned in a ring of
    `group_count` elements in which the differences of the chosen rounds have inverses. The product of the fields of the
    number's prime powers has as many such rounds as its smallest field has elements, for groups up to `group_count`.
    """
    if group_count < 2 or largest > group_count:
        return 1
    return min(_prime_powers(group_count))


def _prime_powers(number: int) -> list[int]:
    powers, divisor = [], 2
    while number > 1:
        power = 1
        while number % divisor == 0:
            number //= divisor
            power *= divisor
        if power > 1:
            powers.append(power)
        divisor += 1
    return powers
