"""Socket.IO packets in MessagePack, and what we refuse to read.

Given to Flask-SocketIO as `serializer=`. Of the protocol's seven packet types a client sends three: CONNECT,
DISCONNECT and EVENT. The two with attachments do not exist here (bytes travel inside the packet), so nobody can make
the server collect attachments.
"""

from typing import Any

import msgpack
from engineio.exceptions import SocketIsClosedError
from socketio.packet import CONNECT, CONNECT_ERROR, DISCONNECT, EVENT, Packet

from network.live import frames
from network.live.messages import CLIENT_WORDS

MAX_DEPTH = 8
MAX_ARGUMENTS = 8
MAX_ITEMS = 256
MAX_TEXT_BYTES = 16 * 1024
SMALL_BYTES = 4 * 1024
"""Below this, even the worst nesting unpacks to little; above it the values are counted before they are made."""
MAX_ID = 2**53
_KEYS = frozenset({"type", "data", "nsp", "id", "options"})
_PLAIN = (str, bytes, int, float, type(None))


class Malformed(SocketIsClosedError):  # type: ignore[misc]
    """A packet that no client of ours sends. python-engineio takes it as the end of that connection."""


class GuardedPacket(Packet):  # type: ignore[misc]
    """Reads what clients may send and nothing else. The limits are class attributes so that a test can lift them."""

    uses_binary_events = False
    words = frozenset(CLIENT_WORDS)
    max_depth = MAX_DEPTH
    max_items = MAX_ITEMS
    accepted = frozenset({CONNECT, DISCONNECT, EVENT})

    def encode(self) -> bytes:
        """The packet as socket.io-msgpack-parser wants it: what is missing is left out, a refusal is a text."""
        fields: dict[str, object] = {"type": self.packet_type, "nsp": self.namespace or "/"}
        if self.packet_type == CONNECT_ERROR and isinstance(self.data, dict):
            fields["data"] = str(self.data.get("message", ""))
        elif self.data is not None:
            fields["data"] = self.data
        if self.id is not None:
            fields["id"] = self.id
        packed: bytes = msgpack.packb(fields)
        return packed

    def decode(self, encoded_packet: bytes) -> int:
        """Read a client's packet. Raises Malformed. Returns 0: there are never attachments."""
        fields = self._unpack(encoded_packet)
        self.packet_type = fields.get("type")
        self.namespace = fields.get("nsp")
        self.id = fields.get("id")
        self.data = fields.get("data")
        if self.packet_type not in self.accepted or self.namespace != "/":
            raise Malformed("a packet type or namespace that we do not use")
        if self.id is not None and not (type(self.id) is int and 0 <= self.id < MAX_ID):
            raise Malformed("a packet number that is none")
        if self.packet_type == EVENT:
            self._check_event()
        elif self.data is not None and self._depth_exceeds(self.data, 2):
            raise Malformed("too much said while connecting")
        return 0

    def _unpack(self, encoded: bytes) -> dict[str, Any]:
        if not isinstance(encoded, bytes):
            raise Malformed("a packet that is text")
        if len(encoded) > SMALL_BYTES and not has_few_items(encoded, self.max_items):
            raise Malformed("too many values")
        try:
            fields = msgpack.unpackb(encoded, ext_hook=_zero_extension, max_str_len=MAX_TEXT_BYTES, strict_map_key=True)
        except (ValueError, TypeError, RecursionError) as fault:
            raise Malformed("not MessagePack as we use it") from fault
        if type(fields) is not dict or not _KEYS.issuperset(fields):
            raise Malformed("not a packet")
        return fields

    def _check_event(self) -> None:
        data = self.data
        if type(data) is not list or not 1 <= len(data) <= 1 + MAX_ARGUMENTS:
            raise Malformed("an event without a word, or with too many arguments")
        if type(data[0]) is not str or data[0] not in self.words:
            raise Malformed("a word that we do not know")
        for argument in data:
            if not isinstance(argument, _PLAIN) and self._depth_exceeds(argument, self.max_depth - 2):
                raise Malformed("nested too deep")

    @staticmethod
    def _depth_exceeds(value: object, depth: int) -> bool:
        """Whether containers lie more than `depth` deep in `value`; level by level, without recursion."""
        level = [value]
        for _ in range(depth + 1):
            level = [
                inner
                for outer in level
                if isinstance(outer, dict | list)
                for inner in (outer.values() if isinstance(outer, dict) else outer)
            ]
        return any(isinstance(value, dict | list) for value in level)


def _zero_extension(code: int, data: bytes) -> bytes | None:
    """What JavaScript's packer writes as extension 0: `undefined`, and in Node (not in browsers) bytes."""
    if code != 0:
        raise ValueError("an extension")
    return None if data == b"\0" else data


def has_few_items(packed: bytes, most: int) -> bool:
    """Whether the MessagePack in `packed` holds at most `most` values, found without making any of them.

    A value costs one byte there and fifty in Python: a megabyte of empty lists must not become sixty.
    Raises nothing: what ends too early is left to the real reader.
    """
    at, left, size = 0, 1, len(packed)
    for _ in range(most):
        if not left or at >= size:
            return True
        head = packed[at]
        skip, inner = _extent(packed, at, head)
        at += skip
        left += inner - 1
    return not left or at >= size


def _extent(packed: bytes, at: int, head: int) -> tuple[int, int]:
    """How many bytes the value at `at` takes without its inner values, and how many of those follow."""
    if head < 0x80 or head >= 0xE0:
        return 1, 0
    if head < 0x90:
        return 1, 2 * (head & 15)
    if head < 0xA0:
        return 1, head & 15
    if head < 0xC0:
        return 1 + (head & 31), 0
    if head in _SIZED:
        width, extra = _SIZED[head]
        return 1 + width + extra + int.from_bytes(packed[at + 1 : at + 1 + width], "big"), 0
    if head in _CONTAINERS:
        width, each = _CONTAINERS[head]
        return 1 + width, each * int.from_bytes(packed[at + 1 : at + 1 + width], "big")
    return _FIXED.get(head, 1), 0


_SIZED = {0xC4: (1, 0), 0xC5: (2, 0), 0xC6: (4, 0), 0xD9: (1, 0), 0xDA: (2, 0), 0xDB: (4, 0)} | {
    0xC7: (1, 1),
    0xC8: (2, 1),
    0xC9: (4, 1),
}
_CONTAINERS = {0xDC: (2, 1), 0xDD: (4, 1), 0xDE: (2, 2), 0xDF: (4, 2)}
_FIXED = {0xCC: 2, 0xCD: 3, 0xCE: 5, 0xCF: 9, 0xD0: 2, 0xD1: 3, 0xD2: 5, 0xD3: 9, 0xCA: 5, 0xCB: 9} | {
    0xD4: 3,
    0xD5: 4,
    0xD6: 6,
    0xD7: 10,
    0xD8: 18,
}


class Outgoing:
    """One event for any number of recipients: packed once, framed once."""

    __slots__ = ("frame", "packed")

    def __init__(self, word: str, *data: object) -> None:
        self.packed: bytes = msgpack.packb({"type": EVENT, "data": [word, *data], "nsp": "/"})
        self.frame = frames.frame(self.packed)
        """The finished WebSocket frame."""
