"""Photos of paper sheets on a board: what a group wrote by hand lies beside what it typed (BO-46, BO-47)."""

from flask import Flask

from network.sessions.boards import sockets
from network.sessions.boards.photos import routes, telling


def register(app: Flask) -> None:
    routes.register(app)
    sockets.also_tell(telling.on_joining)
