"""How far behind the plan the day is, and what could be cut. The going-home round is protected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LEAST_BREAK_MINUTES = 10
LEAST_QUESTIONS_MINUTES = 5
LEAST_SHARE = 0.6
"""What is left at least of anything else that is cut."""
CUTS_SHOWN = 4
ORDER = ("break", "questions", "arrival", "welcome", "plenary", "talk", "case", "closing", "mixed_round", "local_round")
"""What gives way first. A going-home round is not in the list: it is never offered."""
PROTECTED = "going_home"


@dataclass(frozen=True)
class Part:
    """An item as the plan knows it. Units: minutes; `least_minutes` is its own floor, if it has one."""

    item_id: int
    kind: str
    title: str
    minutes: int
    least_minutes: int | None = None


@dataclass(frozen=True)
class Cut:
    """An item that could be `minutes` shorter, and what it would then be."""

    item_id: int
    title: str
    minutes: int
    becomes: int


def planned_ends(starts_at: datetime, parts: Sequence[Part]) -> dict[int, datetime]:
    """When each item should be over."""
    ends, at = {}, starts_at
    for part in parts:
        at += timedelta(minutes=part.minutes)
        ends[part.item_id] = at
    return ends


def minutes_behind(
    parts: Sequence[Part], *, starts_at: datetime, current_id: int | None, began_at: datetime | None, now: datetime
) -> int:
    """Whole minutes behind the plan; below zero is ahead.

    The current item is behind by how late it began, and by how much it has run over its own minutes since.
    """
    if current_id is None or began_at is None:
        return max(0, int((now - starts_at).total_seconds() // 60))
    by_id = {part.item_id: part for part in parts}
    current = by_id.get(current_id)
    if current is None:
        return 0
    should_end = planned_ends(starts_at, parts)[current_id]
    will_end = max(began_at + timedelta(minutes=current.minutes), now)
    return int((will_end - should_end).total_seconds() / 60)


def floor_of(part: Part) -> int:
    """The fewest minutes that a cut leaves."""
    if part.least_minutes is not None:
        return part.least_minutes
    if part.kind == "break":
        return min(part.minutes, LEAST_BREAK_MINUTES)
    if part.kind == "questions":
        return min(part.minutes, LEAST_QUESTIONS_MINUTES)
    return max(1, round(part.minutes * LEAST_SHARE))


def cuts(remaining: Sequence[Part], behind: int) -> list[Cut]:
    """What to shorten among what is left of the day, breaks and questions first, until `behind` is made up.

    Source: rule ST-12 in docs/rules.md: the going-home round is never among them.
    """
    found: list[Cut] = []
    lacking = behind
    willing = [part for part in remaining if part.kind in ORDER and part.kind != PROTECTED]
    for part in sorted(willing, key=lambda one: ORDER.index(one.kind)):
        gives = min(part.minutes - floor_of(part), lacking)
        if lacking <= 0 or len(found) == CUTS_SHOWN:
            break
        if gives > 0:
            found.append(Cut(part.item_id, part.title, gives, part.minutes - gives))
            lacking -= gives
    return found


def asks_first(part: Part, minutes: int) -> bool:
    """Whether so few minutes must be confirmed: below the least that the item was given."""
    return part.least_minutes is not None and minutes < part.least_minutes
