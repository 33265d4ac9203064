"""Thousands of damaged updates over the real socket: no board unreadable, no process gone, everybody in sync."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pycrdt import Doc, Map

from network.together.messages import Kind
from tests.faults import sizes
from tests.faults.house import Crowd, House, wait_for
from tests.faults.members import Member, board_of_a_newcomer, member, plain_note
from tests.live.client import Closed, event, masked

pytestmark = [pytest.mark.server, pytest.mark.node]

BATCH = 10
"""So many refusals end a connection, so a new one comes for each ten."""
ENDS = (b"", b"\xff\xff\xff\xff\x0f", b"\xff" * 7 + b"\x0f", b"\x00", b"\x7f")

Edit = Callable[["Map[Any]", random.Random], None]


def adds(notes: "Map[Any]", chance: random.Random) -> None:
    notes["".join(chance.choices("abcdefgh-_01", k=22))] = plain_note("a note, ærleg 🙂")


def rewords(notes: "Map[Any]", chance: random.Random) -> None:
    notes[chance.choice(sorted(notes))]["text"].insert(0, "more ")


def erases(notes: "Map[Any]", chance: random.Random) -> None:
    text = notes[chance.choice(sorted(notes))]["text"]
    text.clear()


def moves(notes: "Map[Any]", chance: random.Random) -> None:
    notes[chance.choice(sorted(notes))]["place"] = ["who", chance.choice("VWX")]


def deletes(notes: "Map[Any]", chance: random.Random) -> None:
    notes[chance.choice(sorted(notes))]["deleted"] = True


EDITS: tuple[Edit, ...] = (adds, rewords, erases, moves, deletes)


def flipped(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def replaced(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] = chance.choice((0, 1, 2, 10, 127, 128, 255))


def cut(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    del data[at : at + chance.randint(1, 8)]


def doubled(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at:at] = data[at : at + chance.randint(1, 16)]


def stretched(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at : at + 1] = chance.choice(ENDS)


DAMAGES = (flipped, replaced, cut, doubled, stretched)


def damaged_updates(state: bytes, chance: random.Random) -> Iterator[bytes]:
    """Real edits of this state, each by a client of its own, each damaged in one to three places."""
    while True:
        doc: Doc[Any] = Doc()
        doc.apply_update(state)
        made: list[bytes] = []
        subscription = doc.observe(lambda event, made=made: made.append(event.update))
        with doc.transaction():
            chance.choice(EDITS)(doc.get("notes", type=Map), chance)
        doc.unobserve(subscription)
        data = bytearray(made[-1]) if made else bytearray(b"\x00\x00")
        for _ in range(chance.randint(1, 3)):
            chance.choice(DAMAGES)(data, chance)
            data = data or bytearray(b"\x00")
        yield bytes(data)


def send_batch(house: House, chance: random.Random) -> None:
    """One connection, ten damaged updates; read until the server has dealt with all of them."""
    with member(house, "Anna") as anna:
        updates = damaged_updates(anna.doc.get_update(), chance)
        try:
            for _ in range(BATCH):
                anna.send(next(updates), kind=chance.choice((Kind.UPDATE, Kind.STEP_2)))
            anna.send_bytes(masked(event("join", "nothing", None, 1)))
            while b"nothing" not in anna.frame()[1]:
                pass
        except (Closed, OSError):
            return


def notes_to_damage(anna: Member) -> None:
    for number in range(5):
        anna.send(anna.note(f"note {number}"))
    anna.wait_acknowledged(5)


def as_a_newcomer(house: House) -> list[tuple[object, ...]]:
    """The notes as somebody gets them who joins now."""
    notes = board_of_a_newcomer(house, "Writer 0")
    return sorted(
        (note_id, note["text"], tuple(note["place"]), note["hue"], note["deleted"]) for note_id, note in notes.items()
    )


def as_seen(crowd: Crowd, page: str) -> list[tuple[object, ...]]:
    return sorted(
        (note["id"], note["text"], (note["column"], note["position"]), note["hue"], note["deleted"])
        for note in crowd.notes(page)
    )


@pytest.fixture
def chance() -> random.Random:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    return random.Random(seed)


def test_5_000_damaged_updates_leave_every_board_readable_and_everybody_in_sync(
    house: Callable[..., House], crowd: Callable[[House], Crowd], chance: random.Random
) -> None:
    here = house()
    people = crowd(here)
    people.join("bo", here.people["Bo"])
    with member(here, "Anna") as anna:
        notes_to_damage(anna)
    assert here.process is not None
    number = here.process.pid

    for _ in range(sizes.of(5_000, 100_000) // BATCH):
        send_batch(here, chance)
    people.wait_saved("bo", people.add("bo", "still here"))

    assert here.is_alive
    assert here.process.pid == number
    wait_for(lambda: as_seen(people, "bo") == as_a_newcomer(here), "bystander and newcomer have the same board")
    assert "still here" in here.page(here.people["Bo"])
    before = as_a_newcomer(here)
    here.kill()
    here.start()
    assert as_a_newcomer(here) == before


def test_control_without_gate_and_rules_the_damage_stays(
    house: Callable[..., House], crowd: Callable[[House], Crowd], chance: random.Random
) -> None:
    here = house(without="read_nothing")
    people = crowd(here)
    people.join("bo", here.people["Bo"])
    with member(here, "Anna") as anna:
        notes_to_damage(anna)

    def is_broken() -> bool:
        try:
            send_batch(here, chance)
            return not here.is_alive or as_seen(people, "bo") != as_a_newcomer(here)
        except (Closed, OSError, RuntimeError, KeyError):
            return True

    wait_for(is_broken, "a board that differs, cannot be read, or whose server has gone")
