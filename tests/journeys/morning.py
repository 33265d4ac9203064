"""A hall for a journey, made before its server starts: `python -m tests.journeys.morning FOLDER`.

Two municipalities with four delegates each, a lead, a co-facilitator and a host, on the programme *Vanleg dag*, which
begins just now. How each comes in (a sign-in's secret, a badge's address) goes to hall.json in the folder.
"""

import sys
from datetime import timedelta
from pathlib import Path

from network.core import clock
from network.core.db import unit_of_work
from network.people.services import register
from network.sessions.gatherings.services import guests
from tests.furnishing import badge, delegates, home, on_disk, person, secret, usual_day

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
        gathering = usual_day(
            leaders, homes[1], clock.now() - timedelta(minutes=2), first_question="Kva utfordrar dette oss på?"
        )
        people = [one for place in homes for one in delegates(place, DELEGATES[place.name], gathering)]
        return {
            "gathering": gathering.public_id,
            "code": guests.rotate_code(gathering, by_id=leaders[0].id),
            "secrets": {one.name: secret(one) for one in [*leaders, *people]},
            "badges": {one.name: badge(gathering, one) for one in people},
        }


if __name__ == "__main__":
    on_disk(Path(sys.argv[1]), lay, into="hall.json")
