"""What a hostile member sends over her real socket: the server lives, the board can be read, a bystander is in sync."""

import secrets
import socket
from collections.abc import Callable
from contextlib import suppress

import pytest

from network.together.messages import Kind, sync_message
from tests.faults import members
from tests.faults.house import Crowd, House
from tests.faults.members import Member, board_of_a_newcomer, member
from tests.live.client import Closed, RawSocket, event, masked

pytestmark = [pytest.mark.server, pytest.mark.node]

NINE_BYTES = bytes.fromhex("01027f000001000000")
END_OF_THE_CHAIN = b"\x01\x01\x4f\x00\x87\x4d\x00\x01\x00"
"""Another value in the place of chain_of_types(): all of the chain is deleted."""
HUGE = b"\xff\xff\xff\xff\xff\xff\xff\x0f"
"""2**53 - 1 as lib0 writes it."""
MEMORY_MB = 60.0


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
RAW = {
    "a packet nested 30,000 deep": b"\x82\xa4type\x02\xa4data" + b"\x91" * 30_000 + b"\xc0",
    "a packet of 60,000 empty lists": b"\x83\xa4type\x02\xa3nsp\xa1/\xa4data\xdd\x00\x00\xea\x60" + b"\x90" * 60_000,
    "attachments that never come": b"\x84\xa4type\x05\xa3nsp\xa1/\xa4data\x91\xa1y\xabattachments\xce\x3b\x9a\xc9\xff",
    "an unknown word": event("drop tables"),
    "bytes": secrets.token_bytes(300),
}


@pytest.fixture
def is_well(standing_house: House, bystanders: Crowd) -> Callable[[], None]:
    """Checks that the same process still serves the board, to those who are there and to those who come."""
    house, crowd = standing_house, bystanders
    assert house.process is not None
    number, before = house.process.pid, house.memory_mb()

    def check() -> None:
        text = f"still here {secrets.token_hex(4)}"
        crowd.wait_saved("bo", crowd.add("bo", text))
        assert sorted(note["text"] for note in board_of_a_newcomer(house, "Writer 0").values()) == crowd.texts("bo")
        assert text in house.page(house.people["Bo"])
        assert house.is_alive
        assert house.process is not None
        assert house.process.pid == number
        assert house.memory_mb() - before < MEMORY_MB

    return check


def provoke(sender: Member | RawSocket, *messages: bytes) -> None:
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


@pytest.mark.parametrize("name", RAW)
def test_a_hostile_packet_ends_nobodys_work(name: str, standing_house: House, is_well: Callable[[], None]) -> None:
    for _ in range(3):
        with member(standing_house, "Anna") as anna:
            provoke(anna, masked(RAW[name]))

    is_well()


def test_a_frame_that_claims_4_exabytes_is_refused_by_its_header(
    standing_house: House, is_well: Callable[[], None]
) -> None:
    with member(standing_house, "Anna") as anna:
        anna.send_bytes(b"\x82\xff" + (2**62).to_bytes(8, "big") + b"mask")

        assert anna.close_code() == 1009

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
