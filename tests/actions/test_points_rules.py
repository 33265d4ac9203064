"""AP, FU: which state follows which, what a link may be, who is silent, who tells on the day. Plain values."""

from datetime import UTC, date, datetime, timedelta

import pytest

from network.actions.models import ActionState
from network.actions.rules import points as rules

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


def test_the_states_are_those_of_the_table() -> None:
    assert {str(state) for state in ActionState} == {rules.PROPOSED, rules.AGREED, *rules.TOLD}


def test_what_is_only_proposed_leaves_that_by_the_agreement_alone() -> None:
    """AP-1"""
    assert not any(rules.may_follow(rules.PROPOSED, state) for state in ActionState)
    assert not any(rules.may_follow(state, told) for state in ActionState for told in (rules.AGREED, rules.PROPOSED))


def test_what_can_be_told_follows_anything_that_was_agreed() -> None:
    """AP-1"""
    agreed = [state for state in ActionState if state != rules.PROPOSED]

    assert all(rules.may_follow(before, after) for before in agreed for after in rules.TOLD)
    assert not rules.may_follow(rules.AGREED, "nearly")


@pytest.mark.parametrize(
    ("state", "line", "lacks"),
    [("stuck", " ", True), ("dropped", "", True), ("stuck", "Ein jurist", False), ("done", "", False)],
)
def test_stuck_and_laid_aside_need_a_line(state: str, line: str, lacks: bool) -> None:
    """AP-2"""
    assert rules.lacks_line(state, line) is lacks


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " data:text/html,x",
        "https://",
        "//evil.example/x",
        "https://a b.example",
        "https://a.example/\u202e",
        "http://[::1",
        "mailto:a@b.example",
        "https://a.example/" + "x" * 500,
    ],
)
def test_a_link_that_is_no_address_of_the_web_shows_nothing(address: str) -> None:
    """AP-3"""
    assert rules.web_address(address) is None


def test_a_link_says_where_it_leads() -> None:
    """AP-3"""
    address = "https://user@sundby.example:8443/vedtak?nr=12"

    assert (rules.web_address(f" {address} "), rules.host_of(address)) == (address, "sundby.example")


def test_a_deadline_that_went_out_is_counted_in_days_for_what_is_open() -> None:
    due = date(2026, 11, 28)

    assert [rules.days_over(due, state, date(2026, 12, 1)) for state in ("agreed", "stuck", "done", "dropped")] == [
        3,
        3,
        0,
        0,
    ]
    assert (rules.days_over(due, "agreed", due), rules.days_over(None, "agreed", due)) == (0, 0)


def test_one_is_asked_in_the_rounds_that_are_still_to_come() -> None:
    """FU-1"""
    ended = NOW
    weeks = timedelta(weeks=1)

    assert [one.at - ended for one in rules.askings(ended, ended)] == [2 * weeks, 8 * weeks]
    assert [one.round for one in rules.askings(ended, ended + 3 * weeks)] == ["2"]
    assert rules.askings(ended, ended + 9 * weeks) == []


def test_one_done_one_stuck_one_copied_are_proposed_to_be_told() -> None:
    """FU-9"""
    rows = [("a", "agreed", False), ("b", "done", True), ("c", "done", False), ("d", "stuck", False), ("e", "done", 0)]

    assert rules.three_to_tell([(key, state, bool(copied)) for key, state, copied in rows]) == ["c", "d", "b"]
    assert rules.three_to_tell([("a", "agreed", False)]) == []
    assert rules.three_to_tell([("a", "under_way", False), ("b", "stuck", True)]) == ["b", "a"]
