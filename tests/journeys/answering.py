"""A hall in its last hour, made before its server starts: `python -m tests.journeys.answering FOLDER`.

As the last hour, and then: the municipalities sit down, and Anna has asked Nordvik's delegates about one sentence.
"""

import sys
from pathlib import Path

from network.core.db import db
from network.people.models import Municipality
from network.sessions.gatherings.models import Gathering, ItemKind
from tests.furnishing import move, on_disk
from tests.journeys import last_hour

WHAT, STEP = "Når ei sak blir meld opp, spør vi grendene først", "Ringe leiarane"


def lay() -> dict[str, object]:
    told = last_hour.lay()
    gathering = db.session.query(Gathering).one()
    item = next(item for item in gathering.items if item.kind == ItemKind.GOING_HOME)
    move(gathering, last_hour.one_of("Lea"), "begin", item_id=item.id)
    place = db.session.query(Municipality).filter_by(name="Nordvik").one()
    last_hour.ask_about(gathering, place, last_hour.one_of("Anna"), WHAT, STEP)
    return told


if __name__ == "__main__":
    on_disk(Path(sys.argv[1]), lay, into="hall.json")
