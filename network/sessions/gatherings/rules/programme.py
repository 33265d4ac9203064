"""When the items of a programme begin and end, and what clocks on walls mean in UTC."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

GOING_HOME_LEAST = 25
"""Minutes. The round in which a municipality agrees is what a late day would cut first (rule GA-3)."""


def item_times(starts_at: datetime, items: Iterable[tuple[int, int]]) -> dict[int, tuple[datetime, datetime]]:
    """When each item is planned: item id → its beginning and end, in UTC.

    Units: `items` are pairs of id and minutes, in their order. Minutes are real ones: a night in which the clocks
    change makes no item longer (rule GA-2).
    """
    times: dict[int, tuple[datetime, datetime]] = {}
    moment = starts_at.astimezone(UTC)
    for item_id, minutes in items:
        end = moment + timedelta(minutes=minutes)
        times[item_id] = (moment, end)
        moment = end
    return times


def moment_of(day: date, clock: time, zone: str) -> datetime | None:
    """The moment at which the clocks of `zone` show this, in UTC; None when they never do (rule GA-1).

    What they show twice in one night is the first of the two.
    """
    local = datetime.combine(day, clock.replace(tzinfo=None), tzinfo=ZoneInfo(zone))
    moment = local.astimezone(UTC)
    return moment if moment.astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None) else None


def next_time(after: datetime, clock: time, zone: str) -> datetime | None:
    """The first moment after `after` at which the clocks of `zone` show this: the same day, or past midnight."""
    day = after.astimezone(ZoneInfo(zone)).date()
    moment = moment_of(day, clock, zone)
    return moment if moment is None or moment > after else moment_of(day + timedelta(days=1), clock, zone)


def clock_from(text: str) -> time | None:
    """A clock as people write it: 9, 9.30, 09:30. None when it is none."""
    hours, _mark, minutes = text.strip().replace(".", ":").partition(":")
    if not (hours.isascii() and hours.isdigit() and (not minutes or (minutes.isascii() and minutes.isdigit()))):
        return None
    if len(hours) > 2 or len(minutes) > 2 or int(hours) > 23 or int(minutes or 0) > 59:
        return None
    return time(int(hours), int(minutes or 0))


def is_too_short(minutes: int, least_minutes: int | None) -> bool:
    """Whether an item is cut below what it is protected at: then the lead is asked first (rule GA-3)."""
    return least_minutes is not None and minutes < least_minutes


def moved(ids: Sequence[int], item_id: int, *, after: int | None) -> list[int]:
    """The order in which `item_id` comes right behind `after`, first if that is None. Done twice it is the same."""
    order = [one for one in ids if one != item_id]
    order.insert(order.index(after) + 1 if after is not None else 0, item_id)
    return order
