"""The HTTP edge of rounds and groups."""

from flask import Flask

from network.sessions.groups.routes import arranging, meeting, own, pieces, rounds, tables

PARTS = (rounds, arranging, own, tables, meeting, pieces)


def register(app: Flask) -> None:
    for part in PARTS:
        part.register(app)
