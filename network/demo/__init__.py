"""The demo: one network and one gathering, told through the services. It needs a setting and the network's mark."""

from flask import Flask

from network.demo import routes, services
from network.people.queries import the_network


def register(app: Flask) -> None:
    routes.register(app)


def seed_empty() -> None:
    """Build the demo if the database is empty; a real network, or a demo that is there, is left alone."""
    if the_network() is None:
        services.build_demo()
