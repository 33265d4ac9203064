"""What the hall decides from plain values: steps, clock, drift (ST-5 to ST-7, ST-12)."""

from datetime import UTC, datetime, timedelta

import pytest

from network.sessions.stage.rules import clock, drift, flow
from network.sessions.stage.rules.joining import code_in_groups, qr_data

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
PHASES = flow.phases_of([["write", 3], ["talk", 18], ["choose", 3]], 27)


@pytest.mark.parametrize(
    ("state", "phase", "expected"),
    [
        (None, 0, flow.Step("deal")),
        ("planned", 0, flow.Step("deal")),
        ("drawn", 0, flow.Step("gather")),
        ("gather", 0, flow.Step("start", phase=PHASES[0])),
        ("running", 0, flow.Step("phase", phase=PHASES[1])),
        ("running", 2, flow.Step("wrap_up")),
        ("wrap_up", 2, flow.Step("close")),
        ("closed", 2, flow.Step("begin", item_id=7)),
    ],
)
def test_the_one_button_names_the_next_step_of_a_round(state: str | None, phase: int, expected: flow.Step) -> None:
    """ST-5"""
    step = flow.next_step("mixed_round", round_state=state, phase=phase, phases=PHASES, next_id=7)

    assert step == expected


def test_outside_rounds_the_next_item_comes_and_after_the_last_the_end() -> None:
    steps = [flow.next_step("break", round_state=None, phase=0, phases=[], next_id=one) for one in (7, None)]

    assert steps == [flow.Step("begin", item_id=7), flow.Step("finish")]


@pytest.mark.parametrize(
    ("current", "skipped", "expected"), [(None, set(), 1), (1, set(), 2), (1, {2}, 3), (3, set(), None), (9, set(), 1)]
)
def test_the_next_item_is_the_first_behind_that_nobody_left_out(
    current: int | None, skipped: set[int], expected: int | None
) -> None:
    """ST-4"""
    assert flow.next_item_id([1, 2, 3], current, skipped) == expected


def test_phases_of_a_round_that_was_cut_are_shorter_in_proportion() -> None:
    cut = flow.phases_of([["write", 3], ["talk", 18], ["choose", 3]], 12)

    assert [(phase.name, phase.minutes) for phase in cut] == [("write", 2), ("talk", 9), ("choose", 2)]


@pytest.mark.parametrize("raw", [None, "x", [["a"]], [["a", "b"]], [7], {}])
def test_phases_that_nobody_can_read_are_none(raw: object) -> None:
    assert flow.phases_of(raw, 30) == []


@pytest.mark.parametrize(("minutes", "expected"), [(45, 10), (27, 3), (24, 3), (20, 3)])
def test_the_way_to_the_table_is_what_an_item_has_over_its_phases(minutes: int, expected: int) -> None:
    """ST-6"""
    assert flow.gather_minutes(minutes, PHASES) == expected


@pytest.mark.parametrize(
    ("seen", "members", "expected"), [(79, 100, False), (80, 100, True), (0, 0, False), (4, 5, True)]
)
def test_the_clock_may_start_when_four_of_five_have_opened_the_board(seen: int, members: int, expected: bool) -> None:
    """ST-6"""
    assert flow.is_enough(seen=seen, members=members) is expected


def test_groups_that_ask_come_first_the_longest_wait_before_the_others() -> None:
    """ST-9"""
    groups = [
        flow.Need(1, 1, present=4, notes=9, asked_at=None),
        flow.Need(2, 2, present=4, notes=2, asked_at=None),
        flow.Need(3, 3, present=4, notes=8, asked_at=NOW),
        flow.Need(4, 4, present=4, notes=8, asked_at=NOW - timedelta(minutes=4)),
        flow.Need(5, 5, present=0, notes=5, asked_at=None),
    ]

    assert [group.group_id for group in flow.in_need_first(groups)] == [4, 3, 5, 2, 1]


def test_a_clock_counts_stands_and_goes_on_with_what_was_left() -> None:
    """ST-7"""
    running = clock.started(600, NOW)

    standing = clock.paused(running, NOW + timedelta(seconds=250))
    again = clock.resumed(standing, NOW + timedelta(seconds=1000))

    assert (clock.left(standing, NOW), clock.left(again, NOW + timedelta(seconds=1000))) == (350, 350)


@pytest.mark.parametrize(
    ("gone", "minutes", "left"), [(0, 2, 720), (590, 1, 70), (700, 2, 120), (0, -1, 540), (570, -1, 0)]
)
def test_time_is_added_while_it_runs_and_after_it_is_over(gone: int, minutes: int, left: int) -> None:
    """ST-7"""
    now = NOW + timedelta(seconds=gone)

    longer = clock.extended(clock.started(600, NOW), minutes * 60, now)

    assert clock.left(longer, now) == left


def test_time_added_where_there_is_no_clock_begins_one() -> None:
    """ST-7"""
    made = [clock.extended(clock.NO_CLOCK, seconds, NOW) for seconds in (300, -60)]

    assert [clock.left(one, NOW) for one in made] == [300, None]


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(None, ""), (301, ""), (300, "five"), (61, "five"), (60, "one"), (10, "ten"), (0, "over"), (-90, "over")],
)
def test_the_end_is_announced_at_five_minutes_one_and_ten_seconds(seconds: int | None, expected: str) -> None:
    assert clock.level(seconds, 1800) == expected


def test_a_clock_of_three_minutes_does_not_begin_with_a_warning_of_five() -> None:
    assert [clock.level(seconds, 180) for seconds in (180, 61, 60)] == ["", "", "one"]


@pytest.mark.parametrize(("seconds", "text"), [(1104, "18:24"), (9, "0:09"), (3900, "1:05:00"), (-5, "0:00")])
def test_a_clock_is_shown_as_people_read_it(seconds: int, text: str) -> None:
    assert clock.shown(seconds) == text


def test_nothing_below_zero_and_nothing_over_a_hundred_has_gone() -> None:
    running = clock.started(600, NOW)

    gone = [clock.progress(running, NOW + timedelta(seconds=seconds)) for seconds in (-50, 0, 300, 900)]

    assert gone == [0, 0, 50, 100]


def parts() -> list[drift.Part]:
    return [
        drift.Part(1, "mixed_round", "Grupper", 45),
        drift.Part(2, "break", "Lunsj", 45),
        drift.Part(3, "questions", "Spørsmål", 10),
        drift.Part(4, "going_home", "Heim", 35, 25),
        drift.Part(5, "closing", "Slutt", 10),
    ]


def test_cuts_begin_with_breaks_and_questions_and_never_touch_the_way_home() -> None:
    """ST-12"""
    found = drift.cuts(parts(), 60)

    assert [(cut.title, cut.minutes, cut.becomes) for cut in found] == [
        ("Lunsj", 35, 10),
        ("Spørsmål", 5, 5),
        ("Slutt", 4, 6),
        ("Grupper", 16, 29),
    ]


@pytest.mark.parametrize(("behind", "expected"), [(0, []), (-5, []), (12, [("Lunsj", 12, 33)])])
def test_no_more_is_cut_than_is_lacking(behind: int, expected: list[tuple[str, int, int]]) -> None:
    assert [(cut.title, cut.minutes, cut.becomes) for cut in drift.cuts(parts(), behind)] == expected


@pytest.mark.parametrize(("late", "shown"), [(-5, [0, 30, 60, 90]), (0, [0, 30, 60, 90]), (12, [0, 30, 72, 102])])
def test_what_is_still_to_come_is_said_so_much_later_as_the_day_is_late(late: int, shown: list[int]) -> None:
    """ST-16: the next is planned in an hour."""
    planned = {number: NOW + timedelta(minutes=30 * number) for number in range(4)}

    found = drift.expected(planned, [2, 3], NOW + timedelta(minutes=60 + late))

    assert [int((at - NOW).total_seconds() / 60) for at in found.values()] == shown


@pytest.mark.parametrize(
    ("began", "now", "ends"), [(0, 10, 145), (20, 30, 165), (0, 60, 160), (None, 15, 115), (None, -30, 100)]
)
def test_the_day_ends_when_all_that_is_left_has_had_its_minutes(began: int | None, now: int, ends: int) -> None:
    """One that has run over its time ends now; one that has not begun begins now, or on time."""
    current, *remaining = parts()

    end = drift.projected_end(
        remaining,
        current=current,
        began_at=NOW + timedelta(minutes=began) if began is not None else None,
        starts_at=NOW,
        now=NOW + timedelta(minutes=now),
    )

    assert end == NOW + timedelta(minutes=ends)


@pytest.mark.parametrize(("minutes", "expected"), [(24, True), (25, False), (35, False)])
def test_only_below_its_own_least_does_an_item_ask_first(minutes: int, expected: bool) -> None:
    """ST-12"""
    assert drift.asks_first(parts()[3], minutes) is expected


def test_a_join_code_is_read_in_two_groups() -> None:
    assert [code_in_groups(code) for code in ("7K4Q9PXA", "7K4Q9", "")] == ["7K4Q 9PXA", "7K4 Q9", ""]


def test_a_square_is_an_image_without_style_of_its_own() -> None:
    square = qr_data("https://samling.example/gjest?code=7K4Q9PXA")

    assert (square.startswith("data:image/svg+xml"), "style" in square) == (True, False)
