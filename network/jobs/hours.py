"""When planned work is done: not at night, and again after a fault."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from network.jobs.rules import GIVE_UP_AFTER, LONGEST_WAIT_SECONDS, wait_after

QUIET_FROM, QUIET_UNTIL = 21, 7
"""By the network's clocks. What comes at night wakes people, or lies among ten others in the morning (SC-5)."""
LONGEST_WAIT = timedelta(seconds=LONGEST_WAIT_SECONDS)


def is_quiet(moment: datetime, zone: str) -> bool:
    """Whether people who live by `zone` are left in peace at this moment."""
    return not QUIET_UNTIL <= moment.astimezone(ZoneInfo(zone)).hour < QUIET_FROM


def local_moment(day: date, clock: str, zone: str) -> datetime:
    """The moment at which the clocks of `zone` show `clock` (HH:MM) on this day.

    Of an hour that comes twice the first; one that is left out is the same time after the jump.
    """
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=ZoneInfo(zone))


def awake(moment: datetime, zone: str) -> datetime:
    """The moment itself, or the next morning when it lies in the quiet hours."""
    if not is_quiet(moment, zone):
        return moment
    local = moment.astimezone(ZoneInfo(zone))
    day = local.date() if local.hour < QUIET_UNTIL else local.date() + timedelta(days=1)
    return local_moment(day, f"{QUIET_UNTIL:02}:00", zone)


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """When work that has failed so often is tried again; None when a day of waiting has not helped.

    It counts the waits and not the clock, which may have jumped.
    """
    waited = sum((wait_after(number) for number in range(1, attempts + 1)), timedelta())
    return now + wait_after(attempts) if waited < GIVE_UP_AFTER else None
