"""The HTTP edge of setting up: the one-time address, five short pages, and the page of the network itself."""

from flask import Flask

from network.people.routes.setup import begin, goals, mail, municipalities, name, overview, people
from network.people.routes.setup.steps import blueprint

__all__ = ["begin", "goals", "mail", "municipalities", "name", "overview", "people"]


def register(app: Flask) -> None:
    """The modules above have put their views on the blueprint."""
    app.register_blueprint(blueprint)
