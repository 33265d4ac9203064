"""A gathering in the middle of its day: `python -m tests.faults.furnish_day FOLDER [DATABASE_URL]`.

Eight municipalities with four delegates each. Seventeen of them have come and work in a mixed round; fifteen have not.
Two lead. The first municipality has a case. What a client needs to know goes to day.json in the folder.
"""

import sys
from datetime import timedelta
from pathlib import Path

from network.cases.services import writing
from network.core import clock
from network.core.db import unit_of_work
from network.people.models import Person
from network.people.services import register
from network.sessions.gatherings.models import Gathering, ItemKind, ProgrammeItem
from network.sessions.gatherings.services.door import check_in
from network.sessions.groups.services.rounds import round_for
from tests.furnishing import badge, delegates, home, move, on_disk, person, secret, usual_day

PLACES = ("Nordvik", "Sundby", "Vester", "Aust", "Fjell", "Holme", "Strand", "Lund")
EACH = 4
HERE = 17
SIZE = 5


def lay() -> dict[str, object]:
    with unit_of_work():
        register.found_network(name="Prøvenettverket", owner="Prøveregionen", language="nn")
        leaders = [person(name) for name in ("Lea", "Tor")]
        register.give_role(leaders[0], "project_lead")
        homes = [home(number, name) for number, name in enumerate(PLACES)]
        gathering = usual_day(leaders, homes[0], clock.now() - timedelta(minutes=90))
        people = [one for place in homes for one in delegates(place, _names(place.name), gathering)]
        case = writing.begin(homes[0], "Grendemøtet", by_id=people[0].id, item=_item(gathering, ItemKind.CASE))
        kai = person("Kai")
        register.give_role(kai, "coordinator", municipality=homes[0])
        for one in people[:HERE]:
            check_in(gathering, one.id, how="badge", by_id=None)
    public_id = _goes_to_work(gathering, leaders[0])
    with unit_of_work():
        return {
            "gathering": gathering.public_id,
            "talk": _item(gathering, ItemKind.TALK).public_id,
            "round": public_id,
            "case": case.public_id,
            "keys": {one.name.split()[0]: one.public_key for one in people},
            "secrets": {one.name.split()[0]: secret(one) for one in [*leaders, kai, *people[:HERE]]},
            "late": {one.name.split()[0]: badge(gathering, one) for one in people[HERE:]},
        }


def _names(place: str) -> list[str]:
    return [f"{place}{number}" for number in range(1, EACH + 1)]


def _item(gathering: Gathering, kind: ItemKind) -> ProgrammeItem:
    return next(item for item in gathering.items if item.kind == kind)


def _goes_to_work(gathering: Gathering, lead: Person) -> str:
    """Into the first mixed round, as far as the sorting. Gives the round's public id."""
    item = _item(gathering, ItemKind.MIXED_ROUND)
    acts = (("begin", {"item_id": item.id}), ("deal", {}), ("gather", {}), ("start", {}), ("phase", {}), ("phase", {}))
    for act, facts in acts:
        move(gathering, lead, act, **facts)
    return round_for(item).public_id


if __name__ == "__main__":
    on_disk(Path(sys.argv[1]), lay, into="day.json", **dict(zip(("DATABASE_URL",), sys.argv[2:], strict=False)))
