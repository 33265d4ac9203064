"""What a hostile member sends over her real socket: the server lives, the board can be read, a bystander is in sync."""

import secrets
import socket
from collections.abc import Callable
from contextlib import suppress

import pytest

from network.together.messages import Kind, sync_message
from tests.faults import members
from tests.faults.hostile.updates import NINE_BYTES
from tests.faults.house import House
from tests.faults.members import Member, board_of_a_newcomer, member
from tests.live.client import Closed, event, masked

pytestmark = [pytest.mark.server, pytest.mark.node]

END_OF_THE_CHAIN = b"\x01\x01\x4f\x00\x87\x4d\x00\x01\x00"
"""Another value in the place of chain_of_types(): all of the chain is deleted."""
HUGE = b"\xff\xff\xff\xff\xff\xff\xff\x0f"
"""2**53 - 1 as lib0 writes it."""


def varuint(value: int) -> bytes:
    made = bytearray()
    while value > 127:
        made.append(128 | value & 127)
        value >>= 7
    return bytes((*made, value))


def chain_of_types(depth: int, client: int = 77) -> bytes:
    """An update with `depth` maps, each inside the one before: yrs takes them apart recursively and dies."""
    first = b"\x27\x01\x05notes\x01k\x01"
    inner = (b"\x27\x00" + varuint(client) + varuint(clock) + b"\x01k\x01" for clock in range(depth - 1))
    return b"\x01" + varuint(depth) + varuint(client) + b"\x00" + first + b"".join(inner) + b"\x00"


def nested_arrays(depth: int, client: int = 78) -> bytes:
    """One value, `depth` arrays deep."""
    return b"\x01\x01" + varuint(client) + b"\x00\x28\x01\x05notes\x01k\x01" + b"\x75\x01" * depth + b"\x7e\x00"


HOSTILE = {
    "the nine bytes": [sync_message(Kind.UPDATE, NINE_BYTES)],
    "the nine bytes on rejoining": [sync_message(Kind.STEP_2, NINE_BYTES)],
    "a chain of 6,000 types": [sync_message(Kind.UPDATE, chain_of_types(6_000))],
    "a chain of 90,000 types, and its end": [
        sync_message(Kind.STEP_2, chain_of_types(90_000)),
        sync_message(Kind.UPDATE, END_OF_THE_CHAIN),
    ],
    "26,060 arrays in each other": [sync_message(Kind.UPDATE, nested_arrays(26_060))],
    "64 kB and more at once": [sync_message(Kind.UPDATE, b"\x00" * 66_000)],
    "1 MB and more on rejoining": [sync_message(Kind.STEP_2, b"\x00" * 1_060_000)],
    "a header with 2^53 clients": [sync_message(Kind.UPDATE, HUGE + b"\x01\x05\x00")],
    "a header with 2^53 structs": [sync_message(Kind.UPDATE, b"\x01" + HUGE + b"\x05\x00")],
    "a deletion of 2^53 ranges": [sync_message(Kind.UPDATE, b"\x00\x01\x05" + HUGE + b"\x00\x01")],
    "a state vector with 2^53 clients": [sync_message(Kind.STEP_1, HUGE + b"\x01")],
    "a length of 2^53": [b"\x00\x02" + HUGE + b"\x00"],
    "presence nested deep": [b"\x01" + varuint(512) + b"\x01\x05\x01" + varuint(508) + b"[" * 508],
    "presence of 2^53 people": [b"\x01" + varuint(len(HUGE)) + HUGE],
    "no y-protocols at all": [secrets.token_bytes(400)],
}


def provoke(sender: Member, *messages: bytes) -> None:
    """Send, and read until the server has had enough or answers a question asked after it."""
    try:
        for message in messages:
            sender.send_bytes(message)
        sender.send_bytes(masked(event("join", "nothing", None, 1)))
        while b"nothing" not in sender.frame()[1]:
            pass
    except (Closed, OSError):
        pass


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_y_ends_nobodys_work(name: str, standing_house: House, is_well: Callable[[], None]) -> None:
    """Three times each, since somebody who is refused may come again."""
    for _ in range(3):
        with member(standing_house, "Anna") as anna:
            provoke(anna, *(masked(event("y", anna.board, data)) for data in HOSTILE[name]))

    is_well()


def test_a_handshake_with_a_megabyte_of_headers_is_refused(standing_house: House, is_well: Callable[[], None]) -> None:
    lines = b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nCookie: " + b"x" * 1_000_000
    with socket.create_connection(("127.0.0.1", standing_house.port), timeout=20) as stranger:
        with suppress(OSError):
            stranger.sendall(lines + b"\r\n\r\n")

        assert is_refused(stranger)

    is_well()


def is_refused(stranger: socket.socket) -> bool:
    """Whether the answer is an error, or none at all."""
    try:
        answer = stranger.recv(100)
    except OSError:
        return True
    return answer == b"" or answer.split()[1].startswith(b"4")


def test_control_without_gate_and_way_back_the_nine_bytes_make_the_board_unreadable(
    house: Callable[..., House], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = house(without="read_nothing")
    monkeypatch.setattr(members, "PATIENCE", 5.0)

    with member(here, "Anna") as anna:
        provoke(anna, *(masked(event("y", anna.board, data)) for data in HOSTILE["the nine bytes"]))

    with member(here, "Bo") as bo, suppress(Closed, OSError):
        bo.send(bo.note("written after them"))
        bo.answer()  # whatever it is: her note has come to the server
    with pytest.raises((Closed, OSError)):
        board_of_a_newcomer(here)
