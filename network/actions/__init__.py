"""What a municipality takes home: marks, the agreement, its action points, and what becomes of them."""

from flask import Flask

from network.actions import routes
from network.actions.services import points
from network.core.signals import writing_changed


def register(app: Flask) -> None:
    routes.register(app)
    writing_changed.connect(points.copy_words)
