"""A hall with a board, pages for each of the cast, and writers with real shared documents."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pycrdt import Doc, Map, Text

from network.access.actor import actor_for
from network.live import Connection, Identity
from network.people.models import Person
from network.sessions.boards.models import Board
from network.together import edge
from network.together.messages import Kind, read_messages, sync_message
from tests.cast import Hall, open_the_hall
from tests.furnished import furnished
from tests.live.wires import ListWire
from tests.sessions.boards.voting import Voting, begin_voting


@pytest.fixture
def hall(app: Flask) -> Hall:
    app.config["WTF_CSRF_ENABLED"] = False
    return furnished(app, open_the_hall)


class Writer:
    """Somebody with the board open: a connection and a document of her own, kept in step by hand."""

    def __init__(self, app: Flask, person: Person, board: Board) -> None:
        self.wire = ListWire()
        self.connection = Connection(f"sid-{id(self)}", Identity(person.id, 1), actor_for(person.id), self.wire)
        self.public_id = board.public_id
        self._app = app
        self._read = 0
        self.start_anew()

    def start_anew(self, client_id: int | None = None) -> "Writer":
        """Throw her copy away and begin with an empty one."""
        self.doc: Doc[Any] = Doc(client_id=client_id)
        self.notes = self.doc.get("notes", type=Map)
        self.clusters = self.doc.get("clusters", type=Map)
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
        for word, _board, *rest in self.wire.said[self._read :]:
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

    def writes(self, note_id: str, text: str = "hei", column: str = "why", **other: Any) -> bytes:
        fields = {"place": [column, "V"], "hue": "sky", "cluster": None, "deleted": False, "version_of": None, **other}
        return self.does(lambda she: she.notes.__setitem__(note_id, Map({"text": Text(text), **fields})))

    def gathers(self, cluster_id: str, *note_ids: str, title: str = "", column: str = "why") -> bytes:
        """A new cluster with these notes in it, as one act."""

        def change(she: "Writer") -> None:
            she.clusters[cluster_id] = Map({"title": Text(title), "place": [column, "V"]})
            for note_id in note_ids:
                she.notes[note_id]["cluster"] = cluster_id

        return self.does(change)

    def words(self, word: str) -> list[list[Any]]:
        """What has been said to her with this word, without word and board."""
        return [rest for said, _board, *rest in self.wire.said if said == word]

    def texts(self) -> list[str]:
        self.hear()
        return sorted(str(self.notes[key]["text"]) for key in self.notes if not self.notes[key]["deleted"])


@pytest.fixture
def writer_for(app: Flask, hall: Hall) -> Callable[[Person], Writer]:
    """A writer on the hall's first board, not joined yet."""
    return lambda person: Writer(app, person, hall.board)


@pytest.fixture
def voting(hall: Hall, client_for: Callable[[Person | None], FlaskClient]) -> Voting:
    """Three dots each, two on one note; Anna and Bo can set them."""
    return begin_voting(hall, client_for)
