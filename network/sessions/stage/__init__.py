"""The hall, live: where the day stands, the control page, the big screen, the clock, messages, help, and the talk."""

from datetime import timedelta

from flask import Flask

from network.access.actor import contribute
from network.privacy.retention import Holding, hold
from network.sessions.stage import drawing, models, routes, sockets
from network.sessions.stage.queries import calling
from network.sessions.stage.services import screens, watching

__all__ = ["models", "register"]


def register(app: Flask) -> None:
    contribute(calling.contribution, for_leaders=True)
    drawing.register(app)
    routes.register(app)
    sockets.register(app)
    watching.register(app)
    hold(Holding("screen", timedelta(days=2), screens.forget_screens))
