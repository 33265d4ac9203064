"""The HTTP edge of going home."""

from flask import Flask

from network.actions.routes import (
    agreements,
    answers,
    gate,
    last_time,
    marks,
    noting,
    own,
    owners,
    places,
    points,
    progress,
)

PARTS = (agreements, answers, gate, noting, owners, points, progress)


def register(app: Flask) -> None:
    for part in PARTS:
        app.register_blueprint(part.blueprint)
    places.register(app)
    marks.register(app)
    own.register(app)
    last_time.register(app)
