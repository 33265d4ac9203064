"""The hall's load against the real program, small: everybody comes in, sits, writes, and the rows say so.

One server for both tests: to start one takes longer than all that they do with it.
"""

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bench.hall import trial
from bench.hall.trial import Plan
from bench.servers import OURS, Running, serving

pytestmark = [pytest.mark.server, pytest.mark.node]
DAY = Plan("day", 2, people=12, late=3, municipalities=4, live_seconds=2, is_printed=False)
"""The lead moves once while the tables write; papers have tests of their own."""


@pytest.fixture(scope="module")
def hall() -> Iterator[Running]:
    with serving(OURS, lambda folder, environ: trial.furnish_for(DAY, folder, environ)) as server:
        yield server


@pytest.fixture(autouse=True)
def _modules_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside modules are those in tests/vendor: the bench's own need npm."""
    monkeypatch.setenv("NODE_OPTIONS", f"--import {os.getcwd()}/tests/js/resolve.mjs")


def test_a_small_hall_comes_in_sits_and_writes_and_nothing_is_lost(hall: Running) -> None:
    figures = trial.carried_out(DAY, hall)

    assert figures["failures"] == []
    assert (figures["seen"]["seated"], figures["seen"]["late"], figures["joins"]["failed"]) == (15, 3, 0)
    assert (figures["live"]["unstored"], figures["live"]["moves"]["count"]) == (0, 1)
    assert all(page["count"] > 0 for page in figures["live"]["pages"].values())


def test_people_whose_badges_are_false_are_a_failed_run(hall: Running) -> None:
    """The control: they leave nothing behind, so that the tests may come in any order."""
    assert hall.world is not None
    false = hall.world.with_name("false.json")
    false.write_text(hall.world.read_text().replace("/skilt/", "/skilt/x"))

    figures = trial.carried_out(Plan("rush", 1, people=12, late=12), replace(hall, world=false))

    assert len(figures["failures"]) == 3
    assert "badge" in figures["failures"][0] or "skilt" in figures["failures"][0]


def test_a_plan_of_its_own_pace_works_for_a_third_of_the_time_and_never_too_short() -> None:
    assert [Plan("day", seconds).works_for for seconds in (180, 6)] == [60, 10]
