"""Where the words of a cloud stand: rows of words, the most written one largest and in the middle."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 1000, 520
LARGEST, SMALLEST = 150, 30
LETTER = 0.58
"""How wide a letter is, of its height, on the safe side."""
GAP, LEADING = 36, 1.25


@dataclass(frozen=True)
class Placed:
    """A word, the middle of its line and its size, in a drawing of WIDTH and HEIGHT."""

    text: str
    count: int
    x: int
    y: int
    size: int


def placed(words: Sequence[tuple[str, int]]) -> list[Placed]:
    """Shape: as many of the words as find room, none over another. `words`: the most written first."""
    if not words:
        return []
    most = words[0][1]
    for largest in range(LARGEST, SMALLEST, -8):
        rows = _rows([(text, count, _size(count, most, largest)) for text, count in words])
        if sum(_height(row) for row in rows) <= HEIGHT:
            return _middle_first(rows)
    return _middle_first(_that_fit(rows))


Sized = tuple[str, int, int]


def _size(count: int, most: int, largest: int) -> int:
    return max(SMALLEST, round(largest * math.pow(count / most, 0.6)))


def _width(word: Sized) -> float:
    return len(word[0]) * word[2] * LETTER


def _rows(words: Sequence[Sized]) -> list[list[Sized]]:
    rows: list[list[Sized]] = [[]]
    for text, count, size in words:
        word = (text, count, min(size, int(WIDTH / (max(1, len(text)) * LETTER))))
        if rows[-1] and sum(_width(one) + GAP for one in rows[-1]) + _width(word) > WIDTH:
            rows.append([])
        rows[-1].append(word)
    return rows


def _height(row: Sequence[Sized]) -> float:
    return max(size for _text, _count, size in row) * LEADING


def _that_fit(rows: Sequence[list[Sized]]) -> list[list[Sized]]:
    found: list[list[Sized]] = []
    for row in rows:
        if sum(_height(one) for one in [*found, row]) > HEIGHT:
            break
        found.append(row)
    return found


def _middle_first(rows: Sequence[list[Sized]]) -> list[Placed]:
    """The first row in the middle, the next ones over and under it by turns."""
    over, under = list(rows[1::2]), list(rows[2::2])
    found, top = [], (HEIGHT - sum(_height(row) for row in rows)) / 2
    for row in [*reversed(over), rows[0], *under]:
        left = (WIDTH - sum(_width(word) for word in row) - GAP * (len(row) - 1)) / 2
        for text, count, size in row:
            width = _width((text, count, size))
            found.append(Placed(text, count, round(left + width / 2), round(top + _height(row) / 2), size))
            left += width + GAP
        top += _height(row)
    return found
