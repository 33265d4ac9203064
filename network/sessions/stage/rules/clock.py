"""The hall's clock, from plain values: it counts to a moment, or stands with so many seconds left, or is none.

Nothing here reads the time: `now` is given, so that a machine whose clock jumps can be tried in a test.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

LEVELS = (("ten", 10), ("one", 60), ("five", 300))
"""Seconds left at which the clock says so in words and colour, and a phone may buzz."""
LONGEST_SECONDS = 8 * 3600


@dataclass(frozen=True)
class Clock:
    """It runs (`ends_at`), stands (`left_seconds`), or there is none. `whole_seconds` is what it was set to."""

    ends_at: datetime | None = None
    left_seconds: int | None = None
    whole_seconds: int = 0

    @property
    def is_running(self) -> bool:
        return self.ends_at is not None

    @property
    def is_set(self) -> bool:
        return self.ends_at is not None or self.left_seconds is not None


NO_CLOCK = Clock()


def left(clock: Clock, now: datetime) -> int | None:
    """Whole seconds left, below zero when the time is over; None without a clock."""
    if clock.ends_at is not None:
        return round((clock.ends_at - now).total_seconds())
    return clock.left_seconds


def started(seconds: int, now: datetime) -> Clock:
    """A clock that counts down from `seconds`."""
    seconds = max(1, min(seconds, LONGEST_SECONDS))
    return Clock(ends_at=now + timedelta(seconds=seconds), whole_seconds=seconds)


def paused(clock: Clock, now: datetime) -> Clock:
    """The same, standing. One that is over stands at zero: a pause gives no time back, and takes none."""
    if not clock.is_running:
        return clock
    return Clock(left_seconds=max(0, left(clock, now) or 0), whole_seconds=clock.whole_seconds)


def resumed(clock: Clock, now: datetime) -> Clock:
    if clock.left_seconds is None:
        return clock
    return replace(clock, ends_at=now + timedelta(seconds=clock.left_seconds), left_seconds=None)


def extended(clock: Clock, seconds: int, now: datetime) -> Clock:
    """So much more time, or less. A clock that is over gets it from now on; none ends before now.

    A hall without a clock gets one when time is added (rule ST-7 in docs/rules.md).
    """
    if not clock.is_set:
        return started(seconds, now) if seconds > 0 else clock
    had = max(0, left(clock, now) or 0)
    gets = max(0, min(had + seconds, LONGEST_SECONDS))
    whole = max(gets, clock.whole_seconds + gets - had)
    if clock.is_running:
        return Clock(ends_at=now + timedelta(seconds=gets), whole_seconds=whole)
    return Clock(left_seconds=gets, whole_seconds=whole)


def with_more(clock: Clock, seconds: int) -> Clock:
    """The clock of a group that has so many seconds more than the hall."""
    if not clock.is_set or seconds <= 0:
        return clock
    ends_at = clock.ends_at + timedelta(seconds=seconds) if clock.ends_at is not None else None
    stands = clock.left_seconds + seconds if clock.left_seconds is not None else None
    return Clock(ends_at, stands, clock.whole_seconds + seconds)


def given(clock: Clock, had: int, seconds: int, now: datetime) -> int:
    """How many seconds more than the hall a group has that had `had` more and is given `seconds`.

    One whose time is over gets them from now on, as a clock does that is over.
    """
    own = max(0, left(with_more(clock, had), now) or 0)
    return min(own + seconds, LONGEST_SECONDS) - (left(clock, now) or 0)


def kept(before: Clock, after: Clock, had: int, seconds: int, now: datetime) -> int:
    """How many seconds more than the hall a group still has when everybody's clock was changed by `seconds`.

    What a group was given stays its own: neither a pause nor time for all, after the hall's is over, makes it more.
    """
    own = max(0, max(0, left(with_more(before, had), now) or 0) + seconds)
    return max(0, own - max(0, left(after, now) or 0))


def shown(seconds: int) -> str:
    """`18:24`; an hour and more as `1:05:00`; nothing counts below zero."""
    minutes, rest = divmod(max(0, seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def level(seconds: int | None, whole: int) -> str:
    """How near the end is: "", "five", "one" (minutes), "ten" (seconds), "over".

    A clock that was set to three minutes does not begin with a warning of five.
    """
    if seconds is None:
        return ""
    if seconds <= 0:
        return "over"
    return next((name for name, at in LEVELS if seconds <= at < whole), "")


def progress(clock: Clock, now: datetime) -> int:
    """How much of the time has gone, in per cent."""
    if not clock.is_set or clock.whole_seconds <= 0:
        return 0
    gone = clock.whole_seconds - max(0, left(clock, now) or 0)
    return max(0, min(100, round(100 * gone / clock.whole_seconds)))
