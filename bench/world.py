"""Fills an empty database with people who share boards: `python -m bench.world --people N --boards M --notes K`.

Everything is made by the services that the program itself uses, so all rights are real: each person is a delegate with
a seat, admitted to one gathering, member of one group, signed in. Prints JSON for whoever drives the load:

    {"columns": [key], "people": [{"key", "name", "cookie"}], "boards": [{"id", "members": [index into people]}]}

`cookie` is a whole Cookie header. K notes lie on each board, written by its members. The settings are the program's
(DATABASE_URL, SAMLING_INSTANCE). A database that holds anything is left alone.
"""

import argparse
import json
import os
import secrets
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import cycle
from typing import Any

from flask import current_app
from pycrdt import Doc, Map, Text
from sqlalchemy import inspect, select

from network import create_app
from network.access.actor import actor_for
from network.core import clock
from network.core.db import bring_up_to_date, db, unit_of_work
from network.core.settings import Settings
from network.documents import registry
from network.people.identity import SESSION_COOKIE
from network.people.models import Municipality, Person
from network.people.rules import MAX_SEATS
from network.people.services.register import add_municipality, add_person, found_network, give_seat
from network.people.services.sessions import begin_session
from network.sessions.boards.models import Board
from network.sessions.boards.rules.positions import position_after
from network.sessions.boards.rules.shape import NOTE_LIMIT, Touched
from network.sessions.boards.services.making import NOTE_ID_BYTES, Column, create_board
from network.sessions.boards.services.opened import OpenBoard, open_board
from network.sessions.boards.services.taking import author_rows, remember
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.services.members import admit
from network.sessions.gatherings.services.planning import create_gathering
from network.sessions.groups.models import GroupKind
from network.sessions.groups.services.members import create_group
from network.web.addresses import cookie_name

COLUMNS = (
    Column("good", "What works", "What works well today?"),
    Column("hard", "What is hard", "What is in the way?"),
    Column("next", "What next", "What should we try?"),
)
"""Their keys stand in bench/load/run.mjs too."""

SEATED_ON = date(2019, 10, 1)
WORDS = "We could meet the young people where they are, and ask them what would make them come to the next meeting"


class Filled(Exception):
    """The database holds something. The text says what."""


@dataclass(frozen=True)
class Member:
    """A signed-in person. `key` is what others see of her, `cookie` a whole Cookie header."""

    key: str
    name: str
    cookie: str


@dataclass(frozen=True)
class Table:
    """A board and the indices of those who share it."""

    id: str
    members: list[int]


@dataclass(frozen=True)
class World:
    columns: list[str]
    people: list[Member]
    boards: list[Table]


def fill(*, people: int, boards: int, notes: int) -> World:
    """Make the people, their groups and boards.

    Shape: each person is on exactly one board; boards differ by at most one person.
    Raises Filled when the database holds anything, ValueError for numbers that make no world.
    """
    if not 1 <= boards <= people or not 0 <= notes <= NOTE_LIMIT:
        raise ValueError(f"At least one board, a person for each, and at most {NOTE_LIMIT} notes on a board.")
    refuse_if_filled()
    with unit_of_work():
        persons = _persons(people)
        members = [_sign_in(person) for person in persons]
        gathering = _gathering(persons)
        shares = [list(range(people * board // boards, people * (board + 1) // boards)) for board in range(boards)]
        made = [_board(gathering, [persons[index] for index in share]) for share in shares]
        ids = [board.public_id for board in made]
        person_ids = [[persons[index].id for index in share] for share in shares]
    for public_id, writers in zip(ids, person_ids, strict=True):
        _write_notes(public_id, writers, notes)
    return World([column.key for column in COLUMNS], members, [Table(*pair) for pair in zip(ids, shares, strict=True)])


def refuse_if_filled() -> None:
    """Raises Filled when any of our tables has a row."""
    there = set(inspect(db.engine).get_table_names())
    for table in db.metadata.sorted_tables:
        if table.name in there and db.session.execute(select(table).limit(1)).first() is not None:
            raise Filled(f"This database holds something already ({table.name}). Name an empty one with DATABASE_URL.")


def _persons(count: int) -> list[Person]:
    found_network(name="Benkenettverket", owner="Benken", language="nn")
    today = clock.now().date()
    places = [_municipality(number, today) for number in range((count + MAX_SEATS - 1) // MAX_SEATS)]
    persons = []
    for number in range(count):
        person = add_person(name=f"Ingrid Benkeli {number}", email=f"person-{number}@benken.example", language="nn")
        give_seat(person, places[number // MAX_SEATS], from_date=SEATED_ON)
        persons.append(person)
    return persons


def _municipality(number: int, today: date) -> Municipality:
    return add_municipality(number=f"9{number:03}", name=f"Benkevik {number}", language="nn", joined_on=today)


def _sign_in(person: Person) -> Member:
    _, secret = begin_session(person.id, device="bench")
    name = cookie_name(current_app.extensions["settings"], SESSION_COOKIE)
    return Member(person.public_key, person.name, f"{name}={secret}")


def _gathering(persons: Sequence[Person]) -> Gathering:
    now = clock.now()
    gathering = create_gathering(
        None,
        title="Benkedagen",
        theme="How much the server can carry",
        place="Benkehuset",
        zone="Europe/Oslo",
        language="nn",
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=11),
    )
    for person in persons:
        admit(gathering, person.id)
    return gathering


def _board(gathering: Gathering, persons: Sequence[Person]) -> Board:
    ids = [person.id for person in persons]
    group = create_group(None, gathering, label="Benkebord", kind=GroupKind.MIXED, person_ids=ids)
    return create_board(None, group, title="Benken", question="How much can it carry?", columns=COLUMNS)


def _write_notes(public_id: str, person_ids: Sequence[int], count: int) -> None:
    """Have the members write `count` notes, each her share in one step of the server's."""
    board = open_board(db.session.scalars(select(Board).where(Board.public_id == public_id)).one())
    places = _places()
    for index, person_id in enumerate(person_ids):
        share = count * (index + 1) // len(person_ids) - count * index // len(person_ids)
        if share:
            _write_share(board, person_id, share, places)


def _places() -> Iterator[list[str]]:
    """The next free place on a board, column by column in turn."""
    last: dict[str, str] = {}
    for column in cycle(COLUMNS):
        last[column.key] = position_after(last.get(column.key), secrets.choice)
        yield [column.key, last[column.key]]


def _write_share(board: OpenBoard, person_id: int, count: int, places: Iterator[list[str]]) -> None:
    actor = actor_for(person_id)
    board.learn_byline(person_id)
    touched = Touched(added=[secrets.token_urlsafe(NOTE_ID_BYTES) for _ in range(count)])
    registry().author_step(
        board.document_id,
        _writes(touched.added, places),
        author_id=person_id,
        also=author_rows(board, actor, touched),
    )
    remember(board, actor, touched)


def _writes(note_ids: Sequence[str], places: Iterator[list[str]]) -> Callable[["Doc[Any]"], None]:
    def change(doc: "Doc[Any]") -> None:
        notes: Map[Any] = doc.get("notes", type=Map)
        for note_id in note_ids:
            notes[note_id] = Map(
                {
                    "text": Text(WORDS),
                    "place": next(places),
                    "hue": "sun",
                    "cluster": None,
                    "deleted": False,
                    "version_of": None,
                }
            )

    return change


def main() -> int:
    reader = argparse.ArgumentParser(prog="python -m bench.world", description="Fill an empty database for a load.")
    reader.add_argument("--people", type=int, required=True)
    reader.add_argument("--boards", type=int, required=True)
    reader.add_argument("--notes", type=int, default=0, help="on each board")
    asked = reader.parse_args()
    app = create_app(Settings.from_environment(os.environ), side_process=True)
    with app.app_context():
        try:
            refuse_if_filled()
            bring_up_to_date()
            world = fill(people=asked.people, boards=asked.boards, notes=asked.notes)
        except (Filled, ValueError) as refusal:
            print(refusal, file=sys.stderr)
            return 1
    print(json.dumps(asdict(world)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
