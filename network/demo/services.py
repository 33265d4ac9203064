"""Building the demo through the services, as a project lead and her delegates would have done it."""

import base64
import random
from datetime import date

from sqlalchemy import select

from network.access.actor import actor_for
from network.core import clock
from network.core.db import db, unit_of_work
from network.core.errors import Conflict
from network.core.language import gettext as _
from network.demo import cases, content, day
from network.demo.content import Guise
from network.people import queries as people
from network.people.models import Municipality, Person
from network.people.rules.setup import GoalLine
from network.people.services import goals, register
from network.sessions.boards.models import Board
from network.sessions.boards.queries import known_notes
from network.sessions.boards.services import making
from network.sessions.boards.services.opened import open_board
from network.sessions.gatherings.models import Gathering
from network.sessions.groups.models import GroupKind
from network.sessions.groups.services.members import create_group

ELECTED = date(2015, 10, 1)


def build_demo() -> bool:
    """Build the demo in an empty database. Says whether there was anything to do; a second run changes nothing.

    Opens its own units of work, and none when nothing is missing: who only lists waits for nobody.
    Raises Conflict in a database with a real network, DatabaseBusy.
    """
    is_new = False
    if _is_something_missing():
        with unit_of_work():
            is_new = people.the_network() is None
            if is_new:
                _build()
            elif _is_something_missing():
                _begin_again()
    return _write_notes() or is_new


def _is_something_missing() -> bool:
    """The network, or its gathering of today: the demo's is always in progress. Raises Conflict."""
    network = people.the_network()
    if network is None:
        return True
    if not network.is_demo:
        raise Conflict(_("This installation has a network of its own. The demo is built only in an empty one."))
    return _first_gathering().ends_at < clock.now()


def _build() -> None:
    register.found_network(name=content.NETWORK, owner=content.OWNER, language="nn", is_demo=True)
    places = _municipalities()
    delegates = [_delegate(guise, places) for guise in content.delegates()]
    facilitators = [_person(guise) for guise in content.FACILITATORS]
    for role, guises in (
        ("project_lead", content.PROJECT_LEADS),
        ("coordinator", content.COORDINATORS),
        ("administrator", content.ADMINISTRATORS),
    ):
        for guise in guises:
            register.give_role(_person(guise), role, municipality=places[guise.place.number] if guise.place else None)
    goals.set_goals([GoalLine(number, text) for number, text in content.GOALS], by=None)
    gathering = day.plan_today(clock.now(), facilitators, places[content.CASE_FROM])
    _board(gathering, facilitators[0].id, delegates)
    day.stand_in_the_day(gathering, delegates)
    _tell(gathering)
    day.plan_next(clock.now(), facilitators)


def _municipalities() -> dict[str, Municipality]:
    return {
        place.number: register.add_municipality(
            number=place.number,
            name=place.name,
            language="nn",
            joined_on=ELECTED,
        )
        for place in content.PLACES
    }


def _delegate(guise: Guise, places: dict[str, Municipality]) -> Person:
    person = _person(guise)
    if guise.place is not None:
        register.give_seat(person, places[guise.place.number], from_date=ELECTED, party=guise.party)
    return person


def _person(guise: Guise) -> Person:
    return register.add_person(name=guise.name, email=guise.email)


def _begin_again() -> None:
    day.begin_again(_first_gathering(), clock.now())
    _tell(_first_gathering())


def _tell(gathering: Gathering) -> None:
    coordinator = people.person_by_email(content.COORDINATORS[0].email)
    if coordinator is not None:
        cases.tell(gathering, coordinator, people.delegates(today=clock.now().date()))


def _first_gathering() -> Gathering:
    return db.session.scalars(select(Gathering).order_by(Gathering.id).limit(1)).one()


def _board(gathering: Gathering, facilitator_id: int, delegates: list[Person]) -> None:
    group = create_group(
        facilitator_id,
        gathering,
        label=content.GROUP,
        kind=GroupKind.MIXED,
        person_ids=[person.id for person in delegates],
    )
    columns = [making.Column(key, title, prompt) for key, title, prompt in content.COLUMNS]
    board = making.create_board(facilitator_id, group, title=content.BOARD, question=content.QUESTION, columns=columns)
    making.share_board(facilitator_id, board)


def _write_notes() -> bool:
    """The first notes, by delegates of different municipalities. Says whether any was missing: an interrupted demo is
    mended, and one that people have worked on is left as it is.
    """
    row = db.session.scalars(select(Board).order_by(Board.id).limit(1)).one()
    chance = random.Random(content.SEED)
    note_ids = [_note_id(chance) for _note in content.NOTES]
    if known_notes(row.id).keys() >= set(note_ids):
        return False
    board = open_board(row)
    writers = people.delegates(today=clock.now().date())[:: content.DELEGATES_EACH]
    for note_id, (column, text), (person, _place) in zip(note_ids, content.NOTES, writers, strict=False):
        making.note_step(board, actor_for(person.id), text=text, column=column, note_id=note_id)
    return True


def _note_id(chance: random.Random) -> str:
    return base64.urlsafe_b64encode(chance.randbytes(making.NOTE_ID_BYTES)).decode().rstrip("=")
