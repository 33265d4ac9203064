"""A process that does what is due, on the database that the environment names: `python -m tests.jobs.another_process`.

Arguments: `meet=FILE` waits, with its list of due tasks in hand, until FILE exists, and says "listed" before. `die`
ends it by SIGKILL between handler and commit. `hasty` and `trusting` are for controls: the handler's own work stored
before the task is, and a task taken without a second look.
"""

import os
import signal
import sys
import time
import uuid
from pathlib import Path
from typing import Any

from network import create_app
from network.core.db import db
from network.core.settings import Settings
from network.jobs import schedule
from network.jobs.models import ScheduledTask
from network.jobs.schedule import Due
from network.jobs.services import queue_mail

PATIENCE = 60.0
MODULE: Any = schedule


def ask(due: Due) -> str:
    """A mail with a key of its own each time: nothing but the commit keeps it from coming twice."""
    queue_mail(
        key=uuid.uuid4().hex, kind="ask", recipient=f"{due.key}@prove.example", language="nn", subject="s", body="b"
    )
    return "spurd"


def meet(file: Path) -> None:
    listed = MODULE._due_ids

    def wait(limit: int) -> list[int]:
        found: list[int] = listed(limit)
        print("listed", flush=True)
        deadline = time.monotonic() + PATIENCE
        while not file.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        return found

    MODULE._due_ids = wait


def die() -> None:
    MODULE._end = lambda *_given: os.kill(os.getpid(), signal.SIGKILL)


def hasty() -> None:
    handled = MODULE._handled

    def handle(task: ScheduledTask) -> str:
        said: str = handled(task)
        db.session.commit()
        return said

    MODULE._handled = handle


def trusting() -> None:
    MODULE._claimed = lambda task_id: db.session.get(ScheduledTask, task_id)


def main(arguments: list[str]) -> None:
    app = create_app(Settings.from_environment(os.environ), side_process=True)
    schedule.on_due(app, "ask", ask)
    for argument in arguments:
        name, _equals, value = argument.partition("=")
        globals()[name](*([Path(value)] if value else []))
    with app.app_context():
        print(f"done {len(schedule.run_due())}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
