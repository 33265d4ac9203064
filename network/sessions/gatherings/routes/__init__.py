"""The HTTP edge of gatherings."""

from flask import Flask

from network.sessions.gatherings.routes import front

PARTS = (front,)


def register(app: Flask) -> None:
    for part in PARTS:
        part.register(app)
