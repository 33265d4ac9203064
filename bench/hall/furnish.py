"""Fills an empty database with a gathering of today: `python -m bench.hall.furnish --people 135 --municipalities 17`.

Everything is made by the program's own services: municipalities with five seats each, delegates in them, officials
beside them, a day from the template *Usual day* that began half an hour ago, everybody asked and admitted, nobody there
yet. Prints JSON for whoever drives the load:

    {"gathering": public id, "item": public id, "columns": [key], "lead": cookie, "host": cookie, "delegate": cookie,
     "people": [{"name", "badge": address, "municipality": id}]}

`item` is the day's first mixed round, `columns` those of its boards; each cookie is a whole header of somebody who is
signed in. A database that holds anything is left alone.
"""

import argparse
import json
import os
import sys
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from flask import current_app, url_for

from bench.world import Filled, refuse_if_filled
from network import create_app
from network.core import clock
from network.core.db import bring_up_to_date, unit_of_work
from network.core.settings import Settings
from network.people.identity import SESSION_COOKIE
from network.people.models import Municipality, Person
from network.people.rules import MAX_SEATS
from network.people.services import register
from network.people.services.sessions import begin_session
from network.sessions.gatherings.board_templates.queries import template_for
from network.sessions.gatherings.models import Gathering, GatheringMember, GatheringRole, ItemKind
from network.sessions.gatherings.rules.templates import TEMPLATES
from network.sessions.gatherings.services import badges
from network.sessions.gatherings.services.members import admit
from network.sessions.gatherings.services.planning import Furnishing, Outline, plan_gathering
from network.web.addresses import cookie_name

ZONE, LANGUAGE, TEMPLATE = "Europe/Oslo", "nn", "usual"
SEATED_ON = date(2023, 10, 1)
BEGAN_AGO = timedelta(minutes=30)


@dataclass(frozen=True)
class Guest:
    """Somebody who will come. `badge` is the address that her badge's code holds."""

    name: str
    badge: str
    municipality: int


@dataclass(frozen=True)
class Hall:
    gathering: str
    item: str
    columns: list[str]
    lead: str
    host: str
    delegate: str
    people: list[Guest]


def furnish(*, people: int, municipalities: int) -> Hall:
    """Make the network, its people and the day.

    Shape: municipalities differ by at most one person; beyond five each they are officials.
    Raises Filled when the database holds anything, ValueError for numbers that make no hall.
    """
    if not 1 <= municipalities <= people:
        raise ValueError("At least one municipality, and a person for each.")
    refuse_if_filled()
    with unit_of_work():
        register.found_network(name="Benkenettverket", owner="Benken", language=LANGUAGE)
        places = [_municipality(number) for number in range(municipalities)]
        lead, host = (_person(name, number) for number, name in enumerate(("Lea Leiing", "Vera Vert")))
        register.give_role(lead, "project_lead")
        gathering = _day(lead, places[0])
        admit(gathering, host.id, GatheringRole.FACILITATOR)
        members = [_member(gathering, number, places) for number in range(people)]
        guests = [Guest(member.person.name, _badge(member), member.municipality_id or 0) for member in members]
        item = next(item for item in gathering.items if item.kind == ItemKind.MIXED_ROUND)
        columns = [column.key for column in template_for(item.board_template, kind="mixed").columns]
        leads, hosts, comes = (_signed_in(person) for person in (lead, host, members[0].person))
        return Hall(gathering.public_id, item.public_id, columns, leads, hosts, comes, guests)


def _municipality(number: int) -> Municipality:
    return register.add_municipality(
        number=f"9{number:03}", name=f"Benkevik {number}", language=LANGUAGE, joined_on=SEATED_ON
    )


def _person(name: str, number: int) -> Person:
    kind = name.split()[1].lower()
    return register.add_person(name=name, email=f"{kind}-{number}@benken.example", language=LANGUAGE)


def _day(lead: Person, of_the_case: Municipality) -> Gathering:
    outline = Outline(
        title="Benkedagen",
        theme="Kor mykje held salen?",
        place="Benkehuset",
        zone=ZONE,
        language=LANGUAGE,
        starts_at=clock.now().replace(microsecond=0) - BEGAN_AGO,
        first_question="Kva utfordrar dette oss på?",
        second_question="Kva skal til hos oss?",
    )
    furnishing = Furnishing(TEMPLATES[TEMPLATE], guest="Ola Innleiar", municipality_id=of_the_case.id)
    return plan_gathering(lead.id, outline, furnishing)


def _member(gathering: Gathering, number: int, places: list[Municipality]) -> GatheringMember:
    place = places[number % len(places)]
    is_delegate = number < MAX_SEATS * len(places)
    person = _person(f"Ingrid Benkeli {number}", number)
    if is_delegate:
        register.give_seat(person, place, from_date=SEATED_ON)
    role = GatheringRole.PARTICIPANT if is_delegate else GatheringRole.OFFICIAL
    return admit(gathering, person.id, role, municipality_id=place.id)


def _badge(member: GatheringMember) -> str:
    return url_for("badges.badge_page", token=badges.token_of(member))


def _signed_in(person: Person) -> str:
    _, secret = begin_session(person.id, device="bench")
    return f"{cookie_name(current_app.extensions['settings'], SESSION_COOKIE)}={secret}"


def main() -> int:
    reader = argparse.ArgumentParser(prog="python -m bench.hall.furnish", description="A hall for a load.")
    reader.add_argument("--people", type=int, required=True)
    reader.add_argument("--municipalities", type=int, required=True)
    asked = reader.parse_args()
    app = create_app(Settings.from_environment(os.environ), side_process=True)
    with app.test_request_context():
        try:
            refuse_if_filled()
            bring_up_to_date()
            hall = furnish(people=asked.people, municipalities=asked.municipalities)
        except (Filled, ValueError) as refusal:
            print(refusal, file=sys.stderr)
            return 1
    print(json.dumps(asdict(hall)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
