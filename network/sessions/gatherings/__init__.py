"""The gathering: who is admitted to it, and who leads it. Its programme and door belong to a later issue."""

from flask import Flask

from network.access.actor import contribute
from network.sessions.gatherings import routes
from network.sessions.gatherings.queries import gatherings


def register(app: Flask) -> None:
    contribute(gatherings.contribution)
    routes.register(app)
