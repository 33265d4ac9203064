"""WebSocket frames as bytes: what is read, what is refused, and that reading costs in proportion."""

from collections.abc import Callable
from typing import Any

import pytest

from network.live import frames
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
    Message,
    accept_key,
    frame,
    unmask,
)
from tests.live.client import MASK, masked


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


class Metered(bytearray):
    """A reader's buffer that counts the bytes it has to move when it forgets what was read."""

    moved = 0

    def __delitem__(self, gone: Any) -> None:
        super().__delitem__(gone)
        self.moved += len(self)


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Callable[[FrameReader, list[bytes]], int]:
    """Bytes that a reader unmasks and moves to read these pieces: the same number on every machine."""
    unmasked: list[int] = []

    def counting(payload: bytes, mask: bytes) -> bytes:
        unmasked.append(len(payload))
        return unmask(payload, mask)

    monkeypatch.setattr(frames, "unmask", counting)

    def read(reader: FrameReader, pieces: list[bytes]) -> int:
        buffer = reader._buffer = Metered()
        unmasked.clear()
        for piece in pieces:
            reader.feed(piece)
            while reader.next() is not None:
                pass
        return buffer.moved + sum(unmasked)

    return read


def test_many_small_frames_in_one_piece_cost_in_proportion(work: Callable[[FrameReader, list[bytes]], int]) -> None:
    data = masked(b"12345678") * 10_000

    assert work(FrameReader(1000), [data]) <= len(data)


def test_a_long_message_in_small_pieces_costs_in_proportion(work: Callable[[FrameReader, list[bytes]], int]) -> None:
    data = masked(bytes(100_000))

    assert work(FrameReader(1 << 24), [data[at : at + 100] for at in range(0, len(data), 100)]) <= len(data)


def test_a_reader_that_forgets_after_each_frame_would_pay_the_square(
    work: Callable[[FrameReader, list[bytes]], int],
) -> None:
    class Tidy(FrameReader):
        def next(self) -> Message | None:
            message = super().next()
            self.feed(b"")
            return message

    data = masked(b"12345678") * 10_000

    assert work(Tidy(1000), [data]) > 1000 * len(data)


@pytest.mark.parametrize("size", [0, 1, 125, 126, 1000])
def test_one_whole_binary_message_is_read_at_once(size: int) -> None:
    payload = bytes(range(256)) * 4

    assert FrameReader(1000).at_once(masked(payload[:size])) == payload[:size]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x82",
        b"\x82\x81" + MASK,
        b"\x82\xfe\x00",
        b"\x82\xff" + (5).to_bytes(8, "big") + MASK + b"abcde",
        b"\x82\x05abcde" + MASK,
        b"\xc2\x85" + MASK + b"abcde",
        masked(b"x" * 1001),
        masked(b"words", TEXT),
        masked(b"", CLOSE),
        masked(b"part", final=False),
        masked(b"two") + masked(b"messages"),
        masked(b"cut short")[:-1],
    ],
)
def test_everything_else_is_left_to_the_careful_reader(data: bytes) -> None:
    assert FrameReader(1000).at_once(data) is None


def test_what_waits_is_read_before_what_comes() -> None:
    half, rest = masked(b"first")[:4], masked(b"first")[4:]
    begun, pieces = FrameReader(1000), FrameReader(1000)
    begun.feed(half)
    pieces.feed(masked(b"a", final=False))
    pieces.next()

    assert begun.at_once(masked(b"second")) is None
    assert pieces.at_once(masked(b"second")) is None
    assert read_all(begun, rest) == [(BINARY, b"first")]
