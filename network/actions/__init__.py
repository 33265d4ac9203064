"""What a municipality takes home: marks, the agreement, its action points, and what becomes of them."""

from flask import Flask

from network.actions import models

__all__ = ["models", "register"]


def register(app: Flask) -> None:
    """Nothing to make known yet besides its tables."""
