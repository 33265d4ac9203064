"""Case studies: what a municipality did and learned, written in seven boxes, presented, and kept."""

from flask import Flask


def register(app: Flask) -> None:
    """Connect the parts."""
