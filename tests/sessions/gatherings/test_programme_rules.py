"""GA-1 to GA-4: what clocks mean, how long items last, what is protected, what the lint says."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.sessions.gatherings.rules.lint import Finding, Plan, PlannedItem, lint, untouched
from network.sessions.gatherings.rules.programme import (
    clock_from,
    is_too_short,
    item_times,
    moment_of,
    moved,
    next_time,
)
from network.sessions.gatherings.rules.templates import PHASES, TEMPLATES

ENDS = datetime(2026, 11, 25, 14, tzinfo=UTC)
WHOLE = (
    PlannedItem("talk", "Innleiing", 35, has_owner=True),
    PlannedItem("case", "Case", 20, has_owner=True),
    PlannedItem("mixed_round", "Blanda grupper", 45, has_question=True),
    PlannedItem("going_home", "Ta med heim", 35, has_question=True),
)


def plan(items: tuple[PlannedItem, ...] = WHOLE, **other: object) -> Plan:
    return Plan(**{"items": items, "facilitators": 1, "ends_at": ENDS, **other})  # type: ignore[arg-type]


def test_items_follow_each_other_from_the_start() -> None:
    starts_at = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)

    times = item_times(starts_at, [(7, 30), (3, 15)])

    half, quarter = starts_at + timedelta(minutes=30), starts_at + timedelta(minutes=45)
    assert times == {7: (starts_at, half), 3: (half, quarter)}


@pytest.mark.parametrize("zone", ["Europe/Oslo", "Europe/Helsinki", "Atlantic/Reykjavik"])
@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_an_item_over_the_hour_in_which_clocks_are_set_is_as_long_as_it_says(zone: str, day: date) -> None:
    """GA-2, F21"""
    starts_at = datetime.combine(day, time(0, 30), tzinfo=ZoneInfo(zone)).astimezone(UTC)

    begins, ends = item_times(starts_at, [(1, 240)])[1]

    assert ends - begins == timedelta(minutes=240)


def test_a_time_that_the_clocks_skip_is_no_moment() -> None:
    """GA-1"""
    skipped = moment_of(date(2026, 3, 29), time(2, 30), "Europe/Oslo")
    twice = moment_of(date(2026, 10, 25), time(2, 30), "Europe/Oslo")
    elsewhere = moment_of(date(2026, 3, 29), time(2, 30), "Atlantic/Reykjavik")

    assert (skipped, twice) == (None, datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    assert elsewhere == datetime(2026, 3, 29, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("begins", "last", "found"),
    [
        ((8, 30), time(15, 40), datetime(2026, 11, 25, 14, 40, tzinfo=UTC)),
        ((17, 0), time(0, 30), datetime(2026, 11, 25, 23, 30, tzinfo=UTC)),
        ((23, 30), time(1, 15), datetime(2026, 11, 26, 0, 15, tzinfo=UTC)),
    ],
    ids=["in the afternoon", "past midnight", "both past midnight"],
)
def test_the_last_boat_is_the_first_at_its_time_after_the_day_begins(
    begins: tuple[int, int], last: time, found: datetime
) -> None:
    """GA-4: an evening whose last boat goes past midnight does not end after it."""
    starts_at = datetime(2026, 11, 25, *begins, tzinfo=UTC)

    departs_at = next_time(starts_at, last, "Europe/Oslo")

    assert departs_at == found


@given(
    st.dates(date(2025, 1, 1), date(2030, 12, 31)),
    st.integers(0, 47),
    st.sampled_from(["Europe/Oslo", "Europe/Helsinki", "Atlantic/Reykjavik"]),
)
def test_a_moment_shows_on_the_wall_what_was_typed(day: date, half_hours: int, zone: str) -> None:
    """GA-1, F21: every half hour of 2025 to 2030."""
    typed = time(half_hours // 2, 30 * (half_hours % 2))

    moment = moment_of(day, typed, zone)

    shown = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if moment else None
    assert shown == datetime.combine(day, typed) or (moment is None and typed.hour in (2, 3))


@pytest.mark.parametrize(
    ("text", "clock"),
    [("9", time(9)), ("9.30", time(9, 30)), (" 09:30 ", time(9, 30)), ("24.00", None), ("9.60", None), ("ni", None)],
)
def test_a_clock_is_read_as_people_write_it(text: str, clock: time | None) -> None:
    assert clock_from(text) == clock


def test_only_a_protected_item_can_be_too_short() -> None:
    """GA-3"""
    assert [is_too_short(24, 25), is_too_short(25, 25), is_too_short(1, None)] == [True, False, False]


@pytest.mark.parametrize(
    ("item", "after", "order"),
    [(2, None, [2, 1, 3]), (3, 1, [1, 3, 2]), (1, 3, [2, 3, 1]), (1, None, [1, 2, 3]), (3, 2, [1, 2, 3])],
)
def test_an_item_comes_right_behind_the_one_that_is_named(item: int, after: int | None, order: list[int]) -> None:
    once = moved([1, 2, 3], item, after=after)

    assert (once, moved(once, item, after=after)) == (order, order)


def test_the_templates_are_days_that_can_be_held() -> None:
    """DAY 3: the usual day is over at three, each has a protected round, and no round is longer than its item."""
    lengths = {key: template.minutes for key, template in TEMPLATES.items()}
    rounds = [item for template in TEMPLATES.values() for item in template.items if item.phases]

    assert lengths == {"usual": 330, "half": 180, "digital": 120, "masterclass": 330}
    assert all(any(item.least_minutes == 25 for item in template.items) for template in TEMPLATES.values())
    assert all(0 <= item.minutes - sum(minutes for _key, minutes in item.phases) <= 3 for item in rounds)
    assert {key for item in rounds for key, _minutes in item.phases} == set(PHASES)


def test_every_item_of_a_template_has_a_script_of_two_sentences() -> None:
    """C3"""
    scripts = [str(item.script) for template in TEMPLATES.values() for item in template.items]

    assert [text for text in scripts if text.count(". ") + text.count("? ") + text.count("; ") < 1] == []


def test_a_whole_plan_has_nothing_to_be_said_about() -> None:
    """GA-4"""
    assert lint(plan()) == []


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (plan(facilitators=0), Finding("no_facilitator", is_must=True)),
        (plan(WHOLE[:3]), Finding("no_going_home", is_must=True)),
        (plan((WHOLE[0], *WHOLE[2:])), Finding("no_case", is_must=True)),
        (plan(departs_at=ENDS - timedelta(minutes=1)), Finding("after_departure", is_must=True)),
        (
            plan((*WHOLE[:3], PlannedItem("going_home", "Heim", 20, has_question=True))),
            Finding("short_going_home", "Heim", is_must=True),
        ),
        (
            plan((*WHOLE, PlannedItem("mixed_round", "Runde 2", 40))),
            Finding("no_question", "Runde 2", is_must=True),
        ),
        (plan((*WHOLE, PlannedItem("talk", "Innlegg", 10))), Finding("no_speaker", "Innlegg")),
        (plan((*WHOLE, PlannedItem("case", "Døme", 10))), Finding("no_case_owner", "Døme")),
        (plan(untouched_goals=["2a", "5"]), Finding("goal_untouched", "2a, 5")),
        (plan(has_goals=False), Finding("no_goal")),
        (plan(has_practical=False), Finding("no_practical")),
        (plan(is_invited=False), Finding("not_invited")),
    ],
)
def test_what_is_missing_is_named(broken: Plan, said: Finding) -> None:
    """GA-4, B1"""
    assert lint(broken) == [said]


def test_at_most_three_findings_are_musts() -> None:
    """GA-4"""
    empty = lint(plan((PlannedItem("mixed_round", "A", 9), PlannedItem("mixed_round", "B", 9)), facilitators=0))

    assert [one.code for one in empty if one.is_must] == ["no_facilitator", "no_going_home", "no_case"]
    assert [one.code for one in empty if not one.is_must] == ["no_question", "no_question"]


def test_a_goal_is_untouched_only_after_three_gatherings() -> None:
    goals = [(1, "1"), (5, "5")]

    assert untouched(goals, [{1}, {1}, set(), {5}]) == ["5"]
    assert untouched(goals, [{1}, {1}]) == []
