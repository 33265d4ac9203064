"""Decisions about setting a network up: the one-time address, the five pages, goals, and who came first."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

FIRST_PAGE, LAST_PAGE = 1, 5
INVITATION_LASTS = timedelta(minutes=60)
CLOCK_SLACK = timedelta(minutes=1)
FEWEST_SEATS, MOST_SEATS = 1, 5
MOST_GOALS = 20
LONGEST_NUMBER, LONGEST_GOAL = 5, 300

Way = Literal["ready", "used", "old"]
GoalFault = Literal["number", "text", "twice", "number_length", "text_length", "many"]


@dataclass(frozen=True)
class GoalLine:
    """A goal as it is typed: `number` is what people call it, 1 or 2a."""

    number: str
    text: str


def way_in(*, made_at: datetime, ends_at: datetime, used_at: datetime | None, now: datetime) -> Way:
    """What a set-up address is good for (rule SU-1). A clock that was set back must not lengthen its life."""
    if used_at is not None:
        return "used"
    return "ready" if made_at - CLOCK_SLACK <= now < ends_at else "old"


def step_after(step: int | None, saved: int) -> int | None:
    """The page that comes next when `saved` is stored: never back, and None when all is done (rule SU-3)."""
    if step is None or saved >= LAST_PAGE:
        return None
    return max(step, saved + 1)


def version_of(values: Iterable[object]) -> str:
    """A fingerprint of what a page showed, for its form to bring back."""
    return hashlib.sha256(json.dumps([str(value) for value in values]).encode()).hexdigest()[:16]


def came_second(*, seen: str, stored: Sequence[object], typed: Sequence[object]) -> bool:
    """Whether somebody else has stored other values since the page was shown (rule SU-4).

    Whoever sends the same once more, or wants what is already there, has not.
    """
    return seen != version_of(stored) and version_of(typed) != version_of(stored)


def goal_lines(numbers: Sequence[str], texts: Sequence[str]) -> list[GoalLine]:
    """The lines of a form, trimmed; those left empty are gone."""
    lines = [
        GoalLine(" ".join(number.split()), " ".join(text.split())) for number, text in zip(numbers, texts, strict=False)
    ]
    return [line for line in lines if line.number or line.text]


def goal_fault(lines: Sequence[GoalLine]) -> tuple[int, GoalFault] | None:
    """The first line that cannot be kept, and why; None when all can."""
    if len(lines) > MOST_GOALS:
        return MOST_GOALS, "many"
    taken: set[str] = set()
    for place, line in enumerate(lines):
        fault = _line_fault(line, taken)
        if fault is not None:
            return place, fault
        taken.add(line.number.casefold())
    return None


def _line_fault(line: GoalLine, taken: set[str]) -> GoalFault | None:
    if not line.number:
        return "number"
    if not line.text:
        return "text"
    if len(line.number) > LONGEST_NUMBER:
        return "number_length"
    if len(line.text) > LONGEST_GOAL:
        return "text_length"
    return "twice" if line.number.casefold() in taken else None
