"""What workload F says of its runs."""

from typing import Any

from bench.flood import report


def a_run(beside: str, p95: float, *failures: str) -> dict[str, Any]:
    times = {"p50": p95 / 2, "p95": p95, "p99": p95 * 2}
    figures = {"edit_ms": times, "stored_ms": times, "cpu_percent": 20.0, "memory_mb": 120}
    return {"beside": beside, **figures, "failures": list(failures)}


def test_a_client_that_disturbs_the_others_is_named() -> None:
    runs = [a_run("nobody", 4.0), a_run("nobody", 6.0), a_run("packets", 5.5), a_run("updates", 7.0)]

    assert report.failures(runs) == ["GOAL MISSED  F: beside updates an edit takes 7.00 ms, and 5.00 without"]
    assert report.tables(runs).splitlines()[2:] == [
        "| nobody | 2 | 2.50 / 5.00 / 10.00 | 1.00 | 5.0 | 20.0 | 120.0 |",
        "| packets | 1 | 2.75 / 5.50 / 11.00 | 1.10 | 5.5 | 20.0 | 120.0 |",
        "| updates | 1 | 3.50 / 7.00 / 14.00 | 1.40 | 7.0 | 20.0 | 120.0 |",
    ]


def test_a_run_that_lost_something_is_said_and_counts_for_nothing() -> None:
    runs = [a_run("nobody", 4.0), a_run("packets", 4.0, "2 edits were never acknowledged")]

    assert report.failures(runs) == ["FAILED RUN  F beside packets: 2 edits were never acknowledged"]
    assert report.tables(runs).splitlines()[3].startswith("| packets | 0 of 1 | FAILED")
