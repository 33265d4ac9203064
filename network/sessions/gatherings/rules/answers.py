"""Counting answers without names, and who may be reminded."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

REMINDER_REST = timedelta(hours=24)
MOST_ANSWERS = 40
"""Times that one link may change its answer: far more than a person needs, far less than a program wants."""


@dataclass(frozen=True)
class Wish:
    """What one person who comes needs: no name."""

    food: str = ""
    transport: str = ""
    access_needs: str = ""


@dataclass(frozen=True)
class Counts:
    """What the caterer and the house need to know. Each wish in its own words, with how many have it."""

    persons: int
    food: tuple[tuple[str, int], ...]
    transport: tuple[tuple[str, int], ...]
    access_needs: tuple[tuple[str, int], ...]


def counted(wishes: Iterable[Wish]) -> Counts:
    """How many come, and how many share each wish: spelling in capitals or spaces makes no difference (rule GA-10)."""
    all_of_them = list(wishes)
    return Counts(
        persons=len(all_of_them),
        food=_grouped(wish.food for wish in all_of_them),
        transport=_grouped(wish.transport for wish in all_of_them),
        access_needs=_grouped(wish.access_needs for wish in all_of_them),
    )


def _grouped(texts: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Text → how many, the most frequent first. A text is shown as the first one of its kind wrote it."""
    spelled: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for text in texts:
        clean = " ".join(text.split()).rstrip(".")
        if clean:
            spelled.setdefault(clean.casefold(), clean)
            counts[clean.casefold()] += 1
    return tuple((spelled[key], number) for key, number in sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def may_remind(*, has_answered: bool, sent_at: datetime | None, reminded_at: datetime | None, now: datetime) -> bool:
    """Whether to remind somebody: asked and silent, and left in peace for a day since the last mail (rule GA-9)."""
    last = max((moment for moment in (sent_at, reminded_at) if moment is not None), default=None)
    return last is not None and not has_answered and now - last >= REMINDER_REST
