"""When somebody who sits in a group counts as not on the net (rule ST-19). Plain values in, plain values out."""

from collections.abc import Iterable
from datetime import datetime, timedelta

GRACE = timedelta(minutes=3)
"""So long a device may be silent: docs/decisions/0011 says why."""

Span = tuple[datetime, datetime]


def is_off_the_net(since: datetime, now: datetime, *, talks: Iterable[Span] = ()) -> bool:
    """Whether she has been silent for longer than the grace, the time of `talks` (which do not overlap) not counted."""
    return _silence(since, now) - sum((_overlap(since, now, talk) for talk in talks), timedelta()) > GRACE


def _silence(since: datetime, now: datetime) -> timedelta:
    return max(timedelta(), now - since)


def _overlap(since: datetime, now: datetime, talk: Span) -> timedelta:
    return max(timedelta(), min(now, talk[1]) - max(since, talk[0]))
