"""One table of seven for a journey: `python -m tests.journeys.seven FOLDER`.

Three municipalities, nine delegates of whom two have not come yet, and a lead. They sit together in the first mixed
round of *Vanleg dag*, which has come to *Skriv*: each writes alone. How each comes in goes to hall.json.
"""

import sys
from datetime import timedelta
from pathlib import Path

from network.core import clock
from network.core.db import unit_of_work
from network.people.services import register
from network.sessions.gatherings.models import ItemKind
from network.sessions.gatherings.services.door import check_in
from network.sessions.groups.services.rounds import round_for
from tests.furnishing import badge, delegates, home, move, on_disk, person, secret, usual_day

DELEGATES = {
    "Nordvik": ("Anna", "Arne", "Alf"),
    "Sundby": ("Bo", "Berit", "Bodil"),
    "Vesterøy": ("Vilde", "Vera", "Vibeke"),
}
LATE, LATEST = "Vera", "Vibeke"


def lay() -> dict[str, object]:
    with unit_of_work():
        register.found_network(name="Prøvenettverket", owner="Prøveregionen", language="nn")
        lead = person("Lea")
        register.give_role(lead, "project_lead")
        homes = [home(number, name) for number, name in enumerate(DELEGATES)]
        gathering = usual_day([lead], homes[1], clock.now() - timedelta(minutes=95))
        people = [one for place in homes for one in delegates(place, DELEGATES[place.name], gathering)]
        here = [one for one in people if not one.name.startswith((LATE, LATEST))]
        for one in here:
            check_in(gathering, one.id, how="badge", by_id=None)
        item = next(item for item in gathering.items if item.kind == ItemKind.MIXED_ROUND)
        round_for(item).size = len(people)
        told = {
            "gathering": gathering.public_id,
            "secrets": {one.name: secret(one) for one in [lead, *here]},
            "badges": {one.name: badge(gathering, one) for one in people},
        }
    move(gathering, lead, "begin", item_id=item.id, is_confirmed=True)
    for act in ("deal", "gather", "start"):
        move(gathering, lead, act)
    return told


if __name__ == "__main__":
    on_disk(Path(sys.argv[1]), lay, into="hall.json")
