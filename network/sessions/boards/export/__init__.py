"""What a group wrote, as a file to take along: the same notes, with the same names, as the reader has on her screen."""

from flask import Flask

from network.sessions.boards.export import routes


def register(app: Flask) -> None:
    routes.register(app)
