"""The HTTP edge of rounds and groups."""

from flask import Flask

from network.sessions.groups.routes import arranging, meeting, own, pieces, rounds, sheets, tables

PARTS = (rounds, arranging, own, tables, sheets, meeting, pieces)


def register(app: Flask) -> None:
    for part in PARTS:
        part.register(app)
