"""The gathering: who is admitted to it, and who leads it. Its programme and door belong to a later issue."""

from flask import Flask

from network.access.actor import contribute
from network.sessions.gatherings import queries, routes


def register(app: Flask) -> None:
    contribute(queries.contribution)
    routes.register(app)
