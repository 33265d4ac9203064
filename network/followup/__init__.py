"""What follows a gathering: how people found the day, the evening mail, the briefing, the follow-up."""

from flask import Flask

from network.followup import models, routes

__all__ = ["models", "register"]


def register(app: Flask) -> None:
    routes.register(app)
