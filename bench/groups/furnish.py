"""Fills an empty database with the hall of bench/groups/pages.py, today: `python -m bench.groups.furnish`.

Prints JSON: addresses, cookies (whole headers), and the keys that pages know people by. A database that holds anything
is left alone.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass

from flask import current_app

from bench.groups.pages import fill
from bench.world import Filled, refuse_if_filled
from network import create_app
from network.core import clock
from network.core.db import bring_up_to_date, db, unit_of_work
from network.core.settings import Settings
from network.people.identity import SESSION_COOKIE
from network.people.models import Person
from network.people.services.register import add_person
from network.people.services.sessions import begin_session
from network.sessions.gatherings.models import Gathering, GatheringRole, ProgrammeItem
from network.sessions.gatherings.services.members import admit
from network.sessions.groups.models import GroupRound
from network.sessions.stage.services import moves
from network.sessions.stage.services.standing import state_of
from network.web.addresses import cookie_name

LATECOMER = "Zita Seinkomar"
"""Admitted, and not there yet."""


@dataclass(frozen=True)
class World:
    gathering: str
    round: str
    lead: str
    delegate: str
    delegate_key: str
    latecomer_key: str


def furnish() -> World:
    """The hall with its round begun, no groups made, and somebody who is not there yet."""
    hall = fill(clock.now().replace(microsecond=0))
    with unit_of_work():
        gathering = db.session.get_one(Gathering, hall.gathering.id)
        late = add_person(name=LATECOMER, email="late@benken.example")
        admit(gathering, late.id, GatheringRole.OFFICIAL, municipality_id=1)
        item = db.session.get_one(ProgrammeItem, db.session.get_one(GroupRound, hall.round.id).item_id)
        version = state_of(gathering).version
        moves.move(gathering, "begin", version=version, by_id=hall.lead.id, item_id=item.id)
        return World(
            gathering.public_id,
            hall.round.public_id,
            _signed_in(hall.lead),
            _signed_in(hall.delegate),
            hall.delegate.public_key,
            late.public_key,
        )


def _signed_in(person: Person) -> str:
    _, secret = begin_session(person.id, device="bench")
    return f"{cookie_name(current_app.extensions['settings'], SESSION_COOKIE)}={secret}"


def main() -> int:
    app = create_app(Settings.from_environment(os.environ), side_process=True)
    with app.test_request_context():
        try:
            refuse_if_filled()
            bring_up_to_date()
            print(json.dumps(asdict(furnish())))
        except Filled as refusal:
            print(refusal, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
