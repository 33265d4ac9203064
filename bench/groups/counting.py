"""What a scorer counts: pairs who sit together, those of one kind among them, and even sizes."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

Rounds = Sequence[Sequence[Sequence[str]]]


def pair_of(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def pairs_of(rounds: Rounds) -> Iterator[tuple[str, str]]:
    for groups in rounds:
        for group in groups:
            yield from (pair_of(*two) for two in combinations(group, 2))


def is_alike(pair: tuple[str, str], trait: Mapping[str, str | None]) -> bool:
    return trait[pair[0]] is not None and trait[pair[0]] == trait[pair[1]]


def alike(met: Counter[tuple[str, str]], trait: Mapping[str, str | None]) -> int:
    return sum(times for pair, times in met.items() if is_alike(pair, trait))


def even(people: int, groups: int) -> list[int]:
    return [people // groups + (number < people % groups) for number in range(groups)]
