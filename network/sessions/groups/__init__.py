"""Groups that work together at a gathering. Rounds and dealing belong to a later issue."""

from flask import Flask

from network.access.actor import contribute
from network.sessions.groups import routes
from network.sessions.groups.queries import groups


def register(app: Flask) -> None:
    contribute(groups.contribution)
    routes.register(app)
