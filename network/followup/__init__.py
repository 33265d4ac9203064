"""What follows a gathering: how people found the day, the evening mail, the briefing, the follow-up."""

from flask import Flask

from network.core.signals import agreement_settled
from network.followup import models, routes
from network.followup.routes import briefing_places
from network.followup.services import posting

__all__ = ["models", "register"]


def register(app: Flask) -> None:
    routes.register(app)
    briefing_places.register(app)
    posting.register(app)
    agreement_settled.connect(posting.when_settled)
