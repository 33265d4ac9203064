"""The gathering: its programme, who is asked and who answers, who is admitted, who leads it, and its door."""

from flask import Flask

from network.access.actor import contribute
from network.sessions.gatherings import routes
from network.sessions.gatherings.queries import gatherings


def register(app: Flask) -> None:
    contribute(gatherings.contribution)
    routes.register(app)
