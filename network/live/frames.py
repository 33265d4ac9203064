"""WebSocket frames (RFC 6455) as plain bytes: no socket, no waiting, no extensions.

A reader that is fed one byte at a time, or a megabyte in one piece, does work in proportion to the bytes.
"""

import base64
import hashlib
import struct

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
NORMAL, GOING_AWAY, BROKEN, NOT_TEXT, FORBIDDEN, TOO_BIG = 1000, 1001, 1002, 1007, 1008, 1009

MAX_FRAGMENTS = 1024
MAX_CONTROL_BYTES = 125
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_WHOLE_BINARY = 128 | BINARY
_EMPTY_MASK = b"\0\0\0\0"

Message = tuple[int, bytes]
"""Opcode (TEXT, BINARY, CLOSE, PING or PONG) and payload."""


class Fault(Exception):
    """The peer broke the rules; `code` is the close code that says which."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code = code


def accept_key(key: str) -> str:
    """What the handshake answers to `Sec-WebSocket-Key`."""
    return base64.b64encode(hashlib.sha1(key.encode() + _GUID).digest()).decode()


def frame(payload: bytes, opcode: int = BINARY) -> bytes:
    """One whole unmasked frame, the same for every recipient."""
    size = len(payload)
    if size < 126:
        return bytes((128 | opcode, size)) + payload
    if size < 65536:
        return struct.pack("!BBH", 128 | opcode, 126, size) + payload
    return struct.pack("!BBQ", 128 | opcode, 127, size) + payload


def close_frame(code: int) -> bytes:
    return frame(code.to_bytes(2, "big"), CLOSE)


def unmask(payload: bytes, mask: bytes) -> bytes:
    """`payload` XOR the repeated `mask`, as one long number each: C speed without an extension module."""
    size = len(payload)
    if not size or mask == _EMPTY_MASK:
        return payload
    key = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "little") ^ int.from_bytes(key, "little")).to_bytes(size, "little")


class FrameReader:
    """Turns the bytes of a client into messages.

    `limit` bounds a message in bytes, its fragments together; it is held against the frame's header, before the
    payload is there. Frames must be masked. At most `max_fragments` a message.
    """

    __slots__ = ("_at", "_buffer", "_fragments", "_kind", "_parts", "limit", "max_fragments", "must_mask")

    def __init__(self, limit: int, *, max_fragments: int = MAX_FRAGMENTS, must_mask: bool = True) -> None:
        self.limit = limit
        self.max_fragments = max_fragments
        self.must_mask = must_mask
        self._buffer = bytearray()
        self._at = 0
        self._parts = bytearray()
        self._kind = CONTINUATION
        self._fragments = 0

    def feed(self, data: bytes) -> None:
        if self._at:
            del self._buffer[: self._at]
            self._at = 0
        self._buffer += data

    def at_once(self, data: bytes) -> bytes | None:
        """What `data` says if it is one whole binary message, masked, within the limit, and nothing waits before it.

        None, and nothing is read: `feed` it. Nearly all that comes is of this kind, and needs no buffer.
        """
        if len(data) < 6 or data[0] != _WHOLE_BINARY or self._fragments or self._at < len(self._buffer):
            return None
        size, start = data[1] - 128, 6
        if size == 126:
            size, start = data[2] << 8 | data[3], 8
        if not 0 <= size <= self.limit or start + size != len(data) or data[1] == 255:
            return None
        return unmask(data[start:], data[start - 4 : start])

    def next(self) -> Message | None:
        """The next whole message, or None while bytes are missing. Raises Fault."""
        while True:
            header = self._header()
            if header is None:
                return None
            opcode, is_final, start, size = header
            if len(self._buffer) < start + size:
                return None
            payload = self._payload(start, size)
            self._at = start + size
            if opcode >= CLOSE:
                return opcode, payload
            if is_final and not self._fragments:
                return opcode, payload
            whole = self._join(opcode, payload, is_final=is_final)
            if whole is not None:
                return whole

    def _header(self) -> tuple[int, bool, int, int] | None:
        """Opcode, last fragment?, start of the payload and its size; None while bytes are missing."""
        buffer, at = self._buffer, self._at
        if len(buffer) - at < 2:
            return None
        first, second = buffer[at], buffer[at + 1]
        size, at = second & 127, at + 2
        extra = 0 if size < 126 else 2 if size == 126 else 8
        if len(buffer) - at < extra:
            return None
        if extra:
            size = int.from_bytes(buffer[at : at + extra], "big")
        self._check(first, is_masked=second >= 128, size=size)
        return first & 15, first >= 128, at + extra + 4 * (second >= 128), size

    def _check(self, first: int, *, is_masked: bool, size: int) -> None:
        opcode = first & 15
        if first & 0x70:
            raise Fault(BROKEN, "an extension that was never agreed on")
        if not is_masked and self.must_mask:
            raise Fault(BROKEN, "a frame without a mask")
        if opcode >= CLOSE:
            if opcode > PONG or first < 128 or size > MAX_CONTROL_BYTES:
                raise Fault(BROKEN, "a control frame out of order")
            return
        if opcode > BINARY or (opcode == CONTINUATION) != bool(self._fragments):
            raise Fault(BROKEN, "a frame out of order")
        if len(self._parts) + size > self.limit:
            raise Fault(TOO_BIG, "a message beyond the limit")
        if self._fragments >= self.max_fragments:
            raise Fault(FORBIDDEN, "a message in too many pieces")

    def _payload(self, start: int, size: int) -> bytes:
        buffer = self._buffer
        with memoryview(buffer) as view:
            payload = bytes(view[start : start + size])
            mask = bytes(view[start - 4 : start]) if self.must_mask or buffer[self._at + 1] >= 128 else _EMPTY_MASK
        return unmask(payload, mask)

    def _join(self, opcode: int, payload: bytes, *, is_final: bool) -> Message | None:
        if not self._fragments:
            self._kind = opcode
        self._fragments += 1
        self._parts += payload
        if not is_final:
            return None
        whole = self._kind, bytes(self._parts)
        self._parts, self._fragments = bytearray(), 0
        return whole
