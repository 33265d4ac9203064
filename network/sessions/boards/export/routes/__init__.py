"""The HTTP edge of files: taking boards along, and bringing notes in."""

from flask import Flask

from network.sessions.boards.export.routes import files, importing, rounds

PARTS = (files, rounds, importing)


def register(app: Flask) -> None:
    for part in PARTS:
        part.register(app)
