"""How far behind the plan the day is, and what could be cut. The going-home round is protected."""

from collections.abc import Mapping, Sequence
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


def projected_end(
    remaining: Sequence[Part], *, current: Part | None, began_at: datetime | None, starts_at: datetime, now: datetime
) -> datetime:
    """When the day ends if all that is left takes its minutes. One who has not begun yet begins now, or on time."""
    if current is None or began_at is None:
        at = max(now, starts_at)
    else:
        at = max(now, began_at + timedelta(minutes=current.minutes))
    return at + timedelta(minutes=sum(part.minutes for part in remaining))


def expected(planned: Mapping[int, datetime], ahead: Sequence[int], next_at: datetime) -> dict[int, datetime]:
    """Item id → when it begins: as planned, and what is `ahead` so much later as the next of it will begin (ST-16)."""
    late = max(timedelta(0), next_at - planned[ahead[0]]) if ahead else timedelta(0)
    return {item_id: at + (late if item_id in ahead else timedelta(0)) for item_id, at in planned.items()}


def minutes_behind(projected: datetime, ends_at: datetime) -> int:
    """Whole minutes after the planned end; below zero is before it."""
    return int((projected - ends_at).total_seconds() / 60)


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
    """Whether so few minutes must be confirmed: below the least that the item was given (rule ST-12)."""
    return part.least_minutes is not None and minutes < part.least_minutes
