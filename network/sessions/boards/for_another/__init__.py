"""Writing a note for somebody in one's group who has no phone with her (BO-45)."""

from flask import Flask

from network.sessions.boards.for_another import routes


def register(app: Flask) -> None:
    routes.register(app)
