"""Whatever bytes come, the answer is a refusal: no other exception, no crash, nobody else disturbed."""

import random

import msgpack
import pytest

from network.live.frames import Fault, FrameReader
from network.live.packets import GuardedPacket, Malformed
from network.live.presence import BadPresence, parse
from tests.faults.hostile.packets import damaged
from tests.live.client import event, masked
from tests.live.conftest import Running

HONEST = [
    event("join", "b", None, 1),
    event("y", "b", bytes(40)),
    bytes(msgpack.packb({"type": 0, "nsp": "/"})),
    bytes(msgpack.packb({"type": 2, "data": ["y", {"a": [1, 2, {"b": "c"}]}], "nsp": "/", "id": 3})),
]


def test_mutated_packets_are_read_or_refused() -> None:
    chance = random.Random(2)
    refused = 0

    for _ in range(20_000):
        try:
            GuardedPacket(encoded_packet=damaged(chance.choice(HONEST), chance) or b"\0")
        except Malformed:
            refused += 1

    assert 15_000 < refused < 20_000


def test_mutated_frames_are_read_or_refused() -> None:
    chance = random.Random(3)
    refused = 0

    for _ in range(10_000):
        reader = FrameReader(1000)
        reader.feed(damaged(masked(b"one") + masked(b"two", final=False) + masked(b"three", 0), chance))
        try:
            while reader.next() is not None:
                pass
        except Fault:
            refused += 1

    assert 3_000 < refused < 10_000


def test_mutated_presence_is_read_or_refused() -> None:
    chance = random.Random(4)

    for _ in range(10_000):
        try:
            parse(damaged(b'\x01\x4d\x05\x1c{"note":null,"typing":false}', chance))
        except BadPresence:
            continue


@pytest.mark.parametrize("seed", [5, 6])
def test_a_hundred_hostile_sockets_disturb_nobody(live_server: Running, seed: int) -> None:
    chance = random.Random(seed)
    bystander = live_server.member(who="s2.2", board="fuzz")
    lines_before = len(live_server.facts()["log"])

    for number in range(100):
        hostile = live_server.member(who=f"h.{9000 + number % 3}", board="fuzz")
        hostile.send_bytes(damaged(masked(damaged(HONEST[1], chance)), chance) + chance.randbytes(20))
        hostile.close()
    bystander.say("y", "fuzz", b"\x00\x02\x03abc")

    assert bystander.hear("a") == ["fuzz", 6]
    assert len(live_server.facts()["log"]) - lines_before <= 8
