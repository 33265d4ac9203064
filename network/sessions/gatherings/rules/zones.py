"""A zone described inside a calendar file, for programs that do not know its name.

icalendar can write these itself, but places a spring onset an hour late (7.3: local time after the jump together with
the offset before it); ours is built from the moments at which the clocks change.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

Period = TimezoneDaylight | TimezoneStandard


def described(zone: str, *, first: date, last: date) -> Timezone:
    """The VTIMEZONE of `zone`, right from `first` to `last`."""
    info = ZoneInfo(zone)
    begin = datetime.combine(first, time(), tzinfo=UTC)
    component = Timezone()
    component.add("tzid", zone)
    component.add_component(_period(info, begin, before=begin))
    for change in _changes(info, begin, datetime.combine(last, time(), tzinfo=UTC)):
        component.add_component(_period(info, change, before=change - timedelta(seconds=1)))
    return component


@lru_cache(maxsize=256)
def _changes(info: ZoneInfo, begin: datetime, end: datetime) -> tuple[datetime, ...]:
    """The moments at which the clocks of a zone are set, to the second: for all who are invited to a day the same."""
    day = timedelta(days=1)
    found = []
    while begin < end:
        if _offset(info, begin) != _offset(info, begin + day):
            low, high = begin, begin + day
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
                low, high = (middle, high) if _offset(info, middle) == _offset(info, begin) else (low, middle)
            found.append(high)
        begin += day
    return tuple(found)


def _period(info: ZoneInfo, onset: datetime, *, before: datetime) -> Period:
    """What holds from `onset` on. It is dated by the clocks as they stood before (RFC 5545, 3.6.5)."""
    local = onset.astimezone(info)
    period: Period = TimezoneDaylight() if local.dst() else TimezoneStandard()
    period.add("dtstart", (onset + _offset(info, before)).replace(tzinfo=None))
    period.add("tzoffsetfrom", _offset(info, before))
    period.add("tzoffsetto", _offset(info, onset))
    period.add("tzname", local.tzname() or "")
    return period


def _offset(info: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(info).utcoffset() or timedelta()
