"""The demo: one network and one gathering, told through the services. It needs a setting and the network's mark."""

from flask import Flask

from network import jobs
from network.demo import routes, services
from network.people.queries import the_network


def register(app: Flask) -> None:
    routes.register(app)
    jobs.keep_mail_while(app, routes.is_on)


def seed_empty() -> None:
    """Build the demo where there is no network yet, or go on with one that was interrupted. Leaves a real one alone."""
    network = the_network()
    if network is None or network.is_demo:
        services.build_demo()
