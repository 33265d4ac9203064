"""GA-1, GA-2, GA-11, F21: a gathering over the night in which the clocks are set, from the form to three calendars."""

import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from icalendar import Calendar
from sqlalchemy import select

from network.core.db import db
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries import programme
from tests.sessions.gatherings.conftest import Office
from tests.sessions.gatherings.test_planning import EIGHT

Night = tuple[str, str, str, str, str]
NIGHTS: list[Night] = [
    ("Europe/Oslo", "2026-03-29", "00:30", "2026-03-28T23:30", "00:30 01:00 01:15 01:50 03:00 03:45 04:30"),
    ("Europe/Oslo", "2026-10-25", "00:30", "2026-10-24T22:30", "00:30 01:00 01:15 01:50 02:00 02:45 02:30"),
    ("Europe/Oslo", "2026-10-25", "02:30", "2026-10-25T00:30", "02:30 02:00 02:15 02:50 03:00 03:45 04:30"),
    ("Europe/Helsinki", "2026-03-29", "02:30", "2026-03-29T00:30", "02:30 04:00 04:15 04:50 05:00 05:45 06:30"),
    ("Europe/Helsinki", "2026-10-25", "02:30", "2026-10-24T23:30", "02:30 03:00 03:15 03:50 03:00 03:45 04:30"),
    ("Atlantic/Reykjavik", "2026-03-29", "02:30", "2026-03-29T02:30", "02:30 03:00 03:15 03:50 04:00 04:45 05:30"),
    ("Atlantic/Reykjavik", "2026-10-25", "02:30", "2026-10-25T02:30", "02:30 03:00 03:15 03:50 04:00 04:45 05:30"),
]
"""Zone, day and clock as they are typed; the moment in UTC; the clocks at which the first seven items of "Vanleg
dag" begin: 0, 30, 45, 80, 90, 135 and 180 minutes after it."""


def planned(office: Office, zone: str, day: str, clock: str) -> Gathering:
    """The gathering that the form makes."""
    form = {**EIGHT, "zone": zone, "date": day, "starts": clock}
    assert office.browser(office.cast.lea).post("/gatherings", data=form).status_code == 303
    db.session.rollback()
    return db.session.scalars(select(Gathering).where(Gathering.public_id == EIGHT["key"])).one()


def read(office: Office, rest: str) -> str:
    return str(office.browser(office.cast.lea).get(f"/gatherings/{EIGHT['key']}{rest}").text)


def shown_clocks(office: Office) -> str:
    found = re.findall(r'<time class="programme__clock"[^>]*>(\d\d[.:]\d\d)', read(office, ""))
    return " ".join(found[:7]).replace(".", ":")


def by_name(body: str) -> tuple[datetime, datetime]:
    """A program that knows the zone by its name."""
    event = Calendar.from_ical(body).walk("VEVENT")[0]
    return event.decoded("dtstart").astimezone(UTC), event.decoded("dtend").astimezone(UTC)


def by_description(body: str) -> tuple[datetime, datetime]:
    """A program that believes the file's own description of the zone alone."""
    calendar = Calendar.from_ical(body)
    zone = calendar.walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    event = calendar.walk("VEVENT")[0]
    start, end = (event.decoded(name).replace(tzinfo=zone) for name in ("dtstart", "dtend"))
    return start.astimezone(UTC), end.astimezone(UTC)


def by_dateutil(body: str) -> tuple[datetime, datetime]:
    """Another library's reading of the description, and the lines read by hand."""
    lines = body.replace("\r\n ", "").replace("\r\n", "\n")
    zone = tzical(StringIO(lines[lines.index("BEGIN:VTIMEZONE") : lines.index("END:VTIMEZONE") + 14])).get()
    start, end = (re.search(rf"^{name};[^:]*:(\w+)$", lines, re.MULTILINE) for name in ("DTSTART", "DTEND"))
    assert start is not None
    assert end is not None
    moments = (datetime.strptime(one[1], "%Y%m%dT%H%M%S").replace(tzinfo=zone) for one in (start, end))
    begins, ends = (one.astimezone(UTC) for one in moments)
    return begins, ends


@pytest.mark.parametrize(("zone", "day", "clock", "moment", "clocks"), NIGHTS)
def test_what_is_typed_is_one_moment_for_everybody_and_the_clocks_on_the_wall_for_those_who_are_there(
    office: Office, zone: str, day: str, clock: str, moment: str, clocks: str
) -> None:
    """Stored, shown in the programme, typed back by the form, and read by three kinds of calendar programs."""
    made = planned(office, zone, day, clock)

    starts_at = datetime.fromisoformat(f"{moment}+00:00")
    ends_at = starts_at + timedelta(minutes=330)
    assert (made.starts_at, made.ends_at, made.zone) == (starts_at, ends_at, zone)
    assert (shown_clocks(office), f'value="{clock}"' in read(office, "/edit")) == (clocks, True)
    body = read(office, "/calendar.ics")
    assert [reading(body) for reading in (by_name, by_description, by_dateutil)] == [(starts_at, ends_at)] * 3


def test_control_a_programme_that_counts_on_the_wall_shows_other_clocks(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def on_the_wall(starts_at: datetime, minutes: list[tuple[int, int]]) -> dict[int, tuple[datetime, datetime]]:
        at, found = starts_at.astimezone(ZoneInfo("Europe/Oslo")), {}
        for item_id, lasts in minutes:
            found[item_id] = (at.astimezone(UTC), (at + timedelta(minutes=lasts)).astimezone(UTC))
            at += timedelta(minutes=lasts)
        return found

    monkeypatch.setattr(programme, "item_times", on_the_wall)
    zone, day, clock, _moment, clocks = NIGHTS[0]
    planned(office, zone, day, clock)

    assert [shown_clocks(office)] != clocks
