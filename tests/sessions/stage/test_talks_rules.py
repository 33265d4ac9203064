"""TA-1, TA-2: what questions are about, and which goes first."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.sessions.stage.rules.talks import (
    Asked,
    fair_order,
    is_key,
    spoken_item,
    takes_lines,
    takes_questions,
)

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = [(1, "welcome"), (2, "talk"), (3, "questions"), (4, "mixed_round"), (5, "case"), (6, "questions")]


def asked(number: int, *, votes: int = 0, municipality: int | None = None, minute: int = 0) -> Asked:
    return Asked(number, votes, municipality, NINE + timedelta(minutes=minute))


@pytest.mark.parametrize(("current", "spoken"), [(1, None), (2, 2), (3, 2), (4, None), (5, 5), (6, 5), (99, None)])
def test_time_for_questions_belongs_to_what_was_said_before_it(current: int, spoken: int | None) -> None:
    """TA-1"""
    assert spoken_item(DAY, current) == spoken


def test_the_most_wanted_goes_first_whoever_asks_it() -> None:
    order = fair_order([asked(1, votes=1, municipality=7), asked(2, votes=2, municipality=8)], heard={8})

    assert [one.id for one in order] == [2, 1]


def test_on_equal_votes_a_municipality_that_has_not_been_heard_goes_first() -> None:
    """TA-2"""
    older, newer = asked(1, municipality=7, minute=0), asked(2, municipality=8, minute=5)

    assert [one.id for one in fair_order([older, newer], heard={7})] == [2, 1]
    assert [one.id for one in fair_order([older, newer], heard=set())] == [1, 2]


def test_one_municipality_does_not_fill_the_top_of_the_list() -> None:
    first, second, third = (
        asked(1, municipality=7),
        asked(2, municipality=7, minute=1),
        asked(3, municipality=8, minute=9),
    )

    assert [one.id for one in fair_order([first, second, third], heard=set())] == [1, 3, 2]


def test_a_guest_waits_for_municipalities_that_have_said_nothing() -> None:
    order = fair_order([asked(1, minute=0), asked(2, municipality=8, minute=5)], heard=set())

    assert [one.id for one in order] == [2, 1]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.one_of(st.none(), st.integers(1, 4)), st.integers(0, 30)), max_size=12),
    st.sets(st.integers(1, 4)),
)
def test_every_question_stands_in_the_list_once_and_votes_never_rise(
    drawn: list[tuple[int, int | None, int]], heard: set[int]
) -> None:
    questions = [asked(place, votes=v, municipality=m, minute=t) for place, (v, m, t) in enumerate(drawn)]

    order = fair_order(questions, heard)

    assert sorted(one.id for one in order) == list(range(len(drawn)))
    assert [one.votes for one in order] == sorted((one.votes for one in order), reverse=True)


def test_questions_end_with_the_gathering_and_private_lines_a_day_later() -> None:
    """TA-6"""
    assert [takes_questions(NINE, NINE + timedelta(hours=hours)) for hours in (0, 1)] == [True, False]
    assert [takes_lines(NINE, NINE + timedelta(hours=hours)) for hours in (1, 24, 25)] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("abcdefgh", True), ("x" * 32, True), ("x" * 33, False), ("short", False), ("more-12345", False), (None, False)],
)
def test_a_key_is_what_a_device_makes(text: str | None, is_one: bool) -> None:
    assert is_key(text) is is_one
