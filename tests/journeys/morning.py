"""A hall for journeys, made before its server starts: `python -m tests.journeys.morning FOLDER`.

Two municipalities with four delegates each, a lead, a co-facilitator and a host, on the programme *Vanleg dag*, which
begins just now. How each comes in (a sign-in's secret, a badge's address) goes to morning.json in the folder.
"""

import json
import sys
from datetime import date, timedelta
from pathlib import Path

from flask_migrate import upgrade

from network import create_app
from network.core import clock
from network.core.db import unit_of_work
from network.people.models import Municipality, Person
from network.people.services import register, sessions
from network.sessions.gatherings.models import Gathering, GatheringRole
from network.sessions.gatherings.queries.members import member
from network.sessions.gatherings.services import badges, guests
from network.sessions.gatherings.services.members import admit
from network.sessions.gatherings.services.planning import Furnishing, Outline, plan_gathering, template_named
from tests.conftest import settings_for

DELEGATES = {
    "Nordvik": ("Anna", "Arne", "Astrid", "Alf"),
    "Sundby": ("Bo", "Berit", "Bodil", "Birger"),
}
LEADERS = ("Lea", "Tor", "Hilde")


def furnish(folder: Path) -> None:
    app = create_app(settings_for(folder, SECRET_KEY=""))
    with app.app_context():
        upgrade()
        with unit_of_work():
            register.found_network(name="Prøvenettverket", owner="Prøveregionen", language="nn")
            leaders = [_person(name) for name in LEADERS]
            register.give_role(leaders[0], "project_lead")
            homes = [_home(number, name) for number, name in enumerate(DELEGATES)]
            gathering = _gathering(leaders, homes[1])
            people = [person for home in homes for person in _delegates(home, gathering)]
            told = {
                "gathering": gathering.public_id,
                "code": guests.rotate_code(gathering, by_id=leaders[0].id),
                "secrets": {person.name: _secret(person) for person in [*leaders, *people]},
                "badges": {person.name: _badge(gathering, person) for person in people},
            }
        (folder / "morning.json").write_text(json.dumps(told))
        app.extensions["journal_writer"].close()


def _person(name: str) -> Person:
    return register.add_person(name=f"{name} Prøvedøme", email=f"{name.lower()}@prove.example", language="nn")


def _home(number: int, name: str) -> Municipality:
    joined = date(2020, 1, 1)
    return register.add_municipality(number=f"990{number}", name=name, language="nn", joined_on=joined)


def _delegates(home: Municipality, gathering: Gathering) -> list[Person]:
    people = [_person(name) for name in DELEGATES[home.name]]
    for person in people:
        register.give_seat(person, home, from_date=date(2023, 10, 1), party="Prøvelista")
        admit(gathering, person.id)
    return people


def _gathering(leaders: list[Person], case_from: Municipality) -> Gathering:
    outline = Outline(
        title="Samling 7",
        theme="Korleis får vi fleire med?",
        place="Nordvik kulturhus",
        zone="Europe/Oslo",
        language="nn",
        starts_at=clock.now() - timedelta(minutes=2),
        first_question="Kva utfordrar dette oss på?",
    )
    furnishing = Furnishing(template_named("usual"), guest="Gro Gjestedøme", municipality_id=case_from.id)
    gathering = plan_gathering(leaders[0].id, outline, furnishing)
    for leader in leaders[1:]:
        admit(gathering, leader.id, GatheringRole.FACILITATOR)
    return gathering


def _secret(person: Person) -> str:
    return sessions.begin_session(person.id, device="test")[1]


def _badge(gathering: Gathering, person: Person) -> str:
    found = member(gathering.id, person.id)
    assert found is not None
    return f"/skilt/{badges.token_of(found)}"


if __name__ == "__main__":
    furnish(Path(sys.argv[1]))
