"""The HTTP edge of rounds and groups."""

from flask import Flask


def register(app: Flask) -> None:
    """Connect the parts."""
