"""What the follow-up table shows and counts: what a filter can ask for, how silent each is, sums. Plain values."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from network.actions.rules import points as states

OPEN, OVERDUE = "open", "overdue"
"""What can be asked for besides a single state."""
SHOWN = (states.AGREED, states.UNDER_WAY, states.STUCK, states.DONE, states.DROPPED)
STATES = (OPEN, OVERDUE, *SHOWN)
NO_GOAL = "-"
"""Asks for actions without a goal."""
SILENT_WEEKS = (2, 4, 8, 12)
MOST_DIGITS = 6
"""Of a page's number in an address."""


@dataclass(frozen=True)
class Line:
    """An action as those who lead see it: not whose it is, and not who said what."""

    public_id: str
    what: str
    municipality: str
    goal: str
    goal_number: str
    gathering: str
    case: str
    due_on: date | None
    state: str
    heard_at: datetime | None
    last_line: str
    overdue_days: int
    silent_days: int


@dataclass(frozen=True)
class Filter:
    """What is asked for; empty means all. `silent` is in weeks."""

    municipality: str = ""
    goal: str = ""
    gathering: str = ""
    state: str = ""
    silent: str = ""

    @property
    def asked(self) -> dict[str, str]:
        """As an address says it: what is empty is left out."""
        return {one.name: getattr(self, one.name) for one in fields(self) if getattr(self, one.name)}


ALL = Filter()


def filter_from(said: dict[str, str]) -> Filter:
    """The filter that an address asks for; a state or a number of weeks that nobody offers counts as none."""
    kept = {one.name: said.get(one.name, "").strip().replace("\x00", "")[:40] for one in fields(Filter)}
    if kept["state"] not in STATES:
        kept["state"] = ""
    if kept["silent"] not in {str(weeks) for weeks in SILENT_WEEKS}:
        kept["silent"] = ""
    return Filter(**kept)


def page_from(said: str) -> int:
    """The page that an address asks for, from 1; what is no number asks for the first."""
    return int(said) if said.isascii() and said.isdigit() and len(said) <= MOST_DIGITS else 1


def window(counts: Sequence[tuple[str, int]], begin: int, end: int) -> tuple[list[str], int]:
    """Of groups that stand one after the other, each with its count: which reach into the rows from `begin` up to
    `end`, and how many rows stand before the first of these.
    """
    shown: list[str] = []
    before = at = 0
    for key, count in counts:
        if count and at < end and at + count > begin:
            before = before if shown else at
            shown.append(key)
        at += count
    return shown, before


def silent_days(state: str, heard_at: datetime | None, now: datetime) -> int:
    """For how many days nobody has told how something open goes."""
    return max(0, (now - heard_at).days) if heard_at is not None and states.is_open(state) else 0


@dataclass(frozen=True)
class Silent:
    """The action of which nothing has been told for longest."""

    public_id: str
    days: int


@dataclass(frozen=True)
class Sums:
    """The figures on top. `by_state` is (state, count), `by_goal` (number, text, count), each in a fixed order."""

    open: int
    done: int
    stuck: int
    oldest: Silent | None
    by_state: Sequence[tuple[str, int]]
    by_goal: Sequence[tuple[str, str, int]]


@dataclass(frozen=True)
class Cell:
    """One municipality at one gathering: how many actions, and how many of them are done."""

    all: int
    done: int
