"""All groups in one view: which are shown, in what order, and which are quiet (rules ST-22, ST-23).

Plain values in, plain values out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

QUIET = timedelta(minutes=3)
"""So long a group that should write does nothing before that is said: the time that the shortest part lasts."""
SHOWN = ("all", "help", "quiet", "unready")
ORDERS = ("need", "table")
EXTRA_MINUTES = (1, 2, 5)
"""What can be given to some groups at once."""


@dataclass(frozen=True)
class Standing:
    """What decides whether and where a group is shown. `is_ready`: nobody in it is waited for any more."""

    group_id: int
    number: int
    asks: bool
    is_quiet: bool
    is_ready: bool


_TESTS: Mapping[str, Callable[[Standing], bool]] = {
    "help": lambda one: one.asks,
    "quiet": lambda one: one.is_quiet,
    "unready": lambda one: not one.is_ready,
}


def is_quiet(last_at: datetime | None, began_at: datetime | None, now: datetime, *, is_writing: bool) -> bool:
    """Whether a group has done nothing on its board for a while. While people talk nobody should, so none is."""
    if not is_writing or began_at is None:
        return False
    return now - max(began_at, last_at or began_at) >= QUIET


def counts(groups: Sequence[Standing]) -> Mapping[str, int]:
    """How many groups each choice of SHOWN shows."""
    return {name: len(chosen(groups, name)) for name in SHOWN}


def chosen(groups: Sequence[Standing], shown: str) -> list[Standing]:
    """Those of one choice, in their order; all of them for a choice that is none."""
    test = _TESTS.get(shown)
    return [one for one in groups if test is None or test(one)]


def ordered(groups: Sequence[Standing], order: str) -> list[Standing]:
    """By table; or those who ask in the order given (the longest wait first), then the quiet ones, then the others.

    Nothing else moves a group: a list that jumps while people write cannot be pressed.
    """
    by_table = sorted(groups, key=lambda one: (one.number, one.group_id))
    if order == "table":
        return by_table
    asking = [one for one in groups if one.asks]
    return asking + sorted((one for one in by_table if not one.asks), key=lambda one: not one.is_quiet)
