"""What follows a gathering: how people found the day, the evening mail, the briefing, the follow-up."""

from flask import Flask

from network.followup import models

__all__ = ["models", "register"]


def register(app: Flask) -> None:
    """Nothing to make known yet besides its tables."""
