"""Laying a network's hall on the disk before a real server starts: people, where they belong, how each comes in."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from flask_migrate import upgrade

from network import create_app
from network.people.models import Municipality, Person
from network.people.services import register, sessions
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries.members import member
from network.sessions.gatherings.services import badges
from network.sessions.gatherings.services.members import admit
from tests.conftest import settings_for


def on_disk(folder: Path, lay: Callable[[], dict[str, object]], *, into: str) -> None:
    """Have `lay` fill an empty, migrated database in `folder`. What it tells goes to the file `into` beside it."""
    app = create_app(settings_for(folder, SECRET_KEY=""))
    with app.app_context():
        upgrade()
        (folder / into).write_text(json.dumps(lay()))
        app.extensions["journal_writer"].close()


def person(name: str) -> Person:
    return register.add_person(name=f"{name} Prøvedøme", email=f"{name.lower()}@prove.example", language="nn")


def home(number: int, name: str) -> Municipality:
    joined = date(2020, 1, 1)
    return register.add_municipality(number=f"{9900 + number}", name=name, language="nn", joined_on=joined)


def delegates(place: Municipality, names: Iterable[str], gathering: Gathering) -> list[Person]:
    """A municipality's delegates, admitted to the gathering."""
    people = [person(name) for name in names]
    for one in people:
        register.give_seat(one, place, from_date=date(2023, 10, 1), party="Prøvelista")
        admit(gathering, one.id)
    return people


def secret(one: Person) -> str:
    """The cookie of a sign-in of hers."""
    return sessions.begin_session(one.id, device="test")[1]


def badge(gathering: Gathering, one: Person) -> str:
    """The path that is printed on her badge."""
    found = member(gathering.id, one.id)
    assert found is not None
    return f"/skilt/{badges.token_of(found)}"
