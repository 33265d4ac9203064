"""Three groups of seven who write alone: `python -m tests.faults.furnish_groups FOLDER`.

Seven municipalities with three delegates each, all there, in the first mixed round of *Vanleg dag*, which has come to
*Skriv*. What a client needs to know goes to groups.json in the folder.
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

PLACES = ("Nordvik", "Sundby", "Vester", "Aust", "Fjell", "Holme", "Strand")
EACH, SIZE = 3, 7


def lay() -> dict[str, object]:
    with unit_of_work():
        register.found_network(name="Prøvenettverket", owner="Prøveregionen", language="nn")
        lead = person("Lea")
        register.give_role(lead, "project_lead")
        homes = [home(number, name) for number, name in enumerate(PLACES)]
        gathering = usual_day([lead], homes[0], clock.now() - timedelta(minutes=95))
        names = {place.name: [f"{place.name}{number}" for number in range(1, EACH + 1)] for place in homes}
        people = {one.id: one for place in homes for one in delegates(place, names[place.name], gathering)}
        for one in people.values():
            check_in(gathering, one.id, how="badge", by_id=None)
        item = next(item for item in gathering.items if item.kind == ItemKind.MIXED_ROUND)
        round_for(item).size = SIZE
    for act, facts in (
        ("begin", {"item_id": item.id, "is_confirmed": True}),
        ("deal", {}),
        ("gather", {}),
        ("start", {}),
    ):
        move(gathering, lead, act, **facts)
    with unit_of_work():
        boards = boards_of_round(round_for(item).id)
        return {
            "gathering": gathering.public_id,
            "lead": secret(lead),
            "groups": [
                {
                    "board": board.public_id,
                    "members": [
                        {"name": people[one].name, "key": people[one].public_key, "secret": secret(people[one])}
                        for one in sorted(member.person_id for member in board.group.members)
                    ],
                }
                for board in boards.values()
            ],
        }


if __name__ == "__main__":
    on_disk(Path(sys.argv[1]), lay, into="groups.json")
