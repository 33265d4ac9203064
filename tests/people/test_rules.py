"""Decisions about sign-in, seats and addresses, from plain values."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.people import rules

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("roles", "limits"),
    [("D", rules.USUAL), ("VK", rules.USUAL), ("DP", rules.SHORT), ("A", rules.SHORT), ("", rules.USUAL)],
)
def test_project_leads_and_administrators_have_short_sign_ins(roles: str, limits: rules.SessionLimits) -> None:
    assert rules.session_limits(roles) == limits


@pytest.mark.parametrize(
    ("used_ago", "made_ago", "is_over"),
    [
        (timedelta(days=59), timedelta(days=100), False),
        (timedelta(days=61), timedelta(days=100), True),
        (timedelta(0), timedelta(days=366), True),
        (timedelta(hours=-1), timedelta(hours=-1), False),
    ],
)
def test_a_sign_in_ends_unused_or_old_and_never_by_a_clock_set_back(
    used_ago: timedelta, made_ago: timedelta, is_over: bool
) -> None:
    found = rules.session_is_over(
        made_at=NOON - made_ago, last_used_at=NOON - used_ago, ended_at=None, now=NOON, limits=rules.USUAL
    )

    assert found is is_over


def test_an_ended_sign_in_is_over() -> None:
    assert rules.session_is_over(made_at=NOON, last_used_at=NOON, ended_at=NOON, now=NOON, limits=rules.USUAL)


@pytest.mark.parametrize(
    ("minutes_later", "seconds_passed", "wrong_codes", "is_over"),
    [
        (0, 0.0, 0, False),
        (14.9, 894.0, 4, False),
        (15, 900.0, 0, True),
        (1, 60.0, 5, True),
        (-59, 60.0, 0, True),
        (5, 901.0, 0, True),
        (5, None, 0, False),
        (-59, None, 0, True),
    ],
)
def test_a_request_lives_fifteen_minutes_by_every_clock(
    minutes_later: float, seconds_passed: float | None, wrong_codes: int, is_over: bool
) -> None:
    found = rules.request_is_over(
        made_at=NOON,
        ends_at=NOON + rules.REQUEST_LASTS,
        ended_at=None,
        wrong_codes=wrong_codes,
        now=NOON + timedelta(minutes=minutes_later),
        seconds_passed=seconds_passed,
    )

    assert found is is_over


@given(st.text(max_size=40))
def test_a_path_that_passes_stays_on_this_site(path: str) -> None:
    """What a browser makes of it: backslashes are slashes, and controls are dropped before it reads the address."""
    if not rules.is_local_path(path):
        return

    read = "".join(letter for letter in path.replace("\\", "/").strip() if letter not in "\t\r\n")

    assert read.startswith("/")
    assert not read.startswith("//")


@given(st.text(max_size=30))
def test_cleaning_an_address_twice_is_cleaning_it_once(text: str) -> None:
    once = rules.clean_email(text)

    assert rules.clean_email(once) == once or not rules.is_email(once)


@pytest.mark.parametrize(
    ("typed", "code"), [("123 456", "123456"), (" 12-34-56 ", "123456"), ("١٢٣456", "456"), ("abc", "")]
)
def test_a_code_may_be_typed_with_spaces(typed: str, code: str) -> None:
    assert rules.clean_code(typed) == code


def test_a_guessable_secret_is_stored_under_the_installations_key() -> None:
    same = [rules.keyed_fingerprint(key, "code", "123456") for key in ("one key", "one key", "another")]

    assert same[0] == same[1]
    assert same[0] != same[2]
    assert rules.keyed_fingerprint("k", "a", "bc") != rules.keyed_fingerprint("k", "ab", "c")


def test_a_municipality_has_at_most_five_seats() -> None:
    assert [rules.may_add_seat(count) for count in (0, 4, 5)] == [True, True, False]


@pytest.mark.parametrize(
    ("today", "holds"),
    [(date(2023, 9, 30), False), (date(2023, 10, 1), True), (date(2027, 9, 30), True), (date(2027, 10, 1), False)],
)
def test_a_seat_is_held_from_its_first_day_to_its_last(today: date, holds: bool) -> None:
    assert rules.holds(date(2023, 10, 1), date(2027, 9, 30), today=today) is holds


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("curl/8.0", ""),
    ],
)
def test_a_device_is_called_what_people_call_it(user_agent: str, words: str) -> None:
    assert rules.device_words(user_agent) == words
