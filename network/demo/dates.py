"""When the demo's days are: all of them counted from the moment at which it is built."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = "Europe/Oslo"


def at_half_past_nine(day: date) -> datetime:
    """In the morning of that day, where the demo is."""
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


def clock_of(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(ZONE)).strftime("%H:%M")
