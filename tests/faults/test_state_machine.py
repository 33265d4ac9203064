"""Four people on one board do what they like in any order, and so do network, disk and those who lead: against a dict.

Hypothesis chooses what happens next and shortens what it finds.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from network.documents.documents import Document
from network.documents.journal import Entry, Journal
from network.sessions.boards.services import taking
from tests.cast import open_the_hall
from tests.faults import sizes
from tests.faults.machine import Gathering
from tests.furnished import furnished

EXAMPLES, LONG = 20, 3_000
TO_FIND = 400
"""In the long form chance is not the same each time: twenty examples find a defect as a rule and not always."""
STEPS = 50


@pytest.fixture
def play(app: Flask) -> Callable[..., None]:
    """Let Hypothesis play in the hall."""
    hall = furnished(app, open_the_hall)

    def run(examples: int, *, phases: tuple[Phase, ...] = (Phase.generate, Phase.shrink)) -> None:
        machine = type("HallGathering", (Gathering,), {"app": app, "hall": hall})
        how = settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=sizes.of(1, 0) == 1,
            database=None,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(machine, settings=how)

    return run


def test_whatever_happens_in_whatever_order_the_board_is_what_was_written(play: Callable[..., None]) -> None:
    play(sizes.of(EXAMPLES, LONG))


def say_saved_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    add = Journal.add

    def hasty(self: Journal, entry: Entry) -> None:
        entry.stored()
        entry.stored = lambda: None
        add(self, entry)

    monkeypatch.setattr(Journal, "add", hasty)


def keep_a_stale_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    accept = Document.accept

    def forgetful(self: Document, update: bytes) -> None:
        whole = self._full
        accept(self, update)
        self._full = whole

    monkeypatch.setattr(Document, "accept", forgetful)


def judge_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "judge_for", lambda _board, _actor: lambda _action, _note_id: None)


@pytest.mark.parametrize("seed_defect", [say_saved_at_once, keep_a_stale_copy, judge_nobody])
def test_control_a_defect_is_found(
    play: Callable[..., None], monkeypatch: pytest.MonkeyPatch, seed_defect: Callable[[pytest.MonkeyPatch], None]
) -> None:
    seed_defect(monkeypatch)

    with pytest.raises(AssertionError):
        play(sizes.of(EXAMPLES, TO_FIND), phases=(Phase.generate,))
