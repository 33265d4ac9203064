"""The hall, live: where the day stands, the control page, the big screen, the clock, messages, help, and the talk."""

from flask import Flask

from network.sessions.stage import models, routes, sockets
from network.sessions.stage.services import watching

__all__ = ["models", "register"]


def register(app: Flask) -> None:
    routes.register(app)
    sockets.register(app)
    watching.register(app)
