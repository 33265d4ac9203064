"""Decisions about setting up, on plain values (SU-1, SU-3, SU-4, SU-9)."""

from datetime import UTC, datetime, timedelta

import pytest

from network.people.municipality_list import by_number, counties
from network.people.rules import setup as rules
from network.people.rules.setup import GoalLine

MADE = datetime(2026, 11, 23, 8, tzinfo=UTC)
ENDS = MADE + rules.INVITATION_LASTS


@pytest.mark.parametrize(
    ("used_at", "minutes", "way"),
    [
        (None, 0, "ready"),
        (None, 59.99, "ready"),
        (None, 60, "old"),
        (None, -1, "ready"),
        (None, -2, "old"),
        (MADE, 1, "used"),
        (MADE, 61, "used"),
    ],
)
def test_an_address_lives_for_an_hour_and_one_use(used_at: datetime | None, minutes: float, way: str) -> None:
    """SU-1"""
    now = MADE + timedelta(minutes=minutes)

    assert rules.way_in(made_at=MADE, ends_at=ENDS, used_at=used_at, now=now) == way


@pytest.mark.parametrize(
    ("step", "saved", "next_step"),
    [(1, 1, 2), (3, 1, 3), (3, 3, 4), (2, 4, 5), (5, 5, None), (None, 2, None), (1, 5, None)],
)
def test_a_page_leads_on_and_never_back(step: int | None, saved: int, next_step: int | None) -> None:
    """SU-3"""
    assert rules.step_after(step, saved) == next_step


@pytest.mark.parametrize(
    ("shown", "stored", "typed", "is_second"),
    [
        ("a", "a", "b", False),
        ("a", "c", "b", True),
        ("a", "b", "b", False),
        ("a", "a", "a", False),
    ],
    ids=["nobody else", "somebody else", "the same twice", "nothing new"],
)
def test_only_who_would_overwrite_what_she_has_not_seen_came_second(
    shown: str, stored: str, typed: str, is_second: bool
) -> None:
    """SU-4"""
    seen = rules.version_of([shown])

    assert rules.came_second(seen=seen, stored=[stored], typed=[typed]) is is_second


def test_values_that_run_together_have_different_versions() -> None:
    assert rules.version_of(["a", "bc"]) != rules.version_of(["ab", "c"])


def test_goals_are_trimmed_and_empty_lines_are_gone() -> None:
    lines = rules.goal_lines([" 1 ", "", "2"], ["  Fleire\n med ", " ", ""])

    assert lines == [GoalLine("1", "Fleire med"), GoalLine("2", "")]


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([("1", "Ein"), ("2a", "To")], None),
        ([("1", "Ein"), ("", "To")], (1, "number")),
        ([("1", "")], (0, "text")),
        ([("2a", "Ein"), ("2A", "To")], (1, "twice")),
        ([("123456", "Ein")], (0, "number_length")),
        ([("1", "x" * 301)], (0, "text_length")),
        ([(str(number), "Mål") for number in range(21)], (20, "many")),
    ],
)
def test_a_goal_that_cannot_be_kept_is_pointed_out(lines: list[tuple[str, str]], fault: tuple[int, str] | None) -> None:
    """SU-9"""
    assert rules.goal_fault([GoalLine(*line) for line in lines]) == fault


def test_the_built_in_list_has_every_municipality_once_under_its_county() -> None:
    listed = [one for county in counties() for one in county.municipalities]

    assert (len(counties()), len(listed), len(by_number())) == (15, 357, 357)
    assert all(one.number.startswith(county.number) for county in counties() for one in county.municipalities)
    assert all(len(one.number) == 4 and one.number.isdecimal() and one.name == one.name.strip() for one in listed)
    assert [by_number()[number].name for number in ("0301", "1508", "1580", "5061")] == [
        "Oslo",
        "Ålesund",
        "Haram",
        "Rindal",
    ]
    assert (by_number()["5612"].name, by_number()["5612"].also) == ("Kautokeino", "Guovdageaidnu")


def test_a_countys_municipalities_stand_in_the_order_of_our_alphabet() -> None:
    names = [one.name for one in next(one for one in counties() if one.number == "15").municipalities]

    assert (names[0], names[-3:]) == ("Aukra", ["Volda", "Ørsta", "Ålesund"])
