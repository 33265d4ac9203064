"""The HTTP edge of cases."""

from flask import Flask

from network.cases.routes import drawing, places, presenting, publishing, reading, writing

PARTS = (reading, writing, publishing, presenting)


def register(app: Flask) -> None:
    for part in PARTS:
        app.register_blueprint(part.blueprint)
    drawing.register(app)
    places.register(app)
