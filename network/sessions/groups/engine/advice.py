"""Which numbers of groups suit so many people, and how many rounds can then be free of repeats."""

from collections.abc import Iterable
from dataclasses import dataclass

from network.sessions.groups.engine.designs import count_repeat_free


@dataclass(frozen=True)
class Advice:
    """`fresh_rounds`: that many of the rounds asked for can do without anybody meeting twice, for `draw` knows such a
    plan; `most_rounds`: more than that no plan can, by counting.
    """

    group_count: int
    smallest: int
    largest: int
    fresh_rounds: int
    most_rounds: int


def advise(n: int, sizes: Iterable[float], rounds: int) -> list[Advice]:
    """Group counts for `n` people in groups of about these sizes, those with most fresh rounds first.

    Units: `sizes` in people, `rounds` in rounds of one plan; municipalities are not looked at.
    """
    counts = sorted({max(1, round(n / size)) for size in sizes if size > 0}) if n > 0 else []
    found = [
        Advice(count, n // count, -(-n // count), count_repeat_free(n, count, rounds), most_rounds(n, count))
        for count in counts
    ]
    return sorted(found, key=lambda one: (-min(one.fresh_rounds, rounds), one.group_count))


def most_rounds(n: int, groups: int) -> int:
    """Rounds without a repeat at most: after each has met everybody there is nobody new, and groups larger than their
    number put two of one group together again. Six groups of six can three (Tarry 1900: no two Latin squares of order
    six are orthogonal).
    """
    smallest, largest = n // groups, -(-n // groups)
    if largest > groups:
        return 1
    if (groups, smallest) == (6, 6):
        return 3
    return max(1, (n - 1) // (smallest - 1)) if smallest > 1 else n
