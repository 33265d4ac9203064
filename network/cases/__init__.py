"""Case studies: what a municipality did and learned, written in seven boxes, presented, and kept."""

from flask import Flask

from network.cases import routes


def register(app: Flask) -> None:
    routes.register(app)
