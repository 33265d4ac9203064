"""Updates of Yjs that no browser makes: real ones that were damaged, and structs made up of ids that are there.

One mutator for all tests: over the real socket (tests/faults) and straight into the registry (tests/documents).
"""

import json
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pycrdt import Doc, Map

from network.core.lib0 import varuint
from network.documents.encoding import state_vector
from tests.faults.members import plain_note

SESSIONS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "documents" / "data" / "yjs-sessions.json").read_text()
)["sessions"]
RECORDED = [bytes.fromhex(sent["hex"]) for session in SESSIONS for sent in session["updates"]]
NINE_BYTES = bytes.fromhex("01027f000001000000")
"""pycrdt divides by zero, and cannot write the document any more."""
KNOWN = (NINE_BYTES, b"\x01\x01\x4f\x00\x87\x4d\x00\x01\x00", b"\x00\x00", b"\x00")
BYTES = (0, 1, 2, 3, 4, 5, 7, 8, 10, 0x27, 0x28, 0x44, 0x68, 0x75, 0x76, 0x77, 0x7F, 0x80, 0x84, 0xA8, 0xC4, 0xFF)
NUMBERS = (b"", b"\xff\xff\xff\xff\x0f", b"\xff" * 7 + b"\x0f", b"\x00", b"\x7f")
CONTENTS = (b"\x04\x03abc", b"\x04\x04\xf0\x9f\x98\x80", b"\x08\x01\x77\x01q", b"\x01\x02", b"\x07\x01", b"\x07\x02")
A_CLIENT = 2**31
"""The client id of what edits are made with; each that is sent gets another of the same length."""

Notes = Map[Any]
Damage = Callable[[bytearray, random.Random], None]


def flipped(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def replaced(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] = chance.choice(BYTES)


def cut(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    del data[at : at + chance.randint(1, 8)]


def doubled(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at:at] = data[at : at + chance.randint(1, 16)]


def stretched(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at : at + 1] = chance.choice(NUMBERS)


def grafted(data: bytearray, chance: random.Random) -> None:
    graft = chance.choice(RECORDED)
    start, at = chance.randrange(len(graft)), chance.randrange(len(data) + 1)
    data[at : at + chance.choice((0, 1, 1, 4))] = graft[start : start + chance.randrange(12)]


DAMAGES: tuple[Damage, ...] = (flipped, replaced, cut, doubled, stretched, grafted)


class Mutator:
    """Makes bad updates of good ones, and of the ids and clocks that a document really has."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def mutated(self, update: bytes, known: Mapping[int, int]) -> bytes:
        """`update` in other bytes, or now and then a struct at the next clock of a known client (id → next clock)."""
        if known and self._chance.random() < 0.2:
            return self._crafted(known)
        data = bytearray(update)
        for _ in range(self._chance.choice((1, 1, 1, 2, 3, 5))):
            self._chance.choice(DAMAGES)(data, self._chance)
            data = data or bytearray(b"\x00")
        return bytes(data)

    def _crafted(self, known: Mapping[int, int]) -> bytes:
        """One struct of a known client at its next clock, leaning on whatever is there."""
        pick = self._chance
        clients = list(known)

        def some_id() -> bytes:
            client = pick.choice(clients)
            return varuint(client) + varuint(pick.randrange(known[client]))

        client, content = pick.choice(clients), pick.choice(CONTENTS)
        info = pick.choice((0x80, 0x40, 0xC0, 0x20, 0))
        neighbours = b"".join(some_id() for bit in (0x80, 0x40) if info & bit)
        if not info & 0xC0:
            neighbours = pick.choice((b"\x00" + some_id(), b"\x01\x05notes"))
            neighbours += b"\x05place" if info & 0x20 else b""
        deletes = pick.choice((b"\x00", b"\x01" + self._range(known)))
        header = b"\x01\x01" + varuint(client) + varuint(known[client] - pick.choice((0, 0, 0, 1)))
        return header + bytes([info | content[0]]) + neighbours + content[1:] + deletes

    def _range(self, known: Mapping[int, int]) -> bytes:
        client = self._chance.choice(list(known))
        start = self._chance.randrange(known[client])
        return varuint(client) + b"\x01" + varuint(start) + varuint(self._chance.randrange(1, 4))


def adds(notes: Notes, chance: random.Random) -> None:
    notes["".join(chance.choices("abcdefgh-_01", k=22))] = plain_note("a note, ærleg 🙂")


def rewords(notes: Notes, chance: random.Random) -> None:
    notes[chance.choice(sorted(notes))]["text"].insert(0, "more ")


def erases(notes: Notes, chance: random.Random) -> None:
    notes[chance.choice(sorted(notes))]["text"].clear()


def moves(notes: Notes, chance: random.Random) -> None:
    notes[chance.choice(sorted(notes))]["place"] = ["who", chance.choice("VWX")]


def deletes(notes: Notes, chance: random.Random) -> None:
    notes[chance.choice(sorted(notes))]["deleted"] = True


EDITS = (adds, rewords, erases, moves, deletes)


class Forger:
    """Bad updates for a board as it stands: `look` at it from time to time, and take as many as are wanted."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._mutator = Mutator(chance)
        self._known: dict[int, int] = {}
        self._edits: list[bytes] = []

    def look(self, state: bytes) -> None:
        """Real edits of this state, and its ids, are what comes next is made of."""
        self._known = {client: clock for client, clock in state_vector_of(state).items() if clock}
        made = [edit_of(state, edit, self._chance) for edit in EDITS for _ in range(3)]
        self._edits = [update for update in made if update]

    def update(self) -> bytes:
        """The next one: a damaged edit by a client that has written nothing, or what is known to be bad, damaged."""
        chance = self._chance
        if chance.random() < 0.2:
            return self._mutator.mutated(chance.choice((*RECORDED, *KNOWN)), self._known)
        as_new = varuint(A_CLIENT + chance.randrange(2**30))
        return self._mutator.mutated(chance.choice(self._edits).replace(varuint(A_CLIENT), as_new), self._known)


def state_vector_of(state: bytes) -> dict[int, int]:
    doc: Doc[Any] = Doc()
    doc.apply_update(state)
    return state_vector(doc.get_state())


def edit_of(state: bytes, edit: Callable[[Notes, random.Random], None], chance: random.Random) -> bytes:
    """The one update that `edit` makes on this state; empty when it changes nothing."""
    doc: Doc[Any] = Doc(client_id=A_CLIENT)
    doc.apply_update(state)
    made: list[bytes] = []
    subscription = doc.observe(lambda event: made.append(event.update))
    with doc.transaction():
        edit(doc.get("notes", type=Map), chance)
    doc.unobserve(subscription)
    return made[-1] if made else b""
