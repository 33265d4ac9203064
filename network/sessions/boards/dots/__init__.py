"""Dots: what a group finds most important, set by each for herself and shown to all at once (BO-20 to BO-24)."""

from datetime import timedelta

from flask import Flask

from network.core import signals
from network.jobs import periodic
from network.privacy.retention import Holding, hold
from network.sessions.boards import sockets
from network.sessions.boards.dots import models, routes
from network.sessions.boards.dots.services import following, telling

__all__ = ["models", "register"]

TIDY_SECONDS = 60.0
LEFT_OPEN = timedelta(days=1)


def register(app: Flask) -> None:
    """After the boards themselves: they follow their round first."""
    telling.begin_anew()
    routes.register(app)
    sockets.also_tell(telling.on_joining)
    signals.round_moved.connect(following.when_moved)
    signals.phase_moved.connect(following.when_moved)
    signals.groups_changed.connect(following.when_groups_changed)
    hold(Holding("dots_left_open", LEFT_OPEN, following.show_left))
    periodic.every(app, periodic.Job("dots", TIDY_SECONDS, following.tidy))
