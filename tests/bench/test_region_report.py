"""What workload R says of its figures, and what it is made of."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bench.region import report, trial

NOW = datetime(2027, 3, 4, 12, tzinfo=UTC)


def page(title: str = "how the actions go (lead)", p95: float = 60.0) -> dict[str, Any]:
    return {
        "title": title,
        "ms": {"count": 40, "p50": 30.4, "p95": p95, "max": 90.0},
        "cpu": 25.2,
        "kb": 80.4,
        "gzip": 9.26,
        "queries": 21,
    }


def run(**changed: Any) -> dict[str, Any]:
    files = [page("all actions as XLSX (lead)", p95=900.0)]
    return {"load": [0.5, 1.25, 2.0], "cores": 2, "pages": [page()], "files": files, "failures": [], **changed}


def test_a_line_for_each_page_and_the_load_beside_them() -> None:
    said = report.tables(run())

    assert "| how the actions go (lead) | 40 | 30 | 60 | 90 | 25 | 21 | 80 | 9.3 |" in said
    assert "load when it began: 0.5 / 1.25 / 2" in said


def test_a_slow_page_is_a_missed_goal_and_a_slow_file_is_not() -> None:
    slow = run(pages=[page(), page("my actions (delegate)", p95=200.6)])

    assert report.failures(run()) == []
    assert report.failures(slow) == ["GOAL MISSED  R: my actions (delegate): p95 201 ms, and 200 are the most"]


def test_a_run_in_which_a_page_did_not_come_is_no_figure() -> None:
    failed = run(failures=["the wall answered 404"])

    assert (report.tables(failed), report.failures(failed)) == ("", ["FAILED RUN  R: the wall answered 404"])


def test_a_run_while_others_had_the_machine_is_said() -> None:
    assert ["NOISY" in report.tables(run(load=[load, 0, 0])) for load in (0.9, 1.1)] == [False, True]


def test_what_a_process_worked_is_counted_in_milliseconds() -> None:
    before = trial.worked_ms(os.getpid())
    until = time.thread_time() + 0.05
    while time.thread_time() < until:
        pass

    assert 40 <= trial.worked_ms(os.getpid()) - before < 5_000


def test_a_spread_is_of_times_that_were_taken() -> None:
    assert trial.spread([5.0, 1.0, 4.0, 2.0, 3.0]) == {"count": 5, "p50": 3.0, "p95": 5.0, "max": 5.0}
    assert trial.spread([float(number) for number in range(1, 101)])["p95"] == 95.0


def test_a_region_is_kept_for_the_day_and_while_what_makes_it_is_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "makes.py").write_text("a = 1")
    monkeypatch.setattr(trial, "ROOT", tmp_path)
    monkeypatch.setattr(trial, "MAKERS", ("*.py",))
    first = trial.made_by(NOW)
    (tmp_path / "else.txt").write_text("no maker")

    assert (trial.made_by(NOW) == first, trial.made_by(NOW + timedelta(days=1)) == first) == (True, False)
    (tmp_path / "makes.py").write_text("a = 2")
    assert trial.made_by(NOW) != first


def test_a_region_that_is_kept_is_not_made_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made: list[str] = []
    monkeypatch.setattr(trial, "WORK", tmp_path)
    monkeypatch.setattr(trial, "_run", lambda module, _environ: made.append(module) or "")

    folders = {trial.kept_region({}), trial.kept_region({})}

    assert (made, [folder.is_dir() for folder in folders]) == (["furnish"], [True])
