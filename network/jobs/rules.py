"""When a mail is tried again, and when it is given up."""

from datetime import datetime, timedelta

GIVE_UP_AFTER = timedelta(hours=24)
FIRST_WAIT_SECONDS = 5
LONGEST_WAIT_SECONDS = 4 * 3600


def wait_after(attempts: int) -> timedelta:
    """How long to wait after this many failed attempts: 5 s, 15 s, 45 s … and never more than four hours."""
    return timedelta(seconds=min(FIRST_WAIT_SECONDS * 3 ** min(attempts - 1, 12), LONGEST_WAIT_SECONDS))


def next_try(attempts: int, *, queued_at: datetime, useless_after: datetime | None, now: datetime) -> datetime | None:
    """The moment of the next attempt; None when there shall be no more, after a day or when nobody has use for it."""
    moment = now + wait_after(attempts)
    end = queued_at + GIVE_UP_AFTER
    if useless_after is not None:
        end = min(end, useless_after)
    return moment if moment < end else None
