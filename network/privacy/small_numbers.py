"""The small-number rule (C17): nothing is shown from which something about one to four people can be worked out.

A figure is a sum over a group of people. Shown figures can be added and subtracted, so each new one is weighed
together with all that are shown already.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from math import gcd

LEAST = 5
"""Fewer are never shown."""
MOST_SMALL = 14
"""With more small groups than this the question takes too long, and is answered with no."""

Group = frozenset[str]


def isolates(groups: Sequence[Group]) -> bool:
    """Whether figures about these groups can be added and subtracted to one about one to four people.

    A figure is a sum over a group. No combination of such sums may be about a few people alone: that would be a vector
    in the span of the groups which is zero but on them, and there is one when leaving them out lowers the rank.
    """
    kinds = _kinds(groups)
    small = [kind for kind, count in kinds.items() if count < LEAST]
    if len(small) > MOST_SMALL:
        return True
    whole = _rank(kinds)
    return any(
        sum(kinds[kind] for kind in few) < LEAST
        and _rank((kind for kind in kinds if kind not in few), enough=whole) < whole
        for size in range(1, LEAST)
        for few in combinations(small, size)
    )


def _kinds(groups: Sequence[Group]) -> Counter[tuple[int, ...]]:
    """In which of the groups somebody is, as ones and zeros → how many are in just these."""
    different = list(dict.fromkeys(groups))
    inside: dict[str, int] = {}
    for place, group in enumerate(different):
        for person in group:
            inside[person] = inside.get(person, 0) | 1 << place
    return Counter(
        {
            tuple(one >> place & 1 for place in range(len(different))): count
            for one, count in Counter(inside.values()).items()
        }
    )


def fits(accepted: Sequence[Group], step: Sequence[Group]) -> bool:
    """Whether these groups may be shown too, beside all that are shown already."""
    return all(len(group) >= LEAST for group in step) and not isolates([*accepted, *step])


def shown(steps: Iterable[Sequence[Group]]) -> list[bool]:
    """Which of these sets of groups may be shown, one after the other, beside all that are shown before."""
    found: list[Group] = []
    answers: list[bool] = []
    for step in steps:
        answers.append(fits(found, step))
        found += step if answers[-1] else ()
    return answers


def accepted(steps: Sequence[Sequence[Group]]) -> list[Group]:
    """The groups of those sets that may be shown."""
    return [group for step, is_safe in zip(steps, shown(steps), strict=True) if is_safe for group in step]


def _rank(vectors: Iterable[Sequence[int]], *, enough: int | None = None) -> int:
    """How many of the vectors are independent; counted no further than `enough`. Whole numbers alone: exact, and quick.

    Each vector is freed of those that are known, at the place where each of them begins; what is left of it is new.
    """
    known: list[tuple[int, list[int]]] = []
    for vector in vectors:
        if len(known) == enough:
            break
        row = [int(one) for one in vector]
        for place, begun in known:
            if row[place]:
                mine, theirs = row[place], begun[place]
                row = [theirs * one - mine * other for one, other in zip(row, begun, strict=True)]
        lead = next((place for place, one in enumerate(row) if one), None)
        if lead is not None:
            shared = gcd(*row)
            known.append((lead, [one // shared for one in row]))
    return len(known)
