"""DO-5, DO-9, DO-10: five thousand mutated updates leave every document readable and every copy of it the same."""

import json
import random
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from network.core.lib0 import varuint
from network.documents import gate
from network.documents.documents import Unreadable
from network.documents.gate import Refused
from network.documents.limits import Rules
from tests.documents.people import BOARD, Hall, replica

SESSIONS = json.loads((Path(__file__).parent / "data" / "yjs-sessions.json").read_text())["sessions"]
CORPUS = [bytes.fromhex(sent["hex"]) for session in SESSIONS for sent in session["updates"]]
MUTATIONS = 5_000
ROOT = Path(__file__).parents[2]
BYTES = (0, 1, 2, 3, 4, 5, 7, 8, 10, 0x27, 0x28, 0x44, 0x68, 0x75, 0x76, 0x77, 0x7F, 0x80, 0x84, 0xA8, 0xC4, 0xFF)
CONTENTS = (b"\x04\x03abc", b"\x04\x04\xf0\x9f\x98\x80", b"\x08\x01\x77\x01q", b"\x01\x02", b"\x07\x01", b"\x07\x02")


class Mutator:
    """Changes real updates: blindly, by grafting, and with the ids and clocks that the document really has."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def mutated(self, update: bytes, known: dict[int, int]) -> bytes:
        if known and self._random.random() < 0.2:
            return self._crafted(known)
        changed = bytearray(update)
        for _ in range(self._random.choice((1, 1, 1, 2, 3, 5))):
            at = self._random.randrange(len(changed) + 1)
            graft = self._random.choice(CORPUS)
            start = self._random.randrange(len(graft))
            changed[at : at + self._random.choice((0, 1, 1, 4))] = self._random.choice(
                (b"", bytes([self._random.choice(BYTES)]), graft[start : start + self._random.randrange(12)])
            )
        return bytes(changed)

    def _crafted(self, known: dict[int, int]) -> bytes:
        """One struct of a known client at its next clock, leaning on whatever is there."""
        pick = self._random
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

    def _range(self, known: dict[int, int]) -> bytes:
        client = self._random.choice(list(known))
        start = self._random.randrange(known[client])
        return varuint(client) + b"\x01" + varuint(start) + varuint(self._random.randrange(1, 4))


def played(seed: int, rules: Rules | None = None) -> Iterator[tuple[Hall, list[bytes], Counter[str]]]:
    """Sessions with three hostile updates behind each honest one: the hall, what it took, and how it answered."""
    mutator, count = Mutator(seed), 0
    while count < MUTATIONS:
        hall, taken, answers = Hall(rules=rules), [], Counter()
        for sent in SESSIONS[count % len(SESSIONS)]["updates"]:
            honest = bytes.fromhex(sent["hex"])
            answers["honest"] += _offer(hall, sent["by"] + 1, honest, taken) == "applied"
            for _ in range(3):
                hostile = mutator.mutated(honest, hall.registry.open(BOARD).known)
                answers[_offer(hall, sent["by"] + 1, hostile, taken)] += 1
                count += 1
        yield hall, taken, answers


def _offer(hall: Hall, person: int, update: bytes, taken: list[bytes]) -> str:
    try:
        client = gate.parse(update, limit=len(update)).client
        answer = hall.take(hall.registry.open(BOARD).owners.get(client) or person, update).value
    except Refused as fault:
        return fault.reason
    if answer == "applied":
        taken.append(update)
    return answer


def check_copies(hall: Hall, taken: list[bytes]) -> None:
    document = hall.registry.open(BOARD)
    copies = [hall.notes, replica(document.full()), replica(*taken), hall.restarted().notes]
    assert all(copy == copies[0] for copy in copies)


def test_mutated_updates_leave_documents_readable_and_copies_equal():
    answers: Counter[str] = Counter()
    for hall, taken, answered in played(seed=20261123):
        answers += answered
        check_copies(hall, taken)
        assert hall.restarted().registry.open(BOARD).places().known(0) == 0

    assert {"honest", "applied", "repeat", "malformed", "resync", "rule"} <= set(answers)
    assert answers["applied"] > 50


def test_without_places_copies_differ_or_documents_break():
    """The positive control of DO-10."""
    with pytest.raises((AssertionError, Unreadable)):
        for hall, taken, _ in played(seed=20261123, rules=Rules(places=False)):
            check_copies(hall, taken)


@pytest.mark.node
def test_browsers_show_what_the_server_shows_whatever_was_sent():
    histories = [(hall.notes, taken, hall.registry.open(BOARD).full()) for hall, taken, _ in played(seed=7)]
    lines = [
        json.dumps([update.hex() for update in updates]) for _, taken, full in histories for updates in (taken, [full])
    ]

    done = subprocess.run(
        ["node", "--import", "./tests/js/resolve.mjs", "tests/documents/shown-by-yjs.mjs"],
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        cwd=ROOT,
    )

    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        notes for notes, _, _ in histories for _ in range(2)
    ]
