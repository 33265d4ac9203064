"""A hall with a programme: coffee, a talk, questions, mixed groups, lunch, and the protected round at the end."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network.access.actor import actor_for
from network.core import clock
from network.core.db import db, unit_of_work
from network.live import Connection, Identity
from network.people.models import Person
from network.sessions.gatherings.models import Gathering, ProgrammeItem
from network.sessions.gatherings.services.door import check_in
from network.sessions.stage import sockets
from network.sessions.stage.models import StageState
from network.sessions.stage.queries.standing import standing
from network.sessions.stage.services import moves, screens, telling, watching
from tests.cast import STARTS, Cast, Hall, open_the_hall
from tests.furnished import furnished
from tests.live.wires import ListWire
from tests.statements import statements

PHASES = [["write", 3], ["talk", 18], ["choose", 3]]
ITEMS: tuple[dict[str, Any], ...] = (
    {"key": "coffee", "kind": "arrival", "title": "Kaffi", "minutes": 30},
    {"key": "talk", "kind": "talk", "title": "Innleiing", "minutes": 35, "script": "Sei: No kjem gjesten."},
    {"key": "asked", "kind": "questions", "title": "Spørsmål", "minutes": 10},
    {"key": "mixed", "kind": "mixed_round", "title": "Blanda grupper", "minutes": 27, "phases": PHASES},
    {"key": "lunch", "kind": "break", "title": "Lunsj", "minutes": 45},
    {"key": "home", "kind": "going_home", "title": "Dette tek vi med heim", "minutes": 35, "least_minutes": 25},
)


@dataclass(frozen=True)
class Day:
    """The hall, its items by key, and short ways to move it."""

    hall: Hall
    items: dict[str, ProgrammeItem]

    @property
    def cast(self) -> Cast:
        return self.hall.cast

    @property
    def gathering(self) -> Gathering:
        return self.hall.gathering

    @property
    def state(self) -> StageState:
        db.session.rollback()
        return standing(self.gathering.id)

    def move(self, act: str, *, by: Person | None = None, version: int | None = None, **facts: object) -> StageState:
        """One move in a unit of work of its own, from the newest version unless another is given."""
        who = by or self.cast.fia
        seen = self.state.version if version is None else version
        with unit_of_work():
            return moves.move(self.gathering, act, version=seen, by_id=who.id, **facts)

    def go_to(self, key: str) -> StageState:
        return self.move("begin", item_id=self.items[key].id)

    def to_work(self) -> None:
        """Everybody sits in the mixed round, which is at work."""
        self.go_to("mixed")
        for act in ("deal", "gather", "start"):
            self.move(act)

    def path(self, rest: str) -> str:
        return f"/gatherings/{self.gathering.public_id}{rest}"


@pytest.fixture
def day(app: Flask) -> Day:
    app.config["WTF_CSRF_ENABLED"] = False
    return furnished(app, open_the_day, at=STARTS)


def open_the_day() -> Day:
    """The day has its programme, and nothing has begun. Anna, Bo and Cy are checked in."""
    hall = open_the_hall()
    with unit_of_work():
        items = {str(one["key"]): _item(hall, place, one) for place, one in enumerate(ITEMS)}
        for person in (hall.cast.anna, hall.cast.bo, hall.cast.cy):
            check_in(hall.gathering, person.id, how="badge", by_id=None)
    return Day(hall, items)


def _item(hall: Hall, place: int, given: dict[str, Any]) -> ProgrammeItem:
    values = {name: value for name, value in given.items() if name not in ("key", "phases")}
    item = ProgrammeItem(
        public_id=f"item-{given['key']}",
        gathering_id=hall.gathering.id,
        position=place,
        groups="local" if given["kind"] == "going_home" else "new",
        board_template="challenges",
        phases=json.dumps(given.get("phases", [])),
        **values,
    )
    db.session.add(item)
    db.session.flush()
    return item


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    telling.forget()
    watching.forget()
    screens.forget_tries()


def queries_of(client: FlaskClient, address: str, headers: dict[str, str] | None = None) -> int:
    """How many statements one page asks the database."""
    with statements() as asked:
        assert client.get(address, headers=headers).status_code == 200
    return len(asked)


class Listener:
    """Somebody with a page open that follows the hall."""

    def __init__(self, app: Flask, person: Person) -> None:
        self.wire = ListWire()
        actor = actor_for(person.id)
        self.connection = Connection(f"sid-{id(self)}", Identity(person.id, 1), actor, self.wire)
        self._app = app

    def join(self, public_id: object) -> "Listener":
        sockets.join(self._app, self.connection, public_id)
        return self

    def words(self) -> list[str]:
        return [str(said[0]) for said in self.wire.said]

    def heard(self, word: str) -> list[list[Any]]:
        return [said[1:] for said in self.wire.said if said[0] == word]


@pytest.fixture
def listener_for(app: Flask) -> Iterator[Callable[[Person], Listener]]:
    made: list[Listener] = []

    def make(person: Person) -> Listener:
        made.append(Listener(app, person))
        return made[-1]

    yield make
    for one in made:
        one.connection.leave()


def after(**much: float) -> None:
    """Let time pass."""
    clock.advance(timedelta(**much).total_seconds())
