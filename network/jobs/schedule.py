"""What shall be done once, at a moment to come: planned by a feature, done by a job, seen in the queue.

A feature says in its `register` what is done when a kind of task is due (`on_due`), and plans tasks inside the unit of
work that makes them wanted (`plan`). A task is done in a unit of work of its own: what its handler writes, the mails
that it queues among it, and that the task is done are stored together or not at all (rule SC-1).
"""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, current_app
from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.exc import IntegrityError

from network.core import clock, language
from network.core.db import DatabaseBusy, after_commit, db, unit_of_work
from network.core.language import LazyText
from network.jobs import hours
from network.jobs.models import DONE, DROPPED, FAILED, WAITING, ScheduledTask
from network.jobs.periodic import wake
from network.jobs.services import fault_code, planned

log = logging.getLogger(__name__)

BATCH = 20
USEFUL_FOR = timedelta(days=3)
TOO_LATE, UNKNOWN = "too_late", "unknown_kind"
LONGEST_OUTCOME = 200
About = Mapping[str, int | str]


class Drop(Exception):
    """Raised by a handler when nobody has use for the task any more. The text says why, for the queue's readers."""


@dataclass(frozen=True)
class Due:
    """A task whose time has come, for its handler. `now` may be much later than `due_at`: the server was off.

    What is not done by `useless_after` is dropped; mails of the handler should carry the same moment.
    """

    key: str
    kind: str
    about: About
    due_at: datetime
    now: datetime
    useless_after: datetime


Handler = Callable[[Due], str]
"""Does what is due and says in a few words what came of it. Writes and queues mails; commits nothing, sends nothing."""


@dataclass(frozen=True)
class Kind:
    """A kind of task: what does it, what it is called, for how long it is of use once it is due."""

    handler: Handler
    words: LazyText | str
    useful_for: timedelta


@dataclass(frozen=True)
class Result:
    """What came of one task: a state of models, and the words for it."""

    kind: str
    key: str
    state: str
    outcome: str


def register(app: Flask) -> None:
    app.extensions["due_kinds"] = {}


def on_due(
    app: Flask, kind: str, handler: Handler, *, words: LazyText | str = "", useful_for: timedelta = USEFUL_FOR
) -> None:
    """Have `handler` do the tasks of this kind. Called in a feature's `register`.

    `words` is what the queue calls it. What is more than `useful_for` too late is dropped: after a month without the
    server nobody is told ten times what she should have done (rule SC-4).
    """
    kinds(app)[kind] = Kind(handler, words or kind, useful_for)


def kinds(app: Flask | None = None) -> dict[str, Kind]:
    found: dict[str, Kind] = (app or current_app).extensions["due_kinds"]
    return found


def plan(key: str, kind: str, at: datetime, about: About, *, at_any_hour: bool = False) -> None:
    """Have a task done at `at`, inside the caller's unit of work.

    The same key again moves it while it waits, and does nothing once it has ended (rule SC-2). `about` is what its
    handler needs: ids alone; the queue shows `person_id`, `municipality_id` and `gathering_id` by name to those who may
    know. It leaves no earlier than the morning when it is due at night, unless it is planned `at_any_hour` (rule SC-5).
    """
    task = _task(key) or _added(key, kind, at)
    if task.state != WAITING:
        return
    task.kind, task.about, task.at_any_hour = kind, json.dumps(dict(about), sort_keys=True), at_any_hour
    if task.due_at != at or task.attempts == 0:
        task.due_at, task.next_try_at, task.attempts = at, at, 0
    db.session.flush()


def planned_for(key: str) -> datetime | None:
    """When a task is due that waits; None when there is none, or it has ended. Only looks: it holds nobody up."""
    rows = select(ScheduledTask.due_at).where(ScheduledTask.key == key, ScheduledTask.state == WAITING)
    return db.session.scalar(rows)


def drop(key: str, why: str) -> None:
    """Let go of what is planned, if it waits. Inside the caller's unit of work."""
    task = _task(key)
    if task is not None and task.state in (WAITING, FAILED):
        _end(task, DROPPED, why)


def send_now(task: ScheduledTask) -> None:
    """Have it done at once, whatever the hour, also when it was given up or let go. What is done stays done."""
    if task.state == DONE:
        return
    task.state, task.ended_at, task.outcome, task.attempts = WAITING, None, "", 0
    task.due_at = task.next_try_at = clock.now()
    task.at_any_hour = True
    db.session.flush()
    after_commit(lambda: wake("schedule"))


def run_due(*, limit: int = BATCH) -> list[Result]:
    """Do what is due, at most `limit` tasks, each in a unit of work of its own. What fails holds no other up.

    Raises DatabaseBusy when nothing can be stored now; the tasks wait.
    """
    results = [_do(task_id) for task_id in _due_ids(limit)]
    return [result for result in results if result is not None]


def forget(before: datetime) -> int:
    """Ended tasks are kept for as long as somebody may plan the same again: their keys are what makes it once."""
    rows = delete(ScheduledTask).where(ScheduledTask.state != WAITING, ScheduledTask.ended_at < before)
    return int(db.session.execute(rows).rowcount)  # type: ignore[attr-defined]


def about_of(task: ScheduledTask) -> dict[str, int | str]:
    found: dict[str, int | str] = json.loads(task.about)
    return found


def _task(key: str) -> ScheduledTask | None:
    return db.session.scalar(select(ScheduledTask).where(ScheduledTask.key == key).with_for_update())


def _added(key: str, kind: str, at: datetime) -> ScheduledTask:
    """The new row, or the one that another process has made in the same moment."""
    task = ScheduledTask(key=key, kind=kind, about="{}", state=WAITING, due_at=at, next_try_at=at, attempts=0)
    try:
        with db.session.begin_nested():
            db.session.add(task)
            db.session.flush()
    except IntegrityError:
        return db.session.scalars(select(ScheduledTask).where(ScheduledTask.key == key).with_for_update()).one()
    return task


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Waits, and its time has come. A next attempt that lies further away than any wait was set by a clock that was
    wrong (rule SC-6).
    """
    is_strange = (ScheduledTask.attempts > 0) & (ScheduledTask.next_try_at > now + hours.LONGEST_WAIT)
    is_due = (ScheduledTask.state == WAITING) & or_(ScheduledTask.next_try_at <= now, is_strange)
    is_night = hours.is_quiet(now, language.current_zone())
    return is_due & ScheduledTask.at_any_hour.is_(True) if is_night else is_due


def _due_ids(limit: int) -> list[int]:
    rows = select(ScheduledTask.id).where(_is_due(clock.now()))
    return list(db.session.scalars(rows.order_by(ScheduledTask.next_try_at, ScheduledTask.id).limit(limit)))


def _do(task_id: int) -> Result | None:
    """One task from beginning to end; None when another process has it, or had it."""
    try:
        with unit_of_work():
            task = _claimed(task_id)
            return None if task is None else _end(task, DONE, _handled(task))
    except Drop as drop_it:
        why = str(drop_it)
        return _afterwards(task_id, lambda task: _end(task, DROPPED, why))
    except DatabaseBusy:
        raise
    except Exception as fault:
        log.exception("the planned task %d failed", task_id)
        code = fault_code(fault)
        return _afterwards(task_id, lambda task: _postpone(task, code))


def _claimed(task_id: int) -> ScheduledTask | None:
    """The task, locked, if it is still due: another process may have done it between the list and now."""
    rows = select(ScheduledTask).where(ScheduledTask.id == task_id, _is_due(clock.now()))
    return db.session.scalar(rows.with_for_update(skip_locked=True))


def _handled(task: ScheduledTask) -> str:
    now = clock.now()
    kind = kinds().get(task.kind)
    if kind is None:
        raise LookupError(UNKNOWN)
    useless_after = task.due_at + kind.useful_for
    if useless_after <= now:
        raise Drop(TOO_LATE)
    with planned(at_any_hour=task.at_any_hour):
        return kind.handler(Due(task.key, task.kind, about_of(task), task.due_at, now, useless_after))


def _afterwards(task_id: int, act: Callable[[ScheduledTask], Result]) -> Result | None:
    """What did not come off is undone; that it did not is written down by itself."""
    with unit_of_work():
        task = _claimed(task_id)
        return act(task) if task is not None else None


def _postpone(task: ScheduledTask, fault: str) -> Result:
    task.attempts += 1
    again = hours.next_attempt(task.attempts, clock.now())
    if again is None:
        return _end(task, FAILED, fault)
    task.next_try_at, task.outcome = again, fault[:LONGEST_OUTCOME]
    db.session.flush()
    return Result(task.kind, task.key, WAITING, task.outcome)


def _end(task: ScheduledTask, state: str, outcome: str) -> Result:
    task.state, task.ended_at, task.outcome = state, clock.now(), outcome[:LONGEST_OUTCOME]
    db.session.flush()
    return Result(task.kind, task.key, state, task.outcome)
