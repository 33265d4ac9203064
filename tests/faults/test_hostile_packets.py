"""F14: packets of every type, in every frame, over both transports: each is answered, and nobody else is disturbed."""

import base64
import http.client
import json
import random
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import msgpack
import pytest

from tests.faults import sizes
from tests.faults.hostile import packets
from tests.faults.hostile.packets import GOES_ON, Answer
from tests.faults.hostile.volleys import CONNECT, QUESTION
from tests.faults.house import House, Person
from tests.faults.members import Member, member
from tests.faults.test_mutations import lines_too_many
from tests.live.client import Closed, RawSocket, event, masked

pytestmark = [pytest.mark.server, pytest.mark.node]

ANSWER_SECONDS = 30.0
NO_ANSWER_SECONDS = 3.0
EACH = 4
"""Packets of a connection: it hardly outlives more."""
CODES = range(1000, 5000)
"""A goodbye is answered with its own code."""
PATH = "/socket.io/?EIO=4&transport=polling"

IsWell = Callable[[], None]


def answer_to(sender: Member, frames: bytes) -> Answer:
    """The code with which the server closes, or that it hears what is said next."""
    try:
        sender.send_bytes(frames)
        sender.send_bytes(QUESTION)
        while b"nothing" not in sender.frame()[1]:
            pass
    except Closed as closed:
        return closed.code
    except OSError as fault:
        return type(fault).__name__
    return GOES_ON


@pytest.mark.parametrize("kind", ["EVENTS", "TYPES", "TEXTS", "FRAMES"])
def test_each_packet_and_frame_is_answered_as_it_must_be(kind: str, standing_house: House, is_well: IsWell) -> None:
    wrong: dict[str, tuple[Answer, Answer]] = {}
    for name, (frames, due) in getattr(packets, kind).items():
        with member(standing_house, "Anna") as anna:
            if (answer := answer_to(anna, frames)) != due:
                wrong[name] = (answer, due)

    assert wrong == {}
    is_well()


class Poller:
    """A member by polling: her connection is open, and what waits for her she fetches never."""

    def __init__(self, house: House, person: Person, *, seconds: float = ANSWER_SECONDS) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", house.port, timeout=seconds)
        self._headers = {"Cookie": person.cookie}
        status, opened = self._ask("GET", PATH)
        assert status == 200
        self._path = f"{PATH}&sid={json.loads(opened[1:])['sid']}"
        self.say(msgpack.packb({"type": 0, "nsp": "/"}))

    def say(self, packet: bytes) -> None:
        assert self.post(b"b" + base64.b64encode(packet)) == 200

    def post(self, body: bytes) -> int:
        """The status of the answer. Raises TimeoutError when there is none."""
        return self._ask("POST", self._path, body)[0]

    def close(self) -> None:
        self._line.close()

    def _ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        self._line.request(method, path, body, headers=self._headers)
        answer = self._line.getresponse()
        return answer.status, answer.read()


@contextmanager
def poller(house: House, *, seconds: float = ANSWER_SECONDS) -> Iterator[Poller]:
    made = Poller(house, house.people["Anna"], seconds=seconds)
    try:
        yield made
    finally:
        made.close()


def test_each_body_by_polling_is_answered_as_it_must_be(standing_house: House, is_well: IsWell) -> None:
    answers = {}
    for name, (body, _due) in packets.BODIES.items():
        with poller(standing_house) as anna:
            answers[name] = anna.post(body)

    assert answers == {name: due for name, (_body, due) in packets.BODIES.items()}
    is_well()


def test_control_without_a_look_at_bodies_some_are_never_answered(house: Callable[..., House]) -> None:
    here = house(without="let_bodies_through")

    with poller(here, seconds=NO_ANSWER_SECONDS) as anna, pytest.raises(TimeoutError):
        anna.post(packets.BODIES["Engine.IO's open"][0])


def test_5_000_raw_packets_are_answered_and_disturb_nobody(standing_house: House, is_well: IsWell) -> None:
    seed, began = random.SystemRandom().randrange(10**6), time.monotonic()
    print(f"seed {seed}")
    chance = random.Random(seed)
    answers: Counter[Answer] = Counter()

    for _ in range(sizes.of(5_000, 200_000) // (4 * EACH)):
        answers += send_to_a_socket(standing_house, chance, standing_house.people["Anna"])
        answers += send_to_a_socket(standing_house, chance, chance.choice(standing_house.writers))
        answers += send_to_a_socket(standing_house, chance, None)
        answers += send_by_polling(standing_house, chance)

    print(f"{dict(answers)} in {time.monotonic() - began:.0f} s")
    assert {packets.AWAY, packets.BROKEN, packets.FORBIDDEN, 200, 400} <= answers.keys()
    assert {answer for answer in answers if answer not in (GOES_ON, 0, 200, 400, *CODES)} == set()
    assert lines_too_many(standing_house, began) == []
    is_well()


def send_to_a_socket(house: House, chance: random.Random, person: Person | None) -> Counter[Answer]:
    """Some packets on a WebSocket, as a member or a stranger; how it ended. Whatever comes back comes in time."""
    said = b"".join(packets.mutated(chance) for _ in range(EACH))
    who = f"-; {person.cookie}" if person else None
    if person:
        said = CONNECT + masked(event("join", house.board, None, 1)) + said
    opened = RawSocket(house.port, who=who)
    opened.socket.settimeout(ANSWER_SECONDS)
    try:
        with suppress(ConnectionError):
            opened.send_bytes(said + QUESTION)
            # The server may wait for the rest of a frame, and need not: no more comes.
            opened.socket.shutdown(socket.SHUT_WR)
        while b"nothing" not in opened.frame()[1]:
            pass
        return Counter([GOES_ON])
    except Closed as closed:
        return Counter([closed.code])
    finally:
        opened.close()


def send_by_polling(house: House, chance: random.Random) -> Counter[Answer]:
    with poller(house) as anna:
        answers: Counter[Answer] = Counter()
        for _ in range(EACH):
            answers[anna.post(packets.body(chance))] += 1
        return answers
