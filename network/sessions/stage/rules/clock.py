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
