"""What a board was at earlier times: looked at, and put back, a note or the whole (BO-40 to BO-44)."""

from flask import Flask

from network.core import signals
from network.sessions.boards.history import keeping, models, queries, routes

__all__ = ["models", "register"]


def register(app: Flask) -> None:
    """After the boards themselves: they follow their round first."""
    queries.begin_anew()
    routes.register(app)
    signals.phase_moved.connect(keeping.when_phase_moved)
