"""Photos of paper sheets on a board: what a group wrote by hand lies beside what it typed (BO-46)."""

from flask import Flask

from network.sessions.boards.photos import routes


def register(app: Flask) -> None:
    routes.register(app)
