"""Municipalities as people write them in a row: a pasted list becomes numbers of the built-in list (rule SU-11)."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from network.people.rules.imports.columns import place_key

_BETWEEN = re.compile(r"[\n\r,;\t•·]+")
_AND = re.compile(r"\s+(?:og|och|and|&)\s+", re.IGNORECASE)
_BEFORE = re.compile(r"^(?:[-–*]|\d{1,3}[.)])\s*")
_NUMBER = re.compile(r"\b\d{4}\b")
COUNTY_DIGITS = 2


@dataclass(frozen=True)
class Naming:
    """What a list of names means. `doubtful` are names that several municipalities have: name → their numbers."""

    numbers: tuple[str, ...]
    unknown: tuple[str, ...]
    doubtful: Mapping[str, tuple[str, ...]]


def named(text: str, known: Mapping[str, Sequence[str]]) -> Naming:
    """Read names, or numbers, with lines, commas or “and” between them.

    Shape: `known` is place_key(name or number) → the numbers of all that are called so. A name that several have means
    the one in the county of most of the others.
    """
    found = {piece: _meant(piece, known) for piece in _pieces(text, known)}
    counties = Counter(numbers[0][:COUNTY_DIGITS] for numbers in found.values() if len(numbers) == 1)
    chosen = {piece: _nearest(numbers, counties) for piece, numbers in found.items()}
    return Naming(
        numbers=tuple(dict.fromkeys(numbers[0] for numbers in chosen.values() if len(numbers) == 1)),
        unknown=tuple(piece for piece, numbers in chosen.items() if not numbers),
        doubtful={piece: numbers for piece, numbers in chosen.items() if len(numbers) > 1},
    )


def _pieces(text: str, known: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """One name each. An “and” inside a name, as in Nore og Uvdal, parts nothing."""
    for raw in _BETWEEN.split(text):
        piece = " ".join(_BEFORE.sub("", raw.strip()).strip(" .").split())
        yield from _parted(_AND.split(piece) if piece else [], known)


def _parted(words: Sequence[str], known: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """What stood between each “and”, put together again where that is a name."""
    while words:
        whole = (many for many in range(len(words), 1, -1) if _meant(" og ".join(words[:many]), known))
        many = next(whole, 1)
        yield " og ".join(words[:many])
        words = words[many:]


def _meant(piece: str, known: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The numbers of all that a piece may mean; a number beside the name decides."""
    number = _NUMBER.search(piece)
    key = number.group() if number else place_key(piece)
    return tuple(dict.fromkeys(known.get(key, ())))


def _nearest(numbers: tuple[str, ...], counties: Counter[str]) -> tuple[str, ...]:
    if len(numbers) < 2:
        return numbers
    most = max(counties[number[:COUNTY_DIGITS]] for number in numbers)
    nearest = tuple(number for number in numbers if counties[number[:COUNTY_DIGITS]] == most)
    return nearest if len(nearest) == 1 else numbers
