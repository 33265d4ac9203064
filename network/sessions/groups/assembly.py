"""Putting the package together."""

from flask import Flask

from network.access.actor import contribute, lies_inside
from network.core import signals
from network.jobs import periodic
from network.sessions.groups import routes
from network.sessions.groups.queries import groups
from network.sessions.groups.services import meeting, placing


def register(app: Flask) -> None:
    contribute(groups.contribution)
    lies_inside(groups.inside)
    signals.checked_in.connect(placing.when_checked_in)
    signals.round_moved.connect(meeting.when_round_moved)
    signals.attendance_changed.connect(meeting.when_attendance_changed)
    periodic.every(app, periodic.Job(meeting.JOB, meeting.EVERY_SECONDS, meeting.count_due))
    routes.register(app)
