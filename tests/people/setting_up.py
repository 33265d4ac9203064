"""A new installation whose first person has begun, for the tests of the set-up."""

import re

from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from network.core.db import db, unit_of_work
from network.people import queries
from network.people.models import Network
from network.people.services import setup
from tests.people.browsing import Browser

NAME = {
    "name": "Framtidskommunane",
    "owner": "Regionrådet",
    "language": "nn",
    "privacy_contact": "personvern@prove.example",
}


class Lead(Browser):
    """The first person. Her forms carry what the page showed, as a browser's do."""

    def fill(self, page: str, *pairs: tuple[str, str], seen: str | None = None) -> TestResponse:
        """Send the form of a page of the set-up; a name may come several times."""
        address = f"/network/setup/{page}"
        given = seen if seen is not None else self.seen(page)
        data = MultiDict([("csrf_token", self.token()), ("seen", given), *pairs])
        return self.send("POST", address, data=data)

    def seen(self, page: str) -> str:
        """The version of what the page shows now."""
        found = re.search(r'name="seen" value="([^"]*)"', self.get(f"/network/setup/{page}").text)
        return found.group(1) if found else ""


def begin(app: Flask, *, done: bool = False) -> Lead:
    """The lead of a network that has only begun, or is `done` with its five pages."""
    lead = Lead(app)
    with unit_of_work():
        token = setup.invite_first()
    lead.post(f"/setup/{token}", name="Lea Leiardøme", email="lea@prove.example")
    if done:
        with unit_of_work():
            network = the_network()
            network.name, network.setup_step = NAME["name"], None
    return lead


def the_network() -> Network:
    """As it stands in the database now."""
    network = queries.the_network()
    assert network is not None
    return network


def step() -> int | None:
    db.session.rollback()
    return the_network().setup_step
