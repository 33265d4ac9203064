"""BO-15, BO-16: a client of one's own making, who asks the real socket for what is not hers to read or to change."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from pycrdt import Doc, Map

from network.together.messages import Kind, read_messages, sync_message
from tests.faults.caller import Caller
from tests.faults.house import wait_for
from tests.faults.members import plain_note
from tests.faults.test_three_groups import COLUMN, Groups, house  # noqa: F401
from tests.live.client import Client, Closed

pytestmark = pytest.mark.server

SECRET = "Ikkje noko for andre enno"
PAGES = ("", "/history", "/files", "/files/json", "/for-another", "/import", "/dots")


class Prying(Client):
    """Signed in as somebody; every byte that she is sent is kept."""

    def __init__(self, house: Groups, secret: str) -> None:  # noqa: F811
        self.heard = bytearray()
        super().__init__(house.port, who=f"-; session={secret}")
        assert self.refusal is None
        self.caller = Caller(house.address, secret)
        self.doc: Doc[Any] = Doc()
        self.notes: Map[Any] = self.doc.get("notes", type=Map)

    def frame(self) -> tuple[int, bytes]:
        opcode, payload = super().frame()
        self.heard += payload
        return opcode, payload

    def asks_for(self, name: str) -> None:
        """Everything that a board's name may bring, whoever may have it."""
        with suppress(Closed, OSError):
            self.say("join", name, None, 1)
            self.say("y", name, sync_message(Kind.STEP_1, b"\0"))
            self.say("hall:join", name)
            self.say("join", "nothing", None, 1)
            while b"nothing" not in self.frame()[1]:
                pass

    def looks_at(self, board: str) -> None:
        for page in PAGES:
            self.heard += self.caller.get(f"/boards/{board}{page}").text.encode()

    def comes_to(self, name: str) -> None:
        """Join it, and have a copy."""
        self.join(name)
        self.say("y", name, sync_message(Kind.STEP_1, b"\0"))
        for kind, payload in read_messages(self.hear("y")[1]):
            if kind is Kind.STEP_2:
                self.doc.apply_update(payload)

    def tries(self, name: str, change: Callable[[], None]) -> list[Any]:
        """What is said to the change: ["a", …] or ["deny", …, why]."""
        made: list[bytes] = []
        subscription = self.doc.observe(lambda event: made.append(event.update))
        with self.doc.transaction():
            change()
        self.doc.unobserve(subscription)
        self.say("y", name, sync_message(Kind.UPDATE, made[-1]))
        while True:
            packet = self.packet()
            if packet["type"] == 2 and packet["data"][0] in ("a", "deny", "resync"):
                return [packet["data"][0], *packet["data"][2:3]]


@pytest.fixture
def prying_for(house: Groups) -> Iterator[Callable[[str], Prying]]:  # noqa: F811
    made: list[Prying] = []

    def begin(secret: str) -> Prying:
        made.append(Prying(house, secret))
        return made[-1]

    yield begin
    for one in made:
        one.close()


def note_of(writer: Prying, name: str) -> str:
    """She writes what nobody else may read yet; the note's id."""
    writer.comes_to(name)
    note_id = secrets.token_urlsafe(16)

    def add() -> None:
        writer.notes[note_id] = plain_note(SECRET)
        writer.notes[note_id]["place"] = [COLUMN, "V"]

    assert writer.tries(name, add)[0] == "a"
    return note_id


def test_no_byte_of_what_one_writes_alone_reaches_another_before_it_is_shown(
    house: Groups,  # noqa: F811
    prying_for: Callable[[str], Prying],
) -> None:
    """Asked by somebody of her table, of another table, and by who leads. As control: shown, they read it."""
    group, other = house.groups[0], house.groups[1]
    board, members = group["board"], group["members"]
    writer = prying_for(members[0]["secret"])
    note_id = note_of(writer, f"own.{board}")
    those = [prying_for(secret) for secret in (members[1]["secret"], other["members"][0]["secret"], house.told["lead"])]

    for one in those:
        for name in (board, f"own.{board}", f"own.own.{board}", f"own.{note_id}", note_id, f"w.{board}", "own."):
            one.asks_for(name)
        one.looks_at(board)

    assert [SECRET.encode() in one.heard for one in those] == [False] * 3
    assert SECRET.encode() in read_by_herself(writer, board)
    house.goes_on()
    wait_for(lambda: is_read(prying_for(members[1]["secret"]), board), "somebody of her table reads it")


def read_by_herself(writer: Prying, board: str) -> bytes:
    writer.looks_at(board)
    writer.asks_for(f"own.{board}")
    return bytes(writer.heard)


def is_read(one: Prying, board: str) -> bool:
    one.asks_for(board)
    return SECRET.encode() in one.heard


def test_after_the_close_a_client_of_her_own_moves_and_rewords_nothing(
    house: Groups,  # noqa: F811
    prying_for: Callable[[str], Prying],
) -> None:
    """As control: while it is open, the same acts are taken."""
    group = house.groups[0]
    board, members = group["board"], group["members"]
    note_id = note_of(prying_for(members[0]["secret"]), f"own.{board}")
    house.goes_on()
    wait_for(lambda: is_read(prying_for(members[2]["secret"]), board), "it is shown")

    def answers() -> list[list[Any]]:
        """To each act on a line of its own: what is refused leaves a gap behind it."""
        found = []
        for act in ACTS:
            her = prying_for(members[1]["secret"])
            her.comes_to(board)
            found.append(her.tries(board, partial(act, her.notes[note_id])))
        return found

    while_open = answers()
    assert Caller(house.address, house.told["lead"]).post(f"/boards/{board}/closure").status == 303

    assert [answer[0] for answer in while_open] == ["a", "a", "a"]
    assert answers() == [["deny", "closed"]] * 3


def move(note: "Map[Any]") -> None:
    note["place"] = [COLUMN, f"W{secrets.token_hex(3)}x"]


def write(note: "Map[Any]") -> None:
    note["text"].insert(0, "Ikkje ")


def colour(note: "Map[Any]") -> None:
    note["hue"] = secrets.choice(("moss", "rose", "plum"))


ACTS = (move, write, colour)
"""What somebody does to another's note."""
