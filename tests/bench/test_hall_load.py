"""The hall's load against the real program, small: everybody comes in, sits, writes, and the rows say so."""

import os

import pytest

from bench.hall import trial
from bench.hall.trial import Plan

pytestmark = [pytest.mark.server, pytest.mark.node]


@pytest.fixture(autouse=True)
def _modules_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside modules are those in tests/vendor: the bench's own need npm."""
    monkeypatch.setenv("NODE_OPTIONS", f"--import {os.getcwd()}/tests/js/resolve.mjs")


def test_a_small_hall_comes_in_sits_and_writes_and_nothing_is_lost() -> None:
    figures = trial.carry_out(Plan("day", 2, people=12, late=3, municipalities=4))

    assert figures["failures"] == []
    assert (figures["seen"]["seated"], figures["seen"]["late"], figures["joins"]["failed"]) == (15, 3, 0)
    assert figures["live"]["unstored"] == 0
    assert all(page["count"] > 0 for page in figures["live"]["pages"].values())


def test_people_whose_badges_are_false_are_a_failed_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    furnish = trial.furnish_for

    def with_false_badges(*asked: object) -> object:
        path = furnish(*asked)  # type: ignore[arg-type]
        path.write_text(path.read_text().replace("/skilt/", "/skilt/x"))
        return path

    monkeypatch.setattr(trial, "furnish_for", with_false_badges)

    figures = trial.carry_out(Plan("rush", 1, people=3, late=1, municipalities=2))

    assert len(figures["failures"]) == 3
    assert "badge" in figures["failures"][0] or "skilt" in figures["failures"][0]
