"""Places in a column: strings that sort, with room between any two. The browser makes the same kind."""

from collections.abc import Callable

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
MIDDLE = DIGITS[len(DIGITS) // 2]
TAIL = 4


def position_after(last: str | None, choice: Callable[[str], str]) -> str:
    """A position behind `last`, or in the middle of an empty column.

    `choice` picks a digit at random for the tail, so that two people at the same place differ.
    """
    tail = "".join(choice(DIGITS[1:]) for _ in range(TAIL))
    if last is None:
        return MIDDLE + tail
    for index, digit in enumerate(last):
        if digit < DIGITS[-1]:
            return last[:index] + DIGITS[DIGITS.index(digit) + 1] + tail
    return last + MIDDLE + tail
