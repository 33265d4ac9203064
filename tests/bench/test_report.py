"""Medians, ratios and the table of the bench."""

from typing import Any

import pytest

from bench import report

TITLES = {"samling": "Ours", "peer": "Peer 1.0"}


def run_of(server: str, *, cpu: float, p95: float = 2.0, failures: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "server": server,
        "workload": "A",
        "seed": 1,
        "edit_ms": {"p50": 1.0, "p95": p95, "p99": 3.0},
        "stored_ms": {"p50": 4.0, "p95": 5.0, "p99": 6.0},
        "presence_ms": {"p50": None, "p95": None, "p99": None},
        "cpu_ms_per_1000": cpu,
        "cpu_percent": 10.0,
        "memory_mb": 80,
        "undelivered": 0,
        "converged": 25,
        "boards": 25,
        "generator": {"cpu_percent": 20.0, "loop_p99_ms": 1.5},
        "others_percent": 4,
        "failures": list(failures),
    }


def test_median_of_three_runs_is_the_middle_one_and_absent_figures_are_left_out() -> None:
    runs = [run_of("peer", cpu=90.0), run_of("peer", cpu=10.0), run_of("peer", cpu=50.0)]
    silent = {"edit_ms": {"p95": None}}

    assert report.middle(runs, "cpu_ms_per_1000") == 50.0
    assert report.middle([silent, runs[0]], "edit_ms.p95") == 2.0
    assert report.middle([silent], "edit_ms.p95") is None


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"), [(30.0, 60.0, 0.5), (60.0, 30.0, 2.0), (1.0, 0.0, None), (None, 1.0, None)]
)
def test_ratio_is_ours_divided_by_theirs(ours: float | None, theirs: float, expected: float | None) -> None:
    assert report.ratio(ours, theirs) == expected


def test_table_has_the_medians_of_each_server() -> None:
    runs = [run_of("samling", cpu=40.0), run_of("peer", cpu=100.0), run_of("samling", cpu=44.0)]

    times = "1.00 / 2.00 / 3.00 | 4.00 / 5.00 / 6.00 | – / – / –"
    assert report.figures_table(runs, TITLES).splitlines()[2:] == [
        f"| A | Ours | 2 | {times} | 42.0 | 40.0 to 44.0 | 10.0 | 80 | 0 | 50/50 | 20.0 / 1.5 | 4 |",
        f"| A | Peer 1.0 | 1 | {times} | 100.0 | 100.0 to 100.0 | 10.0 | 80 | 0 | 25/25 | 20.0 / 1.5 | 4 |",
    ]


def test_ratio_table_divides_medians_by_each_peer() -> None:
    runs = [run_of("samling", cpu=40.0, p95=1.0), run_of("peer", cpu=100.0, p95=4.0)]

    assert report.ratio_table(runs, TITLES).splitlines()[2:] == ["| A | Peer 1.0 | 0.40 | 1.00 | 0.25 | 1.00 | 1.00 |"]


def test_ratios_need_ours_and_a_peer() -> None:
    assert report.ratio_table([run_of("peer", cpu=1.0)], TITLES) == ""
    assert report.ratio_table([run_of("samling", cpu=1.0)], TITLES) == ""


def test_a_failed_run_counts_for_nothing_and_is_named() -> None:
    quick_but_lossy = run_of("samling", cpu=1.0, failures=("3 edits never reached somebody on their board",))
    runs = [quick_but_lossy, run_of("samling", cpu=40.0)]

    assert report.middle(report.good(runs), "cpu_ms_per_1000") == 40.0
    assert "| 1 of 2 |" in report.figures_table(runs, TITLES)
    assert report.failures(runs) == ["FAILED RUN  A samling (seed 1): 3 edits never reached somebody on their board"]


def test_a_failed_run_shows_what_the_server_said_last() -> None:
    run = run_of("peer", cpu=1.0, failures=("it fell",)) | {"log": "out of memory"}

    assert report.failures([run]) == ["FAILED RUN  A peer (seed 1): it fell", "The server's last words:\nout of memory"]


def test_a_server_without_a_good_run_shows_no_figures() -> None:
    dead = {"server": "samling", "workload": "A", "seed": 1, "failures": ["it did not start"]}

    assert report.figures_table([dead], TITLES).splitlines()[2].startswith("| A | Ours | 0 of 1 | FAILED |")
    assert (
        report.ratio_table([dead, run_of("peer", cpu=1.0)], TITLES).splitlines()[2]
        == "| A | Peer 1.0 | – | – | – | – | – |"
    )


def test_a_run_that_held_up_its_own_generator_is_called_noisy() -> None:
    quiet, busy = run_of("peer", cpu=1.0), run_of("peer", cpu=1.0)
    busy["generator"] = {"cpu_percent": 30.0, "loop_p99_ms": 270.0}

    assert report.noise([quiet, busy]) == [
        "NOISY RUN  A peer (seed 1): the generator used 30 % of its core, its timers were 270 ms late, "
        "and others used 4 % of a core"
    ]


def test_a_run_on_a_machine_that_others_use_is_called_noisy() -> None:
    shared = run_of("peer", cpu=1.0) | {"others_percent": 90}

    assert len(report.noise([run_of("peer", cpu=1.0), shared])) == 1
