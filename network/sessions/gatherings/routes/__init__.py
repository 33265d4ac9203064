"""The HTTP edge of gatherings."""

from flask import Flask

from network.sessions.gatherings.routes import attendance, badges, door, front, guests, pack

PARTS = (front, door, badges, guests, attendance, pack)


def register(app: Flask) -> None:
    for part in PARTS:
        part.register(app)
