"""Questions to everybody in the hall: choices, a scale, words; answered on the phones, shown on the big screen."""

from datetime import timedelta

from flask import Flask

from network.privacy.retention import Holding, hold
from network.sessions.polls import models, routes
from network.sessions.polls.services import running

__all__ = ["models", "register"]

LEFT_OPEN = timedelta(days=1)
KEPT = timedelta(days=365)


def register(app: Flask) -> None:
    routes.register(app)
    hold(Holding("polls_left_open", LEFT_OPEN, running.close_left))
    hold(Holding("poll_answers", KEPT, running.forget_kept))
