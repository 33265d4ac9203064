"""The HTTP edge of the hall."""

from flask import Flask

from network.sessions.stage.routes import board_strip, control, front, hall, overview, screen, talks

PARTS = (board_strip, control, front, hall, overview, screen, talks)


def register(app: Flask) -> None:
    for part in PARTS:
        part.register(app)
