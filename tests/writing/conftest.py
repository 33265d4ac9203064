"""A gathering with a sentence that Nordvik's people write together, and writers with real shared documents."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from pycrdt import Doc, Map

from network.access.actor import Actor, actor_for
from network.core.db import db, unit_of_work
from network.live import Connection, Identity
from network.people.models import Municipality, Person
from network.people.services import register
from network.sessions.gatherings.models import Gathering
from network.together import edge
from network.together.messages import Kind, read_messages, sync_message
from network.writing import services
from network.writing.models import Writing
from tests.cast import STARTS, Cast, Hall, open_the_hall
from tests.furnished import furnished
from tests.live.wires import ListWire

LIMIT = 100


@dataclass(frozen=True)
class Room:
    """Anna and Eli are delegates of Nordvik, Kai coordinates it; Bo is a delegate of Sundby."""

    cast: Cast
    eli: Person
    gathering: Gathering
    nordvik: Municipality
    writing: Writing

    def actor(self, name: str) -> Actor:
        return actor_for(self.eli.id) if name == "eli" else self.cast.actor(name)


def set_the_room() -> Room:
    hall: Hall = open_the_hall()
    with unit_of_work():
        nordvik = db.session.scalars(db.select(Municipality).where(Municipality.name == "Nordvik")).one()
        eli = register.add_person(name="Eli", email="eli@prove.example")
        register.give_seat(eli, nordvik, from_date=STARTS.date().replace(year=2023), party="Bygdelista")
        writing = services.begin(
            gathering_id=hall.gathering.id,
            municipality_id=nordvik.id,
            texts={"what": ("Vi prøver ", LIMIT), "first_step": ("", LIMIT)},
        )
    return Room(hall.cast, eli, hall.gathering, nordvik, writing)


@pytest.fixture
def room(app: Flask) -> Room:
    app.config["WTF_CSRF_ENABLED"] = False
    return furnished(app, set_the_room)


class Writer:
    """Somebody who is at the texts: a connection and a document of her own, kept in step by hand."""

    def __init__(self, app: Flask, person: Person, public_id: str) -> None:
        self.wire = ListWire()
        self.connection = Connection(f"sid-{id(self)}", Identity(person.id, 1), actor_for(person.id), self.wire)
        self.public_id = public_id
        self._app = app
        self._read = 0
        self.start_anew()

    def start_anew(self) -> "Writer":
        """Throw her copy away and begin with an empty one."""
        self.doc: Doc[Any] = Doc()
        self.texts = self.doc.get("texts", type=Map)
        return self

    def join(self, protocol: int = 1) -> "Writer":
        edge.join(self._app, self.connection, self.public_id, protocol)
        return self.y(sync_message(Kind.STEP_1, self.doc.get_state()))

    def y(self, data: object) -> "Writer":
        edge.take(self.connection, self.public_id, data)
        self.hear()
        return self

    def send(self, update: bytes) -> "Writer":
        return self.y(sync_message(Kind.UPDATE, update))

    def hear(self) -> None:
        """Apply what has been told since the last time."""
        for word, _writing, *rest in self.wire.said[self._read :]:
            if word == "y":
                for kind, payload in read_messages(rest[0]):
                    if kind in (Kind.STEP_2, Kind.UPDATE):
                        self.doc.apply_update(payload)
        self._read = len(self.wire.said)

    def does(self, change: Callable[["Writer"], None]) -> bytes:
        """The one update that `change` makes on her own copy."""
        made: list[bytes] = []
        watching = self.doc.observe(lambda event: made.append(event.update))
        with self.doc.transaction():
            change(self)
        self.doc.unobserve(watching)
        return made[-1]

    def writes(self, words: str, key: str = "what", at: int | None = None) -> bytes:
        """Puts words in at the end of a text, or at so many bytes."""
        text = self.texts[key]
        return self.does(lambda she: text.insert(len(text) if at is None else at, words))

    def words(self, word: str) -> list[list[Any]]:
        """What has been said to her with this word, without word and name."""
        return [rest for said, _writing, *rest in self.wire.said if said == word]

    def reasons(self) -> list[str]:
        return [rest[0] for rest in self.words("deny")]

    def reads(self, key: str = "what") -> str:
        self.hear()
        return str(self.texts[key])


@pytest.fixture
def writer_for(app: Flask, room: Room) -> Callable[[Person], Writer]:
    """A writer of the room's sentence, not joined yet."""
    return lambda person: Writer(app, person, room.writing.public_id)
