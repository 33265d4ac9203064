"""The HTTP edge of the hall."""

from flask import Flask

PARTS: tuple[object, ...] = ()


def register(app: Flask) -> None:
    for part in PARTS:
        part.register(app)
