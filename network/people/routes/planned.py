"""What is planned, in the queue: done at once, or stopped, by those who lead the network."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, allows, authorize
from network.core.audit import audit
from network.core.db import db, unit_of_work
from network.core.language import LazyText
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.jobs import queries as jobs
from network.jobs import schedule
from network.jobs.models import DONE, DROPPED, FAILED, WAITING, ScheduledTask
from network.people import identity
from network.people.queries.planned import for_whom
from network.people.routes.fault_words import fault_words

blueprint = Blueprint("planned", __name__, url_prefix="/operations/planned/<int:task_id>")

STATE_WORDS: dict[str, LazyText] = {
    WAITING: _l("Waits"),
    DONE: _l("Done"),
    DROPPED: _l("Not needed"),
    FAILED: _l("Given up"),
}
OUTCOME_WORDS: dict[str, LazyText] = {
    schedule.TOO_LATE: _l("It was too late to be of use."),
    "stopped": _l("Somebody who leads stopped it."),
}


@dataclass(frozen=True)
class Row:
    """One planned task as the queue shows it."""

    task: ScheduledTask
    words: str
    whom: str
    state: str
    outcome: str
    can_be_done: bool
    can_be_stopped: bool


def rows() -> list[Row]:
    """What is planned and what came of it, for the actor who reads the queue."""
    asker = identity.actor()
    tasks = list(jobs.planned_tasks())
    whom = for_whom(asker, [schedule.about_of(task) for task in tasks])
    return [
        _row(task, name, may_edit=allows(asker, "job.edit", task.facts()))
        for task, name in zip(tasks, whom, strict=True)
    ]


def _row(task: ScheduledTask, whom: str, *, may_edit: bool) -> Row:
    kind = schedule.kinds().get(task.kind)
    outcome = OUTCOME_WORDS.get(task.outcome)
    is_fault = task.state == FAILED or (task.state == WAITING and task.attempts > 0)
    return Row(
        task=task,
        words=str(kind.words) if kind else task.kind,
        whom=whom,
        state=str(STATE_WORDS[task.state]),
        outcome=str(outcome) if outcome else fault_words(task.outcome) if is_fault else task.outcome,
        can_be_done=may_edit and task.state in (WAITING, FAILED),
        can_be_stopped=may_edit and task.state == WAITING,
    )


@blueprint.post("/attempt")
@acts("job.edit")
def do_now(task_id: int) -> ResponseReturnValue:
    with unit_of_work():
        task = authorize(identity.actor(), "job.edit", db.session.get(ScheduledTask, task_id))
        if task.state in (WAITING, FAILED):
            schedule.send_now(task)
            audit(identity.actor().person_id, "job.edit", "scheduled_task", task.id, act="do_now")
    flash(_("It is done within seconds."), "success")
    return redirect(url_for("operations.queue", _anchor="planned"), 303)


@blueprint.post("/stop")
@acts("job.edit")
def stop(task_id: int) -> ResponseReturnValue:
    with unit_of_work():
        task = authorize(identity.actor(), "job.edit", db.session.get(ScheduledTask, task_id))
        if task.state == WAITING:
            schedule.drop(task.key, "stopped")
            audit(identity.actor().person_id, "job.edit", "scheduled_task", task.id, act="stop")
    flash(_("Stopped. It will not be done."), "success")
    return redirect(url_for("operations.queue", _anchor="planned"), 303)
