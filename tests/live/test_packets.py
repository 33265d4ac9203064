"""The packet class: what a client may say, and what it costs to refuse the rest."""

import tracemalloc

import msgpack
import pytest

from network.live.packets import GuardedPacket, Malformed, Outgoing, has_few_items


def packed(**fields: object) -> bytes:
    return bytes(msgpack.packb({"type": 2, "data": ["join", "b", None, 1], "nsp": "/"} | fields))


def nested(depth: int) -> object:
    value: object = []
    for _ in range(depth):
        value = [value]
    return value


def test_an_event_is_read_as_the_browser_sends_it() -> None:
    packet = GuardedPacket(encoded_packet=packed(options={"compress": True}, id=7))

    assert (packet.packet_type, packet.data, packet.namespace, packet.id) == (2, ["join", "b", None, 1], "/", 7)


def test_what_javascript_leaves_undefined_is_nothing() -> None:
    packet = GuardedPacket(encoded_packet=packed(type=0, data=msgpack.ExtType(0, b"\0")))

    assert packet.data is None


def test_bytes_are_bytes_from_browsers_and_from_node() -> None:
    for value in (b"\0\2\1x", msgpack.ExtType(0, b"\0\2\1x")):
        assert GuardedPacket(encoded_packet=packed(data=["y", "b", value])).data[2] == b"\0\2\1x"


@pytest.mark.parametrize(
    "hostile",
    [
        packed(type=3),
        packed(type=4),
        packed(type=5, attachments=9_999_999_999),
        packed(type=6),
        packed(type=7),
        packed(type="2"),
        packed(nsp="/admin"),
        packed(id=-1),
        packed(id=True),
        packed(id="1"),
        packed(more=1),
        packed(data=None),
        packed(data=[]),
        packed(data=["connect", {}]),
        packed(data=["disconnect"]),
        packed(data=[7]),
        packed(data=["join", *range(9)]),
        packed(data=["join", nested(7)]),
        packed(data=["join", "x" * 20_000]),
        packed(data=["join", msgpack.ExtType(5, b"x")]),
        packed(type=0, data=nested(4)),
        msgpack.packb([1, 2]),
        b"\x91" * 3000,
        b"\xc1",
        packed()[:-1],
        packed() + b"\0",
    ],
)
def test_what_no_client_of_ours_sends_is_refused(hostile: bytes) -> None:
    """LI-1"""
    with pytest.raises(Malformed):
        GuardedPacket(encoded_packet=hostile)


def test_text_is_refused() -> None:
    with pytest.raises(Malformed):
        GuardedPacket(encoded_packet='2["join"]')


def test_an_argument_may_be_as_deep_as_the_limit_says() -> None:
    class Deeper(GuardedPacket):
        max_depth = 20

    assert GuardedPacket(encoded_packet=packed(data=["join", nested(5)])).data[1] == nested(5)
    assert Deeper(encoded_packet=packed(data=["join", nested(7)])).data[1] == nested(7)


def test_bytes_may_be_many_but_values_not() -> None:
    long = GuardedPacket(encoded_packet=packed(data=["y", "b", bytes(1_000_000)]))

    assert len(long.data[2]) == 1_000_000
    with pytest.raises(Malformed):
        GuardedPacket(encoded_packet=packed(data=["join", [[]] * 5000]))


def peak_mb(packet_class: type[GuardedPacket], hostile: bytes) -> float:
    """How much memory reading and refusing takes."""
    tracemalloc.start()
    try:
        with pytest.raises(Malformed):
            packet_class(encoded_packet=hostile)
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def test_a_megabyte_of_empty_lists_takes_no_memory_and_would_without_the_count() -> None:
    class Uncounted(GuardedPacket):
        max_items = 10**9

    hostile = packed(data=["join", nested(9), [[]] * 300_000])

    assert peak_mb(GuardedPacket, hostile) < 2
    assert peak_mb(Uncounted, hostile) > 15


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, -1, 2**40, -(2**40), 1.5, "å" * 20, b"x" * 300, [1] * 20),
        {"a": [1, {"b": 2}]},
        {str(n): n for n in range(40)},
    ],
)
def test_values_are_counted_as_msgpack_writes_them(value: object) -> None:
    def count(inner: object) -> int:
        if isinstance(inner, dict):
            return 1 + sum(1 + count(part) for part in inner.values())
        return 1 + sum(map(count, inner)) if isinstance(inner, list) else 1

    data = msgpack.packb(value)

    assert has_few_items(data, count(value))
    assert not has_few_items(msgpack.packb([value, 1]), count(value) + 1)


def test_the_types_with_attachments_come_through_when_the_guard_is_off() -> None:
    class Open(GuardedPacket):
        accepted = frozenset(range(7))

    assert Open(encoded_packet=packed(type=5)).packet_type == 5


def test_what_is_missing_is_left_out_of_what_we_send() -> None:
    assert msgpack.unpackb(GuardedPacket(1, namespace="/").encode()) == {"type": 1, "nsp": "/"}
    assert msgpack.unpackb(GuardedPacket(4, data={"message": "unauthorized"}, namespace="/").encode()) == {
        "type": 4,
        "nsp": "/",
        "data": "unauthorized",
    }


def test_an_event_for_many_is_packed_and_framed_once() -> None:
    outgoing = Outgoing("a", "b", 3)

    assert outgoing.frame is outgoing.frame
    assert msgpack.unpackb(outgoing.frame[2:]) == {"type": 2, "nsp": "/", "data": ["a", "b", 3]}
