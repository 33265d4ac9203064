"""The HTTP edge: home, coming in, one's own page, the queue, the help on rights."""

from flask import Flask

from network.people.routes import (
    account,
    help,
    home,
    imports,
    lifetimes,
    municipalities,
    naming,
    operations,
    people,
    planned,
    preflight,
    seats,
    setup,
    sign_in,
)
from network.web import errors


def register(app: Flask) -> None:
    parts = (
        home,
        sign_in,
        account,
        operations,
        planned,
        help,
        municipalities,
        naming,
        lifetimes,
        seats,
        imports,
        people,
    )
    for part in parts:
        app.register_blueprint(part.blueprint)
    setup.register(app)
    preflight.register(app)
    errors.ask_first(app, sign_in.send_visitors_to_sign_in)
