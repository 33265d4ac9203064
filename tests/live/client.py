"""A WebSocket and Socket.IO client of our own: plain blocking sockets, so that it can break every rule it wants."""

import json
import socket
import ssl
import time
from collections.abc import Callable
from typing import Any

import msgpack

from network.live.frames import unmask

MASK = b"\x11\x22\x33\x44"
PATIENCE = 15.0


def masked(payload: bytes, opcode: int = 2, *, final: bool = True, mask: bytes = MASK) -> bytes:
    """One client frame."""
    size = len(payload)
    first = (0x80 if final else 0) | opcode
    if size < 126:
        head = bytes((first, 0x80 | size))
    elif size < 65536:
        head = bytes((first, 0x80 | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((first, 0x80 | 127)) + size.to_bytes(8, "big")
    return head + mask + unmask(payload, mask)


def event(word: str, *data: object) -> bytes:
    return bytes(msgpack.packb({"type": 2, "data": [word, *data], "options": {"compress": True}, "nsp": "/"}))


class Closed(Exception):
    """The server closed; `code` is its close code, 0 when it only hung up."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class RawSocket:
    """One WebSocket, after its handshake."""

    def __init__(
        self,
        port: int,
        path: str = "/socket.io/?EIO=4&transport=websocket",
        *,
        who: str | None = None,
        origin: str | None = None,
        receive_buffer: int | None = None,
        tls: ssl.SSLContext | None = None,
        together_with: bytes = b"",
    ) -> None:
        plain = socket.socket()
        if receive_buffer:
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        plain.settimeout(PATIENCE)
        plain.connect(("127.0.0.1", port))
        self.socket: socket.socket = tls.wrap_socket(plain, server_hostname="127.0.0.1") if tls else plain
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            "Upgrade: websocket",
            "Connection: keep-alive, Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        ]
        lines += [f"Cookie: who={who}"] if who else []
        lines += [f"Origin: {origin}"] if origin else []
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode() + together_with)
        self.stream = self.socket.makefile("rb")
        self.status = int(self.stream.readline().split()[1])
        while self.stream.readline().strip():
            pass

    def close(self) -> None:
        self.stream.close()
        self.socket.close()

    def send_bytes(self, data: bytes) -> None:
        self.socket.sendall(data)

    def frame(self) -> tuple[int, bytes]:
        """The next frame of the server. Raises Closed."""
        try:
            head = self._read(2)
            size = head[1]
            if size > 125:
                size = int.from_bytes(self._read(2 if size == 126 else 8), "big")
            payload = self._read(size)
        except ConnectionError as fault:
            raise Closed(0) from fault
        if head[0] & 15 == 8:
            raise Closed(int.from_bytes(payload[:2], "big"))
        return head[0] & 15, payload

    def close_code(self) -> int:
        """Read on until the server closes; its code."""
        try:
            while True:
                self.frame()
        except Closed as closed:
            return closed.code

    def _read(self, size: int) -> bytes:
        data = self.stream.read(size)
        if len(data) < size:
            raise ConnectionResetError("the server hung up")
        return data


class Client(RawSocket):
    """A Socket.IO client that has been let in (or not: see `refusal`)."""

    def __init__(self, port: int, *, who: str | None = "s1.1", **options: Any) -> None:
        super().__init__(port, who=who, **options)
        self.refusal: str | None = None
        self.opened: dict[str, Any] = json.loads(self.frame()[1][1:])
        self.send_bytes(masked(msgpack.packb({"type": 0, "data": msgpack.ExtType(0, b"\0"), "nsp": "/"})))
        packet = self.packet()
        if packet["type"] == 4:
            self.refusal = packet["data"]

    def packet(self) -> dict[str, Any]:
        """The next Socket.IO packet; pings are answered on the way. Raises Closed."""
        while True:
            opcode, payload = self.frame()
            if opcode == 2:
                return dict(msgpack.unpackb(payload))
            if payload == b"2":
                self.send_bytes(masked(b"3", 1))

    def say(self, word: str, *data: object) -> None:
        self.send_bytes(masked(event(word, *data)))

    def hear(self, word: str) -> list[Any]:
        """What the server says next with this word; other words are passed over."""
        while True:
            packet = self.packet()
            if packet["type"] == 2 and packet["data"][0] == word:
                return list(packet["data"][1:])

    def join(self, board: str = "b") -> list[Any]:
        self.say("join", board, None, 1)
        return self.hear("joined")


def eventually(holds: Callable[[], bool], *, within: float) -> bool:
    """Whether it comes to hold in time."""
    deadline = time.monotonic() + within
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
