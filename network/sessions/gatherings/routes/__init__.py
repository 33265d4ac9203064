"""The HTTP edge of gatherings."""

from flask import Flask

from network.sessions.gatherings.board_templates import routes as board_templates
from network.sessions.gatherings.routes import (
    answers,
    attendance,
    badges,
    calendar,
    door,
    front,
    guests,
    invitations,
    materials,
    pack,
    pages,
    preparation,
    programme,
    reply,
)

PARTS = (
    front,
    pages,
    programme,
    board_templates,
    materials,
    invitations,
    reply,
    answers,
    calendar,
    preparation,
    door,
    badges,
    guests,
    attendance,
    pack,
)


def register(app: Flask) -> None:
    for part in PARTS:
        part.register(app)
