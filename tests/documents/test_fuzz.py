"""DO-5, DO-9, DO-10: five thousand mutated updates leave every document readable and every copy of it the same."""

import json
import random
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from network.documents import gate
from network.documents.documents import Unreadable
from network.documents.gate import Refused
from network.documents.limits import Rules
from tests.documents.people import BOARD, Hall, replica
from tests.faults.hostile.updates import SESSIONS, Mutator

MUTATIONS = 5_000
ROOT = Path(__file__).parents[2]


def played(
    seed: int, rules: Rules | None = None, *, mutations: int = MUTATIONS
) -> Iterator[tuple[Hall, list[bytes], Counter[str]]]:
    """Sessions with three hostile updates behind each honest one: the hall, what it took, and how it answered."""
    mutator, count = Mutator(random.Random(seed)), 0
    while count < mutations:
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
