"""The HTTP edge of questions to everybody."""

from flask import Flask

from network.sessions.polls.routes import answering, pages, panels


def register(app: Flask) -> None:
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(answering.blueprint)
    panels.register(app)
