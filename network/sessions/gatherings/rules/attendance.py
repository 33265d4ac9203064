"""How long somebody was at a gathering: what the hours of a municipality are counted from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

RETURNED, EARLIER, UNDONE = "#returned", "#earlier", "#undone"
"""Reasons of changes that the program writes down itself; a person's own begins with another sign."""


@dataclass(frozen=True)
class Stay:
    """One person's presence. `municipality_id` is whom she came for; None for guests and officials."""

    municipality_id: int | None
    arrived_at: datetime
    left_at: datetime | None


def stayed(stay: Stay, *, starts_at: datetime, ends_at: datetime, now: datetime) -> timedelta:
    """How long she took part: inside the gathering, until she left, else until now or its end (rule DR-12)."""
    until = min(stay.left_at or now, now, ends_at)
    return max(until - max(stay.arrived_at, starts_at), timedelta(0))


def hours(
    stays: Iterable[Stay], *, starts_at: datetime, ends_at: datetime, now: datetime
) -> dict[int | None, tuple[int, float]]:
    """People and hours of each municipality, for the in-kind report. Shape: municipality id → (people, hours)."""
    summed: dict[int | None, tuple[int, timedelta]] = {}
    for stay in stays:
        people, time = summed.get(stay.municipality_id, (0, timedelta(0)))
        longer = time + stayed(stay, starts_at=starts_at, ends_at=ends_at, now=now)
        summed[stay.municipality_id] = (people + 1, longer)
    return {place: (people, round(time / timedelta(hours=1), 2)) for place, (people, time) in summed.items()}
