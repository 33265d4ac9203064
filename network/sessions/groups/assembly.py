"""Putting the package together."""

from flask import Flask

from network.access.actor import contribute, lies_inside
from network.core import signals
from network.sessions.groups import routes
from network.sessions.groups.queries import groups
from network.sessions.groups.services import placing


def register(app: Flask) -> None:
    contribute(groups.contribution)
    lies_inside(groups.inside)
    signals.checked_in.connect(placing.when_checked_in)
    routes.register(app)
