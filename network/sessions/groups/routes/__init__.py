"""The HTTP edge of rounds and groups."""

from flask import Flask

from network.sessions.groups.routes import arranging, own, pieces, rounds, tables

PARTS = (rounds, arranging, own, tables, pieces)


def register(app: Flask) -> None:
    for part in PARTS:
        part.register(app)
