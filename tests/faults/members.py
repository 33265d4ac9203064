"""A member of the group who speaks the protocol herself, byte by byte, so that she can break every rule of it."""

import random
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgpack
from pycrdt import Doc, Map, Text

from network.documents.encoding import state_vector
from network.together.messages import Kind, read_messages, sync_message
from tests.faults.house import House, Person
from tests.live.client import Client, Closed

NOTE_ID_BYTES = 16
PATIENCE = 20.0
"""Seconds that she waits for an answer to what she said last."""


class Member(Client):
    """Joined to the board, with a copy of it. `edit` makes updates on the copy, `send` says them."""

    def __init__(self, house: House, person: Person, *, port: int | None = None) -> None:
        self._ends_at = time.monotonic() + PATIENCE
        super().__init__(port or house.port, who=f"-; {person.cookie}")
        assert self.refusal is None, self.refusal
        self.board = house.board
        self.acknowledged = 0
        self.chance = random.Random()
        self.doc: Doc[Any] = Doc()
        self.notes: Map[Any] = self.doc.get("notes", type=Map)
        try:
            self.join(house.board)
            self._catch_up()
        except BaseException:
            self.close()
            raise

    def _catch_up(self) -> None:
        self.say("y", self.board, sync_message(Kind.STEP_1, self.doc.get_state()))
        for kind, payload in read_messages(self.hear("y")[1]):
            if kind is Kind.STEP_2:
                self.doc.apply_update(payload)

    def say(self, word: str, *data: object) -> None:
        self._ends_at = time.monotonic() + PATIENCE
        super().say(word, *data)

    def frame(self) -> tuple[int, bytes]:
        """As ever, but pings alone do not keep her waiting. Raises TimeoutError."""
        if time.monotonic() > self._ends_at:
            raise TimeoutError("the server pings and does not answer")
        return super().frame()

    def write_as(self, client: int) -> None:
        """Write under this Yjs client id from now on."""
        copy: Doc[Any] = Doc(client_id=client)
        copy.apply_update(self.doc.get_update())
        self.doc, self.notes = copy, copy.get("notes", type=Map)

    def forget_everything(self) -> None:
        """Begin an empty copy, which knows no clocks."""
        self.doc = Doc()
        self.notes = self.doc.get("notes", type=Map)

    def edit(self, change: Callable[[], None]) -> bytes:
        """Do something to the copy; the one update that it made."""
        made: list[bytes] = []
        subscription = self.doc.observe(lambda event: made.append(event.update))
        with self.doc.transaction():
            change()
        self.doc.unobserve(subscription)
        return made[-1]

    def note(self, text: str, *, note_id: str | None = None) -> bytes:
        """The update that adds a note."""

        return self.edit(lambda: self.add_note(text, note_id=note_id))

    def add_note(self, text: str, *, note_id: str | None = None) -> None:
        """A note on the copy, inside an `edit`."""
        self.notes[note_id or secrets.token_urlsafe(NOTE_ID_BYTES)] = plain_note(text)

    def send(self, *updates: bytes, kind: Kind = Kind.UPDATE) -> None:
        self.say("y", self.board, b"".join(sync_message(kind, update) for update in updates))

    def answer(self) -> list[Any]:
        """The next `a`, `deny` or `resync`, as [word, …]. Raises Closed."""
        while True:
            packet = self.packet()
            if packet["type"] == 2 and packet["data"][0] in ("a", "deny", "resync"):
                return list(packet["data"])

    def wait_acknowledged(self, count: int) -> None:
        """Read on until `count` messages are acknowledged."""
        while self.acknowledged < count:
            word, _, *rest = self.answer()
            assert word == "a", (word, rest)
            self.acknowledged = rest[0]


def plain_note(text: str) -> Map[Any]:
    """A note as the board's rules want it."""
    return Map(
        {
            "text": Text(text),
            "place": ["what", "V"],
            "hue": "sun",
            "cluster": None,
            "deleted": False,
            "version_of": None,
        }
    )


@contextmanager
def member(house: House, name: str, *, port: int | None = None) -> Iterator[Member]:
    made = Member(house, house.people[name], port=port)
    try:
        yield made
    finally:
        made.close()


def board_of_a_newcomer(house: House, name: str = "Bo") -> dict[str, Any]:
    """The notes as somebody gets them who joins now. Raises Closed or OSError when the board cannot be read."""
    with member(house, name) as new:
        return dict(new.notes.to_py() or {})


def clocks_of(new: Member) -> dict[int, int]:
    """Yjs client id → next clock, as this copy has it."""
    return state_vector(new.doc.get_state())


def packed(value: object) -> bytes:
    return bytes(msgpack.packb(value))


__all__ = ["Closed", "Member", "board_of_a_newcomer", "clocks_of", "member", "packed", "plain_note"]
