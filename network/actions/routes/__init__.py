"""The HTTP edge of going home."""

from flask import Flask

from network.actions.routes import agreements, answers, gate, marks, owners, places

PARTS = (agreements, answers, gate, owners)


def register(app: Flask) -> None:
    for part in PARTS:
        app.register_blueprint(part.blueprint)
    places.register(app)
    marks.register(app)
