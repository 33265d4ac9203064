"""The periodic jobs: they come again, survive what goes wrong, and say how they fare."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask

from network import create_app
from network.core.db import db, unit_of_work
from network.jobs import periodic, start
from network.jobs.models import JobState
from network.jobs.queries import job_states, mail_counts
from network.jobs.runner import Runner
from network.jobs.services import queue_mail
from network.privacy import retention
from tests.conftest import settings_for
from tests.jobs.smtp_server import HANGS, mail_server

PATIENCE = 15.0


class Panic(BaseException):
    """As the documents' library raises it."""


class Bell:
    """A job that rings each time, and fails when it is told to."""

    def __init__(self, *faults: BaseException | None) -> None:
        self.times = 0
        self._faults = list(faults)
        self._rung = threading.Condition()

    def run(self) -> None:
        with self._rung:
            self.times += 1
            self._rung.notify_all()
        fault = self._faults.pop(0) if self._faults else None
        if fault is not None:
            raise fault

    def wait_for(self, times: int) -> bool:
        with self._rung:
            return self._rung.wait_for(lambda: self.times >= times, PATIENCE)


@pytest.fixture
def runner(app: Flask) -> Iterator[Runner]:
    """A runner with no job but the test's own."""
    app.extensions["periodic_jobs"].clear()
    made = Runner(app)
    yield made
    made.stop()


@pytest.mark.parametrize("fault", [RuntimeError("oh"), Panic("oh")])
def test_a_job_that_fails_comes_again(app: Flask, runner: Runner, fault: BaseException) -> None:
    """JO-3"""
    bell = Bell(fault)
    periodic.every(app, periodic.Job("bell", 0.01, bell.run))

    runner.start()

    assert bell.wait_for(3)


def test_a_job_that_hangs_holds_no_other_back(app: Flask, runner: Runner) -> None:
    """JO-3"""
    held, bell = threading.Event(), Bell()
    periodic.every(app, periodic.Job("hangs", 0.01, lambda: held.wait(PATIENCE)))
    periodic.every(app, periodic.Job("bell", 0.01, bell.run))

    runner.start()
    rang = bell.wait_for(3)
    held.set()

    assert rang


def test_a_job_can_be_woken_before_its_time(app: Flask, runner: Runner) -> None:
    bell = Bell()
    periodic.every(app, periodic.Job("bell", 3600, bell.run))
    runner.start()
    bell.wait_for(1)

    runner.wake("bell")

    assert bell.wait_for(2)


def test_what_went_wrong_and_that_it_went_well_again_can_be_read(app: Flask, runner: Runner) -> None:
    """JO-3"""
    bell = Bell(RuntimeError("with a secret in it"), RuntimeError("again"))
    periodic.every(app, periodic.Job("bell", 0.01, bell.run))
    noted: list[tuple[int, str | None]] = []

    runner.start()
    bell.wait_for(5)
    runner.stop()

    db.session.rollback()
    state = job_states()[0]
    noted.append((state.failures_in_a_row, state.last_fault))
    assert noted == [(0, None)]
    assert state.last_success_at is not None


def test_a_failure_is_noted_without_its_words(app: Flask, runner: Runner) -> None:
    bell = Bell(*[RuntimeError("with a secret in it")] * 1000)
    periodic.every(app, periodic.Job("bell", 0.01, bell.run))

    runner.start()
    bell.wait_for(2)
    runner.stop()

    db.session.rollback()
    assert [(state.last_fault, state.last_success_at) for state in job_states()] == [("RuntimeError", None)]


def test_stopping_lets_a_job_finish(app: Flask, runner: Runner) -> None:
    began, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        began.set()
        may_end.wait(PATIENCE)
        ended.set()

    periodic.every(app, periodic.Job("work", 3600, work))
    runner.start()
    began.wait(PATIENCE)
    threading.Timer(0.05, may_end.set).start()

    runner.stop()

    assert ended.is_set()


def test_every_job_that_is_registered_is_started_and_seen(app: Flask) -> None:
    names = set(app.extensions["periodic_jobs"])

    runner = start(app)
    runner.stop()

    db.session.rollback()
    assert {"mail", "retention", "last_use"} <= names
    assert {state.name for state in db.session.query(JobState)} == names


def test_with_a_mail_server_that_hangs_asking_for_a_code_is_answered_at_once(app: Flask, tmp_path_factory) -> None:
    """The request only writes a row; the server is met by the job alone."""
    with mail_server(HANGS) as server:
        other = create_app(
            settings_for(tmp_path_factory.mktemp("hangs"), SAMLING_SMTP=server.url, SAMLING_TRUSTED_HOSTS="localhost")
        )
        assert other.extensions["mail_sender"] is not None
        with unit_of_work():
            queue_mail(key="k", kind="sign_in", recipient="a@prove.example", language="nn", subject="s", body="b")
        connected = server.conversations

    assert connected == 0
    assert mail_counts()["queued"] == 1


def test_retention_goes_on_after_a_kind_that_fails(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    gone: list[str] = []

    def fails(_before: object) -> int:
        raise RuntimeError("oh")

    def works(_before: object) -> int:
        gone.append("b")
        return 1

    monkeypatch.setattr(
        retention,
        "holdings",
        lambda: [
            retention.Holding("a", timedelta(days=1), fails),
            retention.Holding("b", timedelta(days=1), works),
        ],
    )

    with pytest.raises(RuntimeError):
        retention.purge_all()

    assert gone == ["b"]
