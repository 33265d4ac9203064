"""What workload H says of its figures: goals, failures, tables."""

from typing import Any

import pytest

from bench.hall import report, trial

SPREAD = {"count": 20, "p50": 10.0, "p95": 40.0, "p99": 50.0, "max": 60.0}
SEEN = {
    "present": 135,
    "seated": 135,
    "without_group": [],
    "smallest": 5,
    "largest": 6,
    "pairs_dealt": 0,
    "pairs_late": 0,
    "late": 15,
    "late_faults": [],
}


def day(**changed: Any) -> dict[str, Any]:
    """The figures of a day on which all went well."""
    joins = {"people": 120, "seconds": 180.0, "failed": 0, "failures": [], "ms": {"press": SPREAD, "whole": SPREAD}}
    live = {
        "people": 135,
        "writers": 40,
        "pages": {"first page": SPREAD, "all": SPREAD},
        "moves": SPREAD,
        "refetches": SPREAD,
        "stored_ms": SPREAD,
        "cpu_percent": 30.0,
        "generator_cpu_percent": 20.0,
        "generator_loop_p99_ms": 1.0,
        "memory_mb": 150,
        "others_percent": 1,
    }
    made = {"deal": 80.0, "boards": 200.0, "pack": 3000.0}
    figures = {"plan": "day", "seed": 1, "joins": joins, "late": {**joins, "people": 15}, "live": live, "ms": made}
    return {**figures, "weights": {"/sign-in": 122.2}, "seen": dict(SEEN), "failures": [], **changed}


def test_a_good_day_misses_nothing() -> None:
    assert (report.failures([day()]), trial.judged(day()), report.is_noisy(day())) == ([], [], False)


def test_a_slow_page_and_a_late_arrival_who_waits_are_said() -> None:
    slow = {**SPREAD, "p95": 140.0}
    figures = day()
    figures["live"]["pages"] = {"control": slow, "all": SPREAD}
    figures["late"] = {**figures["late"], "ms": {"press": {**SPREAD, "max": 1200.0}}}

    assert report.failures([figures]) == [
        "GOAL MISSED  H day: a late arrival waited 1200 ms for a group",
        "GOAL MISSED  H day: the page control: p95 140 ms",
    ]


def test_a_run_that_lost_somebody_is_no_figure() -> None:
    failed = day(failures=["person 3: the badge's button answered 500"], log="Traceback")

    assert report.failures([failed]) == [
        "FAILED RUN  H day (seed 1): person 3: the badge's button answered 500",
        "The server's last words:\nTraceback",
    ]
    assert report.tables([failed]) == ""


@pytest.mark.parametrize(
    ("seen", "fault"),
    [
        ({"without_group": ["Ingrid"]}, "nobody found a place for Ingrid"),
        ({"largest": 7}, "groups of 5 to 7 people"),
        ({"pairs_dealt": 2}, "2 neighbours sit together that need not"),
        ({"late": 14}, "14 of 15 late arrivals have a place"),
        ({"late_faults": ["person 9 …"]}, "person 9 …"),
    ],
)
def test_what_the_rows_show_is_judged(seen: dict[str, Any], fault: str) -> None:
    assert trial.judged(day(seen={**SEEN, **seen})) == [fault]


def test_a_generator_that_was_held_up_is_said() -> None:
    figures = day()
    figures["live"]["generator_loop_p99_ms"] = 40.0

    assert "NOISY RUN" in report.tables([figures])


def test_the_tables_have_a_line_for_each_figure() -> None:
    said = report.tables([day()])

    assert "| 120 in 180 s | its button | 20 | 10 | 40 | 60 |" in said
    assert "| 15 late, within a second | all of it | 20 | 10 | 40 | 60 |" in said
    assert "| first page | 20 | 10 | 40 | 60 |" in said
    assert "| make the groups | 80 |" in said
    assert "| /sign-in | 122.2 |" in said


def test_the_hall_fills_at_its_own_pace_and_three_times_as_fast() -> None:
    assert [(plan.name, plan.seconds, plan.people) for plan in trial.plans(180)] == [
        ("day", 180, 120),
        ("rush", 60, 120),
    ]
