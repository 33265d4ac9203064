"""Texts that several people write at once: a sentence, the sections of a draft."""

from flask import Flask

from network.writing import models

__all__ = ["models", "register"]


def register(app: Flask) -> None:
    """Nothing to make known yet besides its tables."""
