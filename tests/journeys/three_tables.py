"""Three tables of three for a journey: `python -m tests.journeys.three_tables FOLDER`.

Three municipalities with three delegates each, and a lead, in the first mixed round of *Vanleg dag*, which has come to
*Skriv*. Who sits at which table and how each comes in goes to hall.json.
"""

import sys
from datetime import timedelta
from pathlib import Path

from network.core import clock
from network.core.db import unit_of_work
from network.people.services import register
from network.sessions.boards.queries import boards_of_round
from network.sessions.gatherings.models import ItemKind
from network.sessions.gatherings.services.door import check_in
from network.sessions.groups.services.rounds import round_for
from tests.furnishing import delegates, home, move, on_disk, person, secret, usual_day

DELEGATES = {
    "Nordvik": ("Anna", "Arne", "Alf"),
    "Sundby": ("Bo", "Berit", "Bodil"),
    "Vesterøy": ("Vilde", "Vera", "Vidar"),
}
SIZE = 3


def lay() -> dict[str, object]:
    with unit_of_work():
        register.found_network(name="Prøvenettverket", owner="Prøveregionen", language="nn")
        lead = person("Lea")
        register.give_role(lead, "project_lead")
        homes = [home(number, name) for number, name in enumerate(DELEGATES)]
        gathering = usual_day([lead], homes[1], clock.now() - timedelta(minutes=95))
        people = {one.id: one for place in homes for one in delegates(place, DELEGATES[place.name], gathering)}
        for one in people.values():
            check_in(gathering, one.id, how="badge", by_id=None)
        item = next(item for item in gathering.items if item.kind == ItemKind.MIXED_ROUND)
        round_for(item).size = SIZE
    move(gathering, lead, "begin", item_id=item.id, is_confirmed=True)
    for act in ("deal", "gather", "start"):
        move(gathering, lead, act)
    with unit_of_work():
        boards = boards_of_round(round_for(item).id).values()
        return {
            "gathering": gathering.public_id,
            "round": round_for(item).public_id,
            "secrets": {one.name: secret(one) for one in [lead, *people.values()]},
            "tables": {
                board.title: [people[member.person_id].name.split()[0] for member in board.group.members]
                for board in boards
            },
        }


if __name__ == "__main__":
    on_disk(Path(sys.argv[1]), lay, into="hall.json")
