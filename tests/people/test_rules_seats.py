"""PE-1, PE-6 to PE-11: seats, parts, coverage, lifetimes and council meetings, as plain values."""

from datetime import UTC, date, datetime

import pytest

from network.people import rules
from network.people.rules.meetings import Dates, papers_due, read_clock, read_dates

TODAY = date(2026, 11, 25)


def period(first: int, last: int | None = None) -> rules.Period:
    return rules.Period(date(first, 1, 1), date(last, 12, 31) if last else None)


@pytest.mark.parametrize(
    ("held", "during", "most"),
    [
        ([], period(2026), 0),
        ([period(2020), period(2021)], period(2026), 2),
        ([period(2020, 2024)], period(2026), 0),
        ([period(2020, 2026), period(2027)], period(2026), 1),
        ([period(2027), period(2028)], period(2026), 2),
        ([period(2027), period(2028)], period(2026, 2026), 0),
    ],
)
def test_seats_are_counted_on_the_fullest_day_of_the_period(
    held: list[rules.Period], during: rules.Period, most: int
) -> None:
    """PE-1"""
    assert rules.most_at_once(held, during) == most


def test_the_last_free_seat_is_free_and_the_next_one_is_not() -> None:
    """PE-1"""
    held = [period(2020)] * 4

    assert [rules.has_room(held, period(2026), most=most) for most in (4, 5)] == [False, True]


def test_covered_are_those_with_enough_people() -> None:
    """PE-7"""
    assert rules.coverage.covered({"Nordvik": 3, "Sundby": 2, "Vik": 0}) == {"Nordvik"}
    assert rules.coverage.covered({"Nordvik": 3, "Sundby": 2, "Vik": 0}, least=2) == {"Nordvik", "Sundby"}


@pytest.mark.parametrize(
    ("giver", "role", "may"),
    [
        ("VP", "project_lead", True),
        ("VA", "project_lead", False),
        ("VP", "administrator", False),
        ("VPA", "administrator", True),
        ("VK", "project_lead", False),
        ("VK", "coordinator", True),
        ("VD", "substitute", False),
    ],
)
def test_a_strong_part_is_given_only_by_who_has_it(giver: str, role: str, may: bool) -> None:
    """PE-6"""
    assert rules.may_give(frozenset(giver), role) is may


@pytest.mark.parametrize(
    ("giver", "holder", "places", "may"),
    [
        ("VK", "VD", {1}, True),
        ("VK", "VD", {1, 2}, False),
        ("VK", "VDP", {1}, False),
        ("VK", "VDF", {1}, False),
        ("VP", "VA", {1}, False),
        ("VP", "VDF", {2}, True),
        ("VA", "VP", set(), False),
        ("VD", "VD", {1}, False),
    ],
)
def test_nobody_opens_a_door_to_more_than_her_own_rights(giver: str, holder: str, places: set[int], may: bool) -> None:
    """PE-6"""
    assert rules.may_open_for(frozenset(giver), {1}, holder=frozenset(holder), holder_places=places) is may


@pytest.mark.parametrize(
    ("day", "alive", "takes_part"),
    [
        (date(2023, 12, 31), True, True),
        (date(2024, 1, 1), False, False),
        (date(2019, 12, 31), True, False),
    ],
)
def test_the_first_day_of_the_successor_is_not_one_of_the_old_municipality(
    day: date, alive: bool, takes_part: bool
) -> None:
    """PE-8"""
    ended = date(2024, 1, 1)

    assert rules.lifetimes.is_alive(ended, on=day) is alive
    assert rules.lifetimes.takes_part(joined_on=date(2020, 1, 1), left_on=None, ended_on=ended, on=day) is takes_part


def test_places_take_turns_until_there_is_no_more_room() -> None:
    """PE-9"""
    assert rules.carrying.carried({1: [11, 12, 13], 2: [21], 3: [31, 32]}, room=4) == [11, 21, 31, 12]
    assert rules.carrying.carried({1: [11]}, room=-1) == []


@pytest.mark.parametrize(
    "text",
    [
        "12. mars 2027",
        "12.3.2027",
        "12.03.27",
        "2027-03-12",
        "12/3 2027",
        "fredag 12. mars 2027 kl. 17.00",
        "Den 12 marts 2027",
        "12 mar. 2027,",
        "12. mars",
        "kl 09.00-15.00 fredag, 12.3.2027",
    ],
)
def test_a_day_is_read_in_any_usual_way(text: str) -> None:
    """PE-10"""
    assert read_dates(text, today=TODAY) == Dates((date(2027, 3, 12),), ())


def test_days_come_sorted_and_once_and_what_is_no_day_comes_back_as_it_stood() -> None:
    """PE-10"""
    text = "23. april 2027\n12.3.2027, 2027-03-12; torsdag 31. april 2027\nveit ikkje\n\n5.5.2027 og 6.5.2027"

    assert read_dates(text, today=TODAY) == Dates(
        (date(2027, 3, 12), date(2027, 4, 23), date(2027, 5, 5), date(2027, 5, 6)),
        ("torsdag 31. april 2027", "veit ikkje"),
    )


@pytest.mark.parametrize(
    ("meeting", "at", "due"),
    [
        (date(2027, 3, 12), "09:00", datetime(2027, 3, 4, 8, tzinfo=UTC)),
        (date(2027, 4, 1), "09:00", datetime(2027, 3, 24, 8, tzinfo=UTC)),
        (date(2027, 4, 5), "09:00", datetime(2027, 3, 28, 7, tzinfo=UTC)),
        (date(2027, 4, 5), "02:30", datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        (date(2026, 11, 2), "02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_papers_are_due_by_the_clock_on_the_wall_whatever_summer_time_does(
    meeting: date, at: str, due: datetime
) -> None:
    """PE-11"""
    assert papers_due(meeting, days_before=8, at=at, zone="Europe/Oslo") == due


def test_a_time_of_day_is_read_as_people_write_it() -> None:
    assert [read_clock(text) for text in ("9", "09.00", "kl. 9:30", "25", "9.7", "")] == [
        "09:00",
        "09:00",
        "09:30",
        None,
        None,
        None,
    ]


def test_the_next_meeting_is_the_first_that_is_not_over() -> None:
    days = [date(2026, 11, 24), TODAY, date(2026, 12, 17)]

    assert rules.meetings.next_meeting(days, today=TODAY) == TODAY
    assert rules.meetings.next_meeting(days[:1], today=TODAY) is None
