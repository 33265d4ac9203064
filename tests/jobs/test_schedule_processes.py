"""SC-1, SC-8: a process that is killed in the middle, and two that do what is due in the same moment."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import pytest
from flask import Flask
from sqlalchemy import select

from network.core.db import db, unit_of_work
from network.core.settings import ROOT, Settings
from network.jobs import schedule
from network.jobs.models import DONE, WAITING, OutgoingMail, ScheduledTask

TASKS = 8
Process = subprocess.Popen[str]


@pytest.fixture
def begin(app: Flask, settings: Settings) -> Callable[..., Process]:
    """Start another process on the same database."""
    with unit_of_work():
        for number in range(TASKS):
            schedule.plan(f"task{number}", "ask", datetime.now(UTC) - timedelta(hours=1), {}, at_any_hour=True)
    environ = {
        "PATH": os.environ["PATH"],
        "SAMLING_INSTANCE": str(settings.instance_dir),
        "SECRET_KEY": settings.secret_key,
        "DATABASE_URL": settings.database_url,
    }

    def start(*arguments: str) -> Process:
        command = [sys.executable, "-m", "tests.jobs.another_process", *arguments]
        return subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True)

    return start


def ended(process: Process) -> int:
    process.communicate(timeout=60)
    return process.returncode


def mails() -> Counter[str]:
    """How many mails each task has queued."""
    db.session.rollback()
    return Counter(mail.recipient.split("@")[0] for mail in db.session.scalars(select(OutgoingMail)))


def states() -> set[str]:
    return {task.state for task in db.session.scalars(select(ScheduledTask))}


ONCE = Counter({f"task{number}": 1 for number in range(TASKS)})


def test_a_process_killed_between_the_handler_and_the_commit_sends_nothing_twice_and_loses_nothing(
    begin: Callable[..., Process],
) -> None:
    """SC-1"""
    killed = ended(begin("die"))
    left = (mails(), states())

    again = ended(begin())

    assert (killed, left) == (-signal.SIGKILL, (Counter(), {WAITING}))
    assert (again, mails(), states()) == (0, ONCE, {DONE})


def test_control_a_handler_whose_work_is_stored_by_itself_sends_twice(begin: Callable[..., Process]) -> None:
    killed = ended(begin("hasty", "die"))
    ended(begin())

    assert (killed, max(mails().values())) == (-signal.SIGKILL, 2)


def both_at_once(begin: Callable[..., Process], meeting: Path, *more: str) -> None:
    """Two processes that have listed the same tasks before either takes one."""
    processes = [begin(f"meet={meeting}", *more) for _each in range(2)]
    for process in processes:
        stream: IO[str] | None = process.stdout
        assert stream is not None
        assert stream.readline() == "listed\n"
    meeting.touch()
    assert [ended(process) for process in processes] == [0, 0]


def test_two_processes_at_once_do_each_task_once(begin: Callable[..., Process], tmp_path: Path) -> None:
    """SC-8"""
    both_at_once(begin, tmp_path / "go")

    assert (mails(), states()) == (ONCE, {DONE})


def test_control_two_that_do_not_look_again_do_it_twice(begin: Callable[..., Process], tmp_path: Path) -> None:
    both_at_once(begin, tmp_path / "go", "trusting")

    assert set(mails().values()) == {2}
