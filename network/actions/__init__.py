"""What a municipality takes home: marks, the agreement, its action points, and what becomes of them."""

from flask import Flask

from network.actions import routes


def register(app: Flask) -> None:
    routes.register(app)
