"""What an operator does with people from the command line."""

import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from network.core.db import unit_of_work
from network.core.errors import NotFound
from network.people.services import signing_in

LONGEST_MINUTES = 60


@click.command("link")
@click.argument("email")
@click.option(
    "--minutes", default=10, show_default=True, type=click.IntRange(1, LONGEST_MINUTES), help="How long it works."
)
@with_appcontext
def link(email: str, minutes: int) -> None:
    """Print a link that signs EMAIL in, once, from any browser."""
    try:
        with unit_of_work():
            address = signing_in.one_time_link(email, minutes=minutes, link_for=_address)
    except NotFound as refusal:
        print(refusal.message, file=sys.stderr)
        sys.exit(1)
    print(address)


def _address(token: str) -> str:
    settings = current_app.extensions["settings"]
    base = settings.public_url or f"{'https' if settings.tls else 'http'}://localhost:{settings.port}"
    return f"{base.rstrip('/')}/sign-in/link/{token}"
