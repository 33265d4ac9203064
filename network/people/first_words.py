"""What the program says in the terminal when it starts, and what it refuses to start with (rules SU-1, SU-6).

A real installation in which nobody leads the network prints the address at which somebody can begin. One whose mail
goes nowhere prints its lead a way in, since no code can reach her.
"""

from flask import current_app

from network.core.db import unit_of_work
from network.core.language import gettext as _
from network.core.settings import BadSettings, Settings
from network.jobs import mail_server
from network.people import queries
from network.people.queries.setup import first_lead
from network.people.services import setup, signing_in

LINK_MINUTES = 60


def at_the_start() -> list[str]:
    """The lines to print. Opens units of work of its own.

    Raises BadSettings for a demo's database that shall serve a real network.
    """
    settings: Settings = current_app.extensions["settings"]
    if queries.is_demo():
        if not settings.demo:
            raise BadSettings(
                _(
                    "This database holds the demo and cannot serve a real network. Start with another one: set "
                    "SAMLING_INSTANCE to a new folder, or DATABASE_URL. The demo itself starts with make run."
                )
            )
        return []
    lines = []
    if settings.demo:
        lines.append(_("This database holds a real network: the demo and its people are not shown."))
    return lines + (_way_to_begin() or _way_in_without_mail())


def setup_address() -> str | None:
    """A new one-time address for the first person; None when somebody leads the network already."""
    with unit_of_work():
        token = setup.invite_first()
    return f"{own_address()}/setup/{token}" if token else None


def own_address() -> str:
    """Where people reach this installation: the public address, else this machine. Without a slash at the end."""
    settings: Settings = current_app.extensions["settings"]
    scheme = "https" if settings.tls else "http"
    return (settings.public_url or f"{scheme}://localhost:{settings.port}").rstrip("/")


def _way_to_begin() -> list[str]:
    address = setup_address()
    if address is None:
        return []
    return [_("Nobody leads this network yet. Set it up here, once, within 60 minutes:"), f"  {address}"]


def _way_in_without_mail() -> list[str]:
    """For the lead of a network that sends no mail."""
    lead = first_lead()
    if lead is None or lead.email is None or mail_server.may_send():
        return []
    name, email = lead.name, lead.email
    with unit_of_work():
        path = signing_in.one_time_link(
            email, minutes=LINK_MINUTES, link_for=lambda token: f"{own_address()}/sign-in/link/{token}"
        )
    return [_("No e-mail is sent. %(name)s signs in here, once, within 60 minutes:", name=name), f"  {path}"]
