"""When two people have worked together, and how often two municipalities' people have, in words that tell of nobody."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import combinations

ENOUGH = 300
"""Seconds at one table, while the group works, after which two people have met (GR-17)."""

Span = tuple[int, int]
"""From and until, in seconds after the round's start."""


class Often(StrEnum):
    """How often people of two municipalities have worked together. No number under five is told (C17)."""

    NEVER = "never"
    FEW = "few"
    SOME = "some"
    MANY = "many"


FROM: Mapping[Often, int] = {Often.NEVER: 0, Often.FEW: 1, Often.SOME: 5, Often.MANY: 15}
"""The fewest meetings of each."""
_ALL, _FEWEST = tuple(FROM), tuple(FROM.values())


def seconds_between(began: datetime, at: datetime) -> int:
    """Whole seconds from `began`; below zero before it."""
    return int((at - began).total_seconds())


def how_often(meetings: int) -> Often:
    return _ALL[bisect_right(_FEWEST, max(0, meetings)) - 1]


def longest(sat: Span, stays: Iterable[Span]) -> Span | None:
    """The longest stretch in which she had the place and was in the house; None where there is none."""
    parts = [(max(sat[0], came), min(sat[1], left)) for came, left in stays]
    return max((part for part in parts if part[1] > part[0]), key=lambda part: part[1] - part[0], default=None)


def have_met(one: Span, other: Span) -> bool:
    return min(one[1], other[1]) - max(one[0], other[0]) >= ENOUGH


def pairs_met(groups: Iterable[Sequence[tuple[int, Span]]]) -> set[tuple[int, int]]:
    """Pairs of people who have met in one of the groups: (person id, when she worked there) of each, group by group."""
    return {
        (min(one, other), max(one, other))
        for group in groups
        for (one, hers), (other, theirs) in combinations(group, 2)
        if have_met(hers, theirs)
    }
