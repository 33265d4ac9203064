"""The HTTP edge of rounds and groups."""

from flask import Flask

from network.sessions.groups.routes import own, pieces, rounds, tables

PARTS = (rounds, own, tables, pieces)


def register(app: Flask) -> None:
    for part in PARTS:
        part.register(app)
