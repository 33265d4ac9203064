"""The demo: one network and one gathering, told through the services. It needs a setting and the network's mark."""

from flask import Flask

from network.demo import routes


def register(app: Flask) -> None:
    routes.register(app)
