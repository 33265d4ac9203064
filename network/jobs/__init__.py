"""Work without a person waiting: the mail outbox and the periodic jobs, with a queue that can be seen.

Features add jobs by `network.jobs.periodic.every(...)`; only the server program calls `start(app)`.
"""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask, current_app

from network.jobs import budget, mail_server, periodic, schedule, services
from network.jobs.runner import Runner
from network.jobs.smtp import sender_from
from network.privacy import erasing, retention

MAIL_SECONDS = 2.0
SCHEDULE_SECONDS = 5.0
ENDED_TASKS_KEPT = timedelta(days=365)
RETENTION_SECONDS = 3600.0
ERASING_SECONDS = 2.0


def register(app: Flask) -> None:
    settings = app.extensions["settings"]
    app.extensions["periodic_jobs"] = {}
    app.extensions["job_runner"] = Runner(app)
    app.extensions["mail_sender"] = sender_from(settings)
    app.extensions["keeps_mail"] = lambda: False
    periodic.every(app, periodic.Job("mail", MAIL_SECONDS, _send_mail))
    schedule.register(app)
    periodic.every(app, periodic.Job("schedule", SCHEDULE_SECONDS, schedule.run_due))
    periodic.every(app, periodic.Job("retention", RETENTION_SECONDS, retention.purge_all))
    erasing.begin_anew()
    periodic.every(app, periodic.Job("erasing", ERASING_SECONDS, erasing.fold_due))
    retention.hold(retention.Holding("outgoing_mail", timedelta(days=7), services.forget_mail))
    retention.hold(retention.Holding("mail_tally", budget.WEEKS, budget.forget))
    retention.hold(retention.Holding("scheduled_task", ENDED_TASKS_KEPT, schedule.forget))
    retention.hold(retention.Holding("mail_attachment", timedelta(days=2), services.empty_attachments))


def keep_mail_while(app: Flask, is_so: Callable[[], bool]) -> None:
    """Keep the text of a mail that has left, for those who try the demo. Asked anew each round."""
    app.extensions["keeps_mail"] = is_so


def start(app: Flask) -> Runner:
    """Start the periodic jobs beside the server, after putting right what a crash left half done."""
    runner: Runner = app.extensions["job_runner"]
    with app.app_context():
        services.recover()
    runner.start()
    return runner


def _send_mail() -> None:
    sender = mail_server.sender()
    if sender is not None:
        services.deliver_due(sender, keep_body=current_app.extensions["keeps_mail"]())
