"""What an operator does with people from the command line."""

import sys

import click
from flask.cli import with_appcontext

from network.core.db import unit_of_work
from network.core.errors import NotFound
from network.core.language import gettext as _
from network.people import first_words
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
    return f"{first_words.own_address()}/sign-in/link/{token}"


@click.command("setup-link")
@with_appcontext
def setup_link() -> None:
    """Print the one-time address at which a new installation is set up."""
    address = first_words.setup_address()
    if address is None:
        print(_("This network has a lead already, who can sign in."), file=sys.stderr)
        sys.exit(1)
    print(address)
