"""WebSocket frames as bytes: what is read, what is refused, and that reading costs in proportion."""

import time

import pytest

from network.live.frames import (
    BINARY,
    BROKEN,
    CLOSE,
    CONTINUATION,
    FORBIDDEN,
    PING,
    TEXT,
    TOO_BIG,
    Fault,
    FrameReader,
    accept_key,
    frame,
)
from tests.live.client import masked


def read_all(reader: FrameReader, data: bytes) -> list[tuple[int, bytes]]:
    reader.feed(data)
    found = []
    while (message := reader.next()) is not None:
        found.append(message)
    return found


def fault_of(data: bytes, **limits: int) -> int:
    """The close code that `data` ends with."""
    with pytest.raises(Fault) as caught:
        read_all(FrameReader(limits.pop("limit", 1000), **limits), data)
    return caught.value.code


def test_the_handshake_is_answered_as_the_standard_says() -> None:
    assert accept_key("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65535, 65536, 200_000])
def test_a_message_of_any_length_is_read_as_it_was_sent(size: int) -> None:
    payload = bytes(range(256)) * (size // 256 + 1)

    assert read_all(FrameReader(1 << 20), masked(payload[:size])) == [(BINARY, payload[:size])]


def test_frames_are_read_however_the_network_cuts_them() -> None:
    stream = masked(b"one") + masked(b"tw", final=False) + masked(b"?", PING) + masked(b"o", CONTINUATION)
    reader, found = FrameReader(1000), []

    for byte in stream + masked(b"x" * 300, TEXT):
        found += read_all(reader, bytes((byte,)))

    assert found == [(BINARY, b"one"), (PING, b"?"), (BINARY, b"two"), (TEXT, b"x" * 300)]


def test_a_frame_is_written_with_the_shortest_length_that_fits() -> None:
    assert [len(frame(bytes(size))) - size for size in (125, 126, 65535, 65536)] == [2, 4, 4, 10]


def test_a_message_beyond_the_limit_is_refused_by_its_header_alone() -> None:
    assert fault_of(masked(bytes(1001))[:8]) == TOO_BIG


def test_fragments_count_together() -> None:
    assert fault_of(masked(bytes(600), final=False) + masked(bytes(600), CONTINUATION)[:8]) == TOO_BIG


def test_a_message_in_too_many_pieces_is_refused() -> None:
    pieces = masked(b"", final=False) + masked(b"", CONTINUATION, final=False) * 10

    assert fault_of(pieces, max_fragments=10) == FORBIDDEN


@pytest.mark.parametrize(
    "broken",
    [
        frame(b"no mask"),
        b"\xc2" + masked(b"reserved bit")[1:],
        masked(b"no such opcode", 3),
        masked(b"no such control", 11),
        masked(b"long control" * 20, PING),
        masked(b"control in pieces", PING, final=False),
        masked(b"nothing to continue", CONTINUATION),
        masked(b"a", final=False) + masked(b"a new one inside"),
    ],
)
def test_what_the_standard_forbids_is_refused(broken: bytes) -> None:
    assert fault_of(broken) == BROKEN


def test_a_close_frame_carries_its_code() -> None:
    assert read_all(FrameReader(1000), masked(b"\x03\xe8", CLOSE)) == [(CLOSE, b"\x03\xe8")]


def test_many_small_frames_in_one_piece_cost_in_proportion() -> None:
    def seconds(count: int) -> float:
        data = masked(b"12345678") * count
        runs = []
        for _ in range(3):
            began = time.perf_counter()
            assert len(read_all(FrameReader(1000), data)) == count
            runs.append(time.perf_counter() - began)
        return min(runs)

    assert seconds(40_000) < 8 * seconds(10_000)


def test_a_long_message_in_small_pieces_costs_in_proportion() -> None:
    def seconds(size: int) -> float:
        data = masked(bytes(size))
        reader = FrameReader(1 << 24)
        began = time.perf_counter()
        for at in range(0, len(data), 100):
            reader.feed(data[at : at + 100])
            reader.next()
        return time.perf_counter() - began

    assert min(seconds(4_000_000) for _ in range(3)) < 12 * min(seconds(1_000_000) for _ in range(3)), (
        "16 would be the square"
    )
