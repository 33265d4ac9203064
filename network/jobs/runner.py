"""Runs the periodic jobs: a thread each (a greenlet under gevent), so that one that hangs holds no other back."""

import logging
import threading

from flask import Flask
from gevent import GreenletExit

from network.core import clock
from network.core.db import unit_of_work
from network.jobs.periodic import Job
from network.jobs.services import fault_code, note_run

log = logging.getLogger(__name__)

NOTED_SECONDS = 60.0
"""A job that goes well writes so at most this often; a change is written at once."""


class Runner:
    """Starts, wakes and stops the jobs of one program."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._loops: dict[str, _Loop] = {}

    def start(self) -> None:
        """Start each job once; a second call does nothing."""
        for job in self._app.extensions["periodic_jobs"].values():
            if job.name not in self._loops:
                self._loops[job.name] = _Loop(self._app, job)
                self._loops[job.name].start()

    def wake(self, name: str) -> None:
        loop = self._loops.get(name)
        if loop is not None:
            loop.wake()

    def stop(self, *, seconds: float = 5.0) -> None:
        """Let each job finish what it does, for at most `seconds` in all."""
        deadline = clock.monotonic() + seconds
        for loop in self._loops.values():
            loop.end()
        for loop in self._loops.values():
            loop.join(max(0.0, deadline - clock.monotonic()))
        self._loops.clear()


class _Loop:
    """One job, again and again."""

    def __init__(self, app: Flask, job: Job) -> None:
        self._app = app
        self._job = job
        self._bell = threading.Event()
        self._is_ending = False
        self._thread = threading.Thread(target=self._go_round, name=f"job-{job.name}", daemon=True)
        self._noted_at: float | None = None
        self._last_fault: str | None = None

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        self._bell.set()

    def end(self) -> None:
        self._is_ending = True
        self._bell.set()

    def join(self, seconds: float) -> None:
        self._thread.join(seconds)

    def _go_round(self) -> None:
        while not self._is_ending:
            self._note(self._run_once())
            self._bell.wait(self._job.seconds)
            self._bell.clear()

    def _run_once(self) -> str | None:
        """Do the job. Returns what went wrong, as a code, or None."""
        try:
            with self._app.app_context():
                self._job.run()
        except (GreenletExit, KeyboardInterrupt, SystemExit):
            self._is_ending = True
            return None
        except BaseException as fault:  # a panic inside the documents' library is no Exception
            log.exception("the job %s failed", self._job.name)
            return fault_code(fault)
        return None

    def _note(self, fault: str | None) -> None:
        moment = clock.monotonic()
        is_news = fault != self._last_fault or self._noted_at is None
        if not is_news and moment - (self._noted_at or 0.0) < NOTED_SECONDS:
            return
        try:
            with self._app.app_context(), unit_of_work():
                note_run(self._job.name, fault=fault)
        except Exception:
            log.exception("could not note how the job %s went", self._job.name)
            return
        self._last_fault, self._noted_at = fault, moment
