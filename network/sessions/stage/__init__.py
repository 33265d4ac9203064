"""The hall, live: where the day stands, the control page, the big screen, the clock, messages, help, and the talk."""

from flask import Flask


def register(app: Flask) -> None:
    """Connect the parts."""
