"""From many boards to one: what all groups of a round wrote on the same questions, alike wordings put together (E9)."""

from flask import Flask

from network.sessions.boards.merging import routes


def register(app: Flask) -> None:
    routes.register(app)
