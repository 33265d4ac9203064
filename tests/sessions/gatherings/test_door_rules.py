"""DR-1, DR-3, DR-6, DR-7, DR-9, DR-12: what is decided at the door from plain values."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from network.sessions.gatherings.rules import door
from network.sessions.gatherings.rules.attendance import Stay, hours, stayed

STARTS = datetime(2026, 3, 12, 8, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=6)
OPENS = STARTS - timedelta(hours=1)
KEY = "k" * 40


def at(minutes: float) -> datetime:
    """Minutes after the start."""
    return STARTS + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("minutes", "is_open"), [(-61, False), (-60, True), (0, True), (359, True), (360, False), (500, False)]
)
def test_the_door_is_open_from_an_hour_before_until_the_end(minutes: float, is_open: bool) -> None:
    times = door.door_times(starts_at=STARTS, ends_at=ENDS, opens_at=None, closes_at=None)

    assert times.is_open(at(minutes)) is is_open


def test_times_that_somebody_has_set_go_before() -> None:
    times = door.door_times(starts_at=STARTS, ends_at=ENDS, opens_at=at(-10), closes_at=at(30))

    assert [times.is_open(at(minutes)) for minutes in (-11, -10, 29, 30)] == [False, True, True, False]


@pytest.mark.parametrize("typed", ["7K4Q9PXC", "7k4q 9pxc", " 7K4Q-9PXC ", "7 k 4 q 9 p x c"])
def test_a_code_is_the_same_in_small_letters_and_with_spaces(typed: str) -> None:
    assert door.clean_join_code(typed) == "7K4Q9PXC"


def test_codes_have_eight_letters_that_nobody_mistakes() -> None:
    codes = {door.new_join_code() for _ in range(500)}

    assert len(codes) == 500
    assert all(door.is_join_code(code) for code in codes)
    assert (len(door.ALPHABET), set("AEIOU01L") & set(door.ALPHABET)) == (28, set())


def test_a_badge_is_read_back_as_whom_it_is_for() -> None:
    token = door.badge_token(KEY, gathering="gath", person="anna", serial=1)

    badge = door.read_badge(token)

    assert badge is not None
    assert (badge.gathering, badge.person, door.badge_standing(KEY, badge, serial=1)) == ("gath", "anna", "good")


@pytest.mark.parametrize(
    ("key", "gathering", "person", "serial", "standing"),
    [
        (KEY, "gath", "anna", 1, "replaced"),
        (KEY, "gath", "anna", 3, "false"),
        (KEY, "gath", "bo", 2, "false"),
        (KEY, "other", "anna", 2, "false"),
        ("another key", "gath", "anna", 2, "false"),
        (KEY, "gath", "anna", 2, "good"),
    ],
)
def test_only_the_newest_badge_of_this_person_and_day_is_good(
    key: str, gathering: str, person: str, serial: int, standing: str
) -> None:
    mac = door.badge_token(key, gathering=gathering, person=person, serial=serial).split(".")[2]
    shown = door.BadgeToken("gath", "anna", mac)

    assert door.badge_standing(KEY, shown, serial=2) == standing


@pytest.mark.parametrize(
    "token", ["", "a.b", "a.b.c", "a.b." + "g" * 32, "a/b.c." + "0" * 32, "a.b." + "0" * 33, "\x00"]
)
def test_what_is_no_badge_is_not_read(token: str) -> None:
    assert door.read_badge(token) is None


@pytest.mark.parametrize(
    ("waited_minutes", "offset_hours", "expected"),
    [(0, 0, 20), (15, 0, 5), (15, 5, 5), (15, -5, 5), (600, 0, -60), (-30, 0, 20)],
)
def test_a_tap_happened_so_long_ago_as_the_device_waited(waited_minutes: int, offset_hours: int, expected: int) -> None:
    """A clock that is hours wrong does no harm; never before the door opened, never in the future (F20)."""
    sent = at(20) + timedelta(hours=offset_hours)
    tapped = sent - timedelta(minutes=waited_minutes)

    assert door.tap_time(tapped_at=tapped, sent_at=sent, now=at(20), opens_at=OPENS) == at(expected)


@given(some.integers(-(10**6), 10**6), some.integers(-(10**6), 10**6))
def test_no_tap_is_ever_outside_the_day(tapped: int, sent: int) -> None:
    found = door.tap_time(tapped_at=at(tapped), sent_at=at(sent), now=at(20), opens_at=OPENS)

    assert OPENS <= found <= at(20)


def test_guests_of_one_name_are_told_apart() -> None:
    taken: set[str] = set()
    for _ in range(3):
        taken.add(door.told_apart("Kari", taken))

    assert taken == {"Kari", "Kari (2)", "Kari (3)"}


@pytest.mark.parametrize(("typed", "found"), [("åse nord", True), ("ASE", True), ("", True), ("vik", False)])
def test_a_search_finds_beginnings_of_words(typed: str, found: bool) -> None:
    assert door.matches(typed, "Åse Døme", "Nordvik") is found


def test_municipalities_stand_with_those_who_are_missing() -> None:
    """GR-10: in the alphabet of the gathering."""
    delegates = [("Ås", "Bo", True), ("Nordvik", "Anna", False), ("Ås", "Cy", False), ("Ørn", "Dag", True)]

    assert door.standings(delegates, language="nn") == [
        door.Standing("Nordvik", 0, 1, ("Anna",)),
        door.Standing("Ørn", 1, 1, ()),
        door.Standing("Ås", 1, 2, ("Cy",)),
    ]


@pytest.mark.parametrize(
    ("arrived", "left", "now", "minutes"),
    [
        (-40, None, 400, 360),
        (30, 90, 400, 60),
        (30, None, 60, 30),
        (-40, -10, 400, 0),
        (350, 900, 1000, 10),
        (500, None, 1000, 0),
    ],
)
def test_hours_count_inside_the_gathering_until_one_left_or_it_ended(
    arrived: int, left: int | None, now: int, minutes: int
) -> None:
    stay = Stay(1, at(arrived), at(left) if left is not None else None)

    assert stayed(stay, starts_at=STARTS, ends_at=ENDS, now=at(now)) == timedelta(minutes=minutes)


def test_hours_are_summed_for_each_municipality() -> None:
    stays = [Stay(1, at(0), None), Stay(1, at(0), at(90)), Stay(2, at(0), at(20)), Stay(None, at(60), None)]

    summed = hours(stays, starts_at=STARTS, ends_at=ENDS, now=at(1000))

    assert summed == {1: (2, 7.5), 2: (1, 0.33), None: (1, 5.0)}
