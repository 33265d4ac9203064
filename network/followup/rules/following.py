"""What the follow-up table shows and counts: which rows a filter keeps, how silent each is, sums. Plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from network.actions.rules import points as states

OPEN, OVERDUE = "open", "overdue"
"""What can be asked for besides a single state."""
SHOWN = (states.AGREED, states.UNDER_WAY, states.STUCK, states.DONE, states.DROPPED)
STATES = (OPEN, OVERDUE, *SHOWN)
NO_GOAL = "-"
"""Asks for actions without a goal."""
SILENT_WEEKS = (2, 4, 8, 12)


@dataclass(frozen=True)
class Line:
    """An action as those who lead see it: not whose it is, and not who said what."""

    public_id: str
    what: str
    municipality: str
    municipality_number: str
    goal: str
    goal_number: str
    gathering: str
    gathering_key: str
    gathering_at: datetime
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

    def keeps(self, line: Line) -> bool:
        return (
            self.municipality in ("", line.municipality_number)
            and self.goal in ("", line.goal_number or NO_GOAL)
            and self.gathering in ("", line.gathering_key)
            and _is_in(self.state, line)
            and (not self.silent or (states.is_open(line.state) and line.silent_days >= 7 * int(self.silent)))
        )


def filter_from(said: dict[str, str]) -> Filter:
    """The filter that an address asks for; a state or a number of weeks that nobody offers counts as none."""
    kept = {one.name: said.get(one.name, "").strip()[:40] for one in fields(Filter)}
    if kept["state"] not in STATES:
        kept["state"] = ""
    if kept["silent"] not in {str(weeks) for weeks in SILENT_WEEKS}:
        kept["silent"] = ""
    return Filter(**kept)


def silent_days(state: str, heard_at: datetime | None, now: datetime) -> int:
    """For how many days nobody has told how something open goes."""
    return max(0, (now - heard_at).days) if heard_at is not None and states.is_open(state) else 0


@dataclass(frozen=True)
class Sums:
    """The figures on top. `by_state` is (state, count), `by_goal` (number, text, count), each in a fixed order."""

    open: int
    done: int
    stuck: int
    oldest: Line | None
    by_state: Sequence[tuple[str, int]]
    by_goal: Sequence[tuple[str, str, int]]


def sums_of(everything: Sequence[Line], asked: Filter, goals: Sequence[tuple[str, str]]) -> Sums:
    """Counts, each of just what its own link would show: by state whatever state is asked for, by goal likewise.

    `goals` are (number, text) in the network's order; actions without one come last, under NO_GOAL.
    """
    lines = [line for line in everything if replace(asked, state="").keeps(line)]
    with_goals = [line for line in everything if replace(asked, goal="").keeps(line)]
    silent = [line for line in lines if states.is_open(line.state)]
    shown = [line for line in silent if asked.keeps(line)]
    counted = [(number, text, sum(line.goal_number == number for line in with_goals)) for number, text in goals]
    without = sum(not line.goal_number for line in with_goals)
    return Sums(
        open=len(silent),
        done=sum(line.state == states.DONE for line in lines),
        stuck=sum(line.state == states.STUCK for line in lines),
        oldest=max(shown, key=lambda line: line.silent_days, default=None),
        by_state=[(state, sum(line.state == state for line in lines)) for state in SHOWN],
        by_goal=[*counted, *([(NO_GOAL, "", without)] if without else [])],
    )


@dataclass(frozen=True)
class Cell:
    """One municipality at one gathering: how many actions, and how many of them are done."""

    all: int
    done: int


def cell_of(lines: Iterable[Line], municipality: str, gathering: str) -> Cell:
    found = [line for line in lines if (line.municipality_number, line.gathering_key) == (municipality, gathering)]
    return Cell(len(found), sum(line.state == states.DONE for line in found))


def _is_in(state: str, line: Line) -> bool:
    if state == OPEN:
        return states.is_open(line.state)
    if state == OVERDUE:
        return line.overdue_days > 0
    return state in ("", line.state)
