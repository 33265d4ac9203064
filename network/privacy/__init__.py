"""What the program holds about people, and for how long. Features say what they hold; this package ends it."""

from flask import Flask


def register(app: Flask) -> None:
    """Nothing to connect: features call `retention.hold` in their own `register`."""
