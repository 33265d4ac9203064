"""Places in a column for many notes at once, in their order."""

from collections.abc import Callable

from network.sessions.boards.rules.positions import DIGITS, MIDDLE, position_after


def positions_after(last: str | None, count: int, choice: Callable[[str], str]) -> list[str]:
    """Behind `last`, each behind the one before it, of one length: they do not grow with their number.

    Shape: `count` up to 62 * 62. They end in no zero, below which there would be no room.
    """
    start = position_after(last, choice)
    base = len(DIGITS)
    return [f"{start}{DIGITS[number // base]}{DIGITS[number % base]}{MIDDLE}" for number in range(count)]
