"""Calendar files: one gathering, or all that somebody has in her calendar because of the network (B3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress

from network.sessions.gatherings.rules.zones import described

PRODUCT = "-//Samling//Samling//NN"
AROUND = timedelta(days=400)
"""How far on each side of what it holds a calendar's own description of its zones reaches."""


@dataclass(frozen=True)
class CalendarDay:
    """A gathering in a calendar. `uid` never changes; `sequence` rises with a new time, place or title (rule GA-11)."""

    uid: str
    title: str
    place: str
    description: str
    address: str
    zone: str
    starts_at: datetime
    ends_at: datetime
    sequence: int
    stamped_at: datetime
    is_cancelled: bool = False


@dataclass(frozen=True)
class Guest:
    """Whom a gathering is put before in a mail, and from whom it comes: names and bare addresses."""

    name: str
    address: str
    host_name: str
    host_address: str


@dataclass(frozen=True)
class CouncilDay:
    """A day on which a council meets, the whole of it."""

    uid: str
    title: str
    day: date
    stamped_at: datetime


def invitation_file(day: CalendarDay) -> bytes:
    """One gathering as an .ics file: to be taken in, or to be taken away when it is cancelled."""
    calendar = _calendar("CANCEL" if day.is_cancelled else "PUBLISH")
    _add_days(calendar, [day])
    return bytes(calendar.to_ical())


def method_of(day: CalendarDay) -> str:
    """What a calendar that gets this day by mail shall do with it (RFC 5546)."""
    return "CANCEL" if day.is_cancelled else "REQUEST"


def mailed_file(day: CalendarDay, guest: Guest) -> bytes:
    """One gathering as it travels in a mail: the calendar puts it in, moves it or takes it away by itself (RFC 6047).

    No answer is asked for: one given in the calendar would reach nobody, since answers come by the link in the mail.
    """
    calendar = _calendar(method_of(day))
    _add_days(calendar, [day])
    event = calendar.walk("VEVENT")[0]
    host = vCalAddress(f"mailto:{guest.host_address}")
    host.params["CN"] = guest.host_name
    event.add("organizer", host)
    attendee = vCalAddress(f"mailto:{guest.address}")
    attendee.params.update({"CN": guest.name, "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"})
    event.add("attendee", attendee)
    return bytes(calendar.to_ical())


def feed(name: str, days: Iterable[CalendarDay], councils: Iterable[CouncilDay]) -> bytes:
    """A calendar to subscribe to: gatherings, and the days of one's own council beside them."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", name)
    _add_days(calendar, list(days))
    for council in councils:
        event = Event()
        event.add("uid", council.uid)
        event.add("dtstamp", council.stamped_at)
        event.add("dtstart", council.day)
        event.add("dtend", council.day + timedelta(days=1))
        event.add("summary", council.title)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _add_days(calendar: Calendar, days: list[CalendarDay]) -> None:
    """Zones first, as calendars expect: each described for the years around its days."""
    for zone in sorted({day.zone for day in days}):
        inside = [day for day in days if day.zone == zone]
        first = min(day.starts_at for day in inside).date() - AROUND
        last = max(day.ends_at for day in inside).date() + AROUND
        calendar.add_component(described(zone, first=first, last=last))
    for day in days:
        calendar.add_component(_event(day))


def _event(day: CalendarDay) -> Event:
    event = Event()
    event.add("uid", day.uid)
    event.add("sequence", day.sequence)
    event.add("dtstamp", day.stamped_at)
    _add_moment(event, "dtstart", day.starts_at, day.zone)
    _add_moment(event, "dtend", day.ends_at, day.zone)
    event.add("summary", day.title)
    event.add("location", day.place)
    event.add("description", day.description)
    event.add("url", day.address)
    event.add("status", "CANCELLED" if day.is_cancelled else "CONFIRMED")
    return event


def _add_moment(event: Event, name: str, moment: datetime, zone: str) -> None:
    """The clock on the wall and the name of its zone. An hour that comes twice means the first of the two to every
    calendar (RFC 5545, 3.3.5), so the second is written in UTC."""
    local = moment.astimezone(ZoneInfo(zone))
    if local.fold:
        event.add(name, moment.astimezone(UTC))
    else:
        event.add(name, local.replace(tzinfo=None), parameters={"TZID": zone})
