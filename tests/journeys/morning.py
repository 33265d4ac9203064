"""A hall for a journey, made before its server starts: `python -m tests.journeys.morning FOLDER`.

Two municipalities with four delegates each, a lead, a co-facilitator and a host, on the programme *Vanleg dag*, which
begins just now. How each comes in (a sign-in's secret, a badge's address) goes to hall.json in the folder.
"""

import sys
from datetime import timedelta
from pathlib import Path

from network.core import clock
from network.core.db import unit_of_work
from network.people.models import Municipality, Person
from network.people.services import register
from network.sessions.gatherings.models import Gathering, GatheringRole
from network.sessions.gatherings.services import guests
from network.sessions.gatherings.services.members import admit
from network.sessions.gatherings.services.planning import Furnishing, Outline, plan_gathering, template_named
from tests.furnishing import badge, delegates, home, on_disk, person, secret

DELEGATES = {
    "Nordvik": ("Anna", "Arne", "Astrid", "Alf"),
    "Sundby": ("Bo", "Berit", "Bodil", "Birger"),
}
LEADERS = ("Lea", "Tor", "Hilde")


def lay() -> dict[str, object]:
    with unit_of_work():
        register.found_network(name="Prøvenettverket", owner="Prøveregionen", language="nn")
        leaders = [person(name) for name in LEADERS]
        register.give_role(leaders[0], "project_lead")
        homes = [home(number, name) for number, name in enumerate(DELEGATES)]
        gathering = _gathering(leaders, homes[1])
        people = [one for place in homes for one in delegates(place, DELEGATES[place.name], gathering)]
        return {
            "gathering": gathering.public_id,
            "code": guests.rotate_code(gathering, by_id=leaders[0].id),
            "secrets": {one.name: secret(one) for one in [*leaders, *people]},
            "badges": {one.name: badge(gathering, one) for one in people},
        }


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


if __name__ == "__main__":
    on_disk(Path(sys.argv[1]), lay, into="hall.json")
