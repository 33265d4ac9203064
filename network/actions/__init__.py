"""What a municipality takes home: marks, the agreement, its action points, and what becomes of them."""

from flask import Flask

from network.actions import routes
from network.actions.services import points, settling
from network.core.signals import checked_in, checked_out, writing_changed
from network.jobs import periodic

CLOSE_SECONDS = 5.0


def register(app: Flask) -> None:
    routes.register(app)
    writing_changed.connect(points.copy_words)
    periodic.every(app, periodic.Job("agreements", CLOSE_SECONDS, points.close_writings))
    for signal in (checked_in, checked_out):
        signal.connect(settling.when_somebody_comes_or_goes)
