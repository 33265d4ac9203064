"""The list of periodic jobs, and the way to wake one before its time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from flask import Flask, current_app


class Wakeable(Protocol):
    def wake(self, name: str) -> None: ...


@dataclass(frozen=True)
class Job:
    """Something done again and again: `run()` is called every `seconds`, inside an app context of its own."""

    name: str
    seconds: float
    run: Callable[[], object]


def every(app: Flask, job: Job) -> None:
    """Have `job` done while the server runs. Called in a feature's `register`."""
    app.extensions["periodic_jobs"][job.name] = job


def wake(name: str) -> None:
    """Have the job done now, if this process runs jobs at all."""
    runner: Wakeable = current_app.extensions["job_runner"]
    runner.wake(name)
