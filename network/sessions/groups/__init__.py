"""Groups that work together at a gathering. Rounds and dealing belong to a later issue."""

from flask import Flask

from network.access.actor import contribute
from network.sessions.groups import queries


def register(app: Flask) -> None:
    contribute(queries.contribution)
