"""What workload P reads from a trace, and what it says of it."""

import pytest

from bench.phone import report
from bench.phone.traces import busiest_task, longest_ms, script_ms

PAGE, OTHER = {"pid": 1, "tid": 1}, {"pid": 2, "tid": 7}
NAMES = [{"ph": "M", "name": "thread_name", "args": {"name": "CrRendererMain"}, **where} for where in (PAGE, OTHER)]


def lasting(
    name: str, ts: float, dur: float, where: dict[str, int] = PAGE, tdur: float | None = None
) -> dict[str, object]:
    """A whole event; times in microseconds. `tdur`: for how long its thread had a core meanwhile."""
    return {"ph": "X", "name": name, "ts": ts, "dur": dur, **({} if tdur is None else {"tdur": tdur}), **where}


def test_a_script_inside_another_is_counted_once_and_another_pages_not_at_all() -> None:
    events = [
        *NAMES,
        lasting("RunTask", 0, 90_000),
        lasting("FunctionCall", 1_000, 30_000),
        lasting("RunMicrotasks", 5_000, 10_000),
        lasting("TimerFire", 40_000, 5_000),
        lasting("Layout", 60_000, 20_000),
        lasting("RunTask", 0, 10_000, OTHER),
        lasting("FunctionCall", 0, 9_000, OTHER),
    ]

    assert (script_ms(events), longest_ms(events)) == (35.0, (90.0, 0.0))


def test_what_the_collector_takes_is_told_by_itself() -> None:
    """A task that is nothing but collecting is none of the page's; inside another the rest is."""
    events = [
        *NAMES,
        lasting("RunTask", 0, 400_000),
        lasting("MajorGC", 1_000, 395_000),
        lasting("BlinkGC.AtomicPhase", 2_000, 300_000),
        lasting("RunTask", 500_000, 60_000),
        lasting("FunctionCall", 505_000, 50_000),
        lasting("MinorGC", 510_000, 20_000),
    ]

    assert (longest_ms(events), script_ms(events)) == ((40.0, 395.0), 30.0)


def test_a_thread_that_stands_still_since_others_have_the_cores_does_nothing_meanwhile() -> None:
    events = [
        *NAMES,
        lasting("RunTask", 0, 90_000, tdur=40_000),
        lasting("FunctionCall", 1_000, 60_000, tdur=30_000),
        lasting("MinorGC", 10_000, 20_000, tdur=5_000),
        lasting("RunTask", 100_000, 50_000, tdur=50_000),
    ]

    assert (script_ms(events), longest_ms(events)[0], busiest_task(events)[0]) == (25.0, 50.0, 50.0)


def test_the_longest_task_after_a_press_and_what_it_did() -> None:
    """What ran inside something else is taken from that; what was over before the press does not count."""
    press = {**lasting("EventDispatch", 100_000, 1_000), "args": {"data": {"type": "pointerup"}}}
    events = [
        *NAMES,
        lasting("RunTask", 0, 90_000),
        lasting("RunTask", 99_000, 3_000),
        press,
        lasting("RunTask", 110_000, 60_000),
        lasting("FunctionCall", 111_000, 40_000),
        lasting("ParseHTML", 112_000, 10_000),
        lasting("Layout", 151_000, 15_000),
    ]

    assert busiest_task(events, since="pointerup") == (60.0, {"script": 30.0, "parsing": 10.0, "layout": 15.0})
    assert busiest_task(events)[0] == 90.0


def test_a_trace_without_a_page_is_no_figure() -> None:
    with pytest.raises(ValueError, match="no page"):
        script_ms([])


def run(**other: object) -> dict[str, object]:
    times = {"count": 20, "p50": 8.0, "p95": 12.0, "max": 14.0}
    return {
        "workload": "P",
        "notes": 300,
        "slowed": 6,
        "load": [0.1, 0.1, 0.1],
        "cores": 2,
        "failures": [],
        "opening": {"read": {"first": 1900.0, "again": {**times, "p95": 800.0}}},
        "edits": {"a new note": times},
        "yardstick": {**times, "p50": 21.0},
        "scrolling": {"page": {**times, "p95": 30.0}, "memory": {**times, "p95": 300.0}},
        **other,
    }


def test_what_is_within_its_goals_is_a_table_and_no_more() -> None:
    assert report.failures(run()) == []
    assert "| script for a new note, ms | 20 | 8 | 12 | 14 | 50 |" in report.tables(run())
    assert "| yardstick: sorting 4,000 numbers, ms | 20 | 21 | 12 | 14 |  |" in report.tables(run())


def test_a_goal_that_is_missed_is_said() -> None:
    times = {"count": 5, "p50": 60.0, "p95": 80.0, "max": 80.0}
    slow = run(scrolling={"page": times, "memory": times})

    assert report.failures(slow) == ["GOAL MISSED  P: longest task of a sweep: 80 ms, and 50 are the most"]


def test_a_run_that_failed_has_no_figures() -> None:
    failed = run(failures=["it did not start"])

    assert (report.tables(failed), report.failures(failed)) == ("", ["FAILED RUN  P: it did not start"])
