"""GA-11, F21: a calendar file means the same moments to whoever reads it, in every zone and on every night."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Component

from network.sessions.gatherings.rules.calendar import CalendarDay, CouncilDay, feed, invitation_file

ZONES = ("Europe/Oslo", "Europe/Helsinki", "Atlantic/Reykjavik")
STAMP = datetime(2026, 1, 1, tzinfo=UTC)


def day(starts_at: datetime, zone: str = "Europe/Oslo", **other: object) -> CalendarDay:
    values: dict[str, object] = {
        "uid": "abc@samling",
        "title": "Samling 5; «ja, vi»",
        "place": "Prøvehuset, Nordvik",
        "description": "Korleis?",
        "address": "https://samling.example/gatherings/abc",
        "zone": zone,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=330),
        "sequence": 3,
        "stamped_at": STAMP,
    }
    return CalendarDay(**{**values, **other})  # type: ignore[arg-type]


def event_of(body: bytes) -> Component:
    return Calendar.from_ical(body).walk("VEVENT")[0]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("on", [date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 25)])
def test_a_gathering_comes_back_as_it_went_in(zone: str, on: date) -> None:
    starts_at = datetime.combine(on, datetime.min.time(), tzinfo=ZoneInfo(zone)).replace(hour=9, minute=30)

    body = invitation_file(day(starts_at.astimezone(UTC), zone))

    event = event_of(body)
    assert event.decoded("dtstart").astimezone(UTC) == starts_at.astimezone(UTC)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=330)
    assert f"DTSTART;TZID={zone}:{on:%Y%m%d}T093000" in body.decode()


@pytest.mark.parametrize("zone", ZONES)
def test_the_zone_in_the_file_is_right_for_a_program_that_knows_no_zones(zone: str) -> None:
    """The minute before and after each change of the clocks, by the file's own description alone."""
    changes = [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]
    component = Calendar.from_ical(invitation_file(day(changes[0], zone))).walk("VTIMEZONE")[0]
    described = component.to_tz(lookup_tzid=False)

    moments = [change + timedelta(minutes=minutes) for change in changes for minutes in (-1, 1)]

    assert [one.astimezone(described).utcoffset() for one in moments] == [
        one.astimezone(ZoneInfo(zone)).utcoffset() for one in moments
    ]


@given(st.integers(0, 6 * 366 * 48 - 1), st.sampled_from(ZONES))
def test_every_half_hour_survives_the_way_to_a_calendar_and_back(half_hours: int, zone: str) -> None:
    starts_at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=30 * half_hours)

    event = event_of(invitation_file(day(starts_at, zone)))

    assert event.decoded("dtstart").astimezone(UTC) == starts_at
    assert event.decoded("dtend").astimezone(UTC) == starts_at + timedelta(minutes=330)


def test_texts_with_signs_that_the_format_uses_come_back_whole() -> None:
    event = event_of(invitation_file(day(STAMP)))

    assert (str(event["summary"]), str(event["location"])) == ("Samling 5; «ja, vi»", "Prøvehuset, Nordvik")
    assert (str(event["uid"]), event["sequence"]) == ("abc@samling", 3)


def test_a_gathering_that_is_called_off_takes_itself_away() -> None:
    body = invitation_file(day(STAMP, is_cancelled=True))

    assert (str(Calendar.from_ical(body)["method"]), str(event_of(body)["status"])) == ("CANCEL", "CANCELLED")


def test_a_feed_holds_the_councils_days_beside_the_gatherings() -> None:
    council = CouncilDay("council-7@samling", "Kommunestyremøte, Nordvik", date(2026, 12, 10), STAMP)

    events = Calendar.from_ical(feed("Samling", [day(STAMP)], [council])).walk("VEVENT")

    assert [(str(one["summary"]), type(one.decoded("dtstart"))) for one in events] == [
        ("Samling 5; «ja, vi»", datetime),
        ("Kommunestyremøte, Nordvik", date),
    ]
    assert events[1].decoded("dtstart") == date(2026, 12, 10)
