"""The HTTP edge of the hall."""

from flask import Flask

from network.sessions.stage.routes import control, front, hall, screen, talks

PARTS = (control, front, hall, screen, talks)


def register(app: Flask) -> None:
    for part in PARTS:
        part.register(app)
