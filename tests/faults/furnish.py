"""A database with one group of sixty on one board, each signed in: `python -m tests.faults.furnish FOLDER`.

The hall of tests/cast.py, eight writers more, and those who sit beside them. What a client needs to know goes to
hall.json in the folder.
"""

import json
import sys
from datetime import date
from pathlib import Path

from network import create_app
from network.core.db import bring_up_to_date, unit_of_work
from network.people.models import Municipality, Person
from network.people.services import register, sessions
from network.sessions.gatherings.services.members import admit
from network.sessions.groups.services.members import join_group
from tests.cast import Hall, open_the_hall
from tests.conftest import settings_for

WRITERS = 8
BESIDE = 50
AT_ONE_HOME = 5


def furnish(folder: Path) -> None:
    app = create_app(settings_for(folder, SECRET_KEY=""))
    with app.app_context():
        bring_up_to_date()
        hall = open_the_hall()
        with unit_of_work():
            names = [f"Writer {number}" for number in range(WRITERS)] + [f"Beside {number}" for number in range(BESIDE)]
            homes = [_home(number) for number in range(-(-len(names) // AT_ONE_HOME))]
            writers = [_writer(hall, name, homes[number // AT_ONE_HOME]) for number, name in enumerate(names)]
            people = [hall.cast.anna, hall.cast.bo, *writers]
            signed_in = {person.name: _signed_in(person) for person in people}
        told = {"board": hall.board.public_id, "document": hall.board.document_id, "people": signed_in}
        (folder / "hall.json").write_text(json.dumps(told))


def _home(number: int) -> Municipality:
    return register.add_municipality(number=f"91{number:02}", name=f"Fjord {number}", language="nn")


def _writer(hall: Hall, name: str, home: Municipality) -> Person:
    writer = register.add_person(name=name, email=f"{name.replace(' ', '').lower()}@prove.example")
    register.give_seat(writer, home, from_date=date(2023, 10, 1))
    admit(hall.gathering, writer.id)
    join_group(hall.group, writer.id)
    return writer


def _signed_in(person: Person) -> dict[str, object]:
    _, secret = sessions.begin_session(person.id, device="test")
    return {"id": person.id, "key": person.public_key, "name": person.name, "secret": secret}


if __name__ == "__main__":
    furnish(Path(sys.argv[1]))
