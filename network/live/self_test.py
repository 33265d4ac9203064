"""What the server tries on its own driver before it lets anybody in. A fault here would corrupt boards silently."""

import importlib.util
import os
import socket
import time
from types import SimpleNamespace
from typing import Any

import gevent
from gevent import pywsgi
from gevent import socket as gsocket

from network.live import frames
from network.live.driver import WebSocketDriver
from network.live.frames import BINARY, CLOSE, CONTINUATION

LONG_BYTES = 6_000_000
PAUSE_SECONDS = 0.05
PATIENCE_SECONDS = 10.0
SAMPLE_KEY = "dGhlIHNhbXBsZSBub25jZQ=="
SAMPLE_ACCEPT = b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
MASK = b"\x01\x82\x03\x84"


class SelfTestFailed(RuntimeError):
    """The server must not start: the text says which property of the driver did not hold."""


def run(driver: type[WebSocketDriver] = WebSocketDriver) -> None:
    """Try `driver` over a real socket in this process' loop: some 100 ms. Raises SelfTestFailed."""
    if importlib.util.find_spec("geventwebsocket") is not None:
        raise SelfTestFailed("gevent-websocket is installed: python-engineio would take it instead of our driver")
    long_message = os.urandom(1024) * (LONG_BYTES // 1024)
    server = pywsgi.WSGIServer(("127.0.0.1", 0), _application(driver, long_message), log=None, error_log=None)
    server.start()
    try:
        with gevent.Timeout(PATIENCE_SECONDS, SelfTestFailed("the driver does not answer")):
            _try_all(server.address, driver, long_message)
    except OSError as fault:
        raise SelfTestFailed(f"the driver broke the connection: {fault}") from fault
    finally:
        server.stop(timeout=1)


def _try_all(address: tuple[str, int], driver: type[WebSocketDriver], long_message: bytes) -> None:
    with _Peer(address) as peer:
        _expect(peer.accept == SAMPLE_ACCEPT, "the handshake is answered wrongly")
        peer.send(_masked(b"said in one piece"))
        _expect(peer.message() == (BINARY, b"said in one piece"), "a message does not come back as it was sent")
        peer.send(_masked(b"said in ", final=False) + _masked(b"pieces", CONTINUATION))
        _expect(peer.message() == (BINARY, b"said in pieces"), "fragments are not joined")
        peer.send(_masked(b"long"))
        gevent.sleep(PAUSE_SECONDS)
        _expect(peer.message() == (BINARY, long_message), "a slow reader does not get a long message whole")
    with _Peer(address) as peer:
        peer.send(_header_of(driver.stranger_bytes + 1))
        _expect(peer.close_code() == frames.TOO_BIG, "a message beyond the limit is not refused by its header")
    with _Peer(address) as peer:
        peer.send(frames.frame(b"bare"))
        _expect(peer.close_code() == frames.BROKEN, "a frame without a mask is not refused")


def _expect(holds: bool, fault: str) -> None:
    if not holds:
        raise SelfTestFailed(fault)


def _application(driver: type[WebSocketDriver], long_message: bytes) -> Any:
    def echo(websocket: WebSocketDriver) -> None:
        while (message := websocket.wait()) is not None:
            websocket.send(long_message if message == b"long" else message)

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        return driver(echo, SimpleNamespace(ping_interval=6, ping_timeout=6))(environ, start_response)

    return application


def _masked(payload: bytes, opcode: int = BINARY, *, final: bool = True) -> bytes:
    return bytes(((128 if final else 0) | opcode, 128 | len(payload))) + MASK + frames.unmask(payload, MASK)


def _header_of(size: int) -> bytes:
    return bytes((128 | BINARY, 128 | 127)) + size.to_bytes(8, "big") + MASK


class _Peer:
    """A client that trusts nothing: plain bytes on a plain socket."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._socket = gsocket.create_connection(address)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        self._socket.sendall(
            b"GET / HTTP/1.1\r\nHost: self-test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + SAMPLE_KEY.encode() + b"\r\n\r\n"
        )
        self._stream = self._socket.makefile("rb")
        self.accept = b""
        while (line := self._stream.readline().strip()) != b"":
            name, _, value = line.partition(b": ")
            if name == b"Sec-WebSocket-Accept":
                self.accept = value

    def __enter__(self) -> "_Peer":
        return self

    def __exit__(self, *_fault: object) -> None:
        self._stream.close()
        self._socket.close()

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def message(self) -> tuple[int, bytes]:
        first, size = self._stream.read(2)
        if size > 125:
            size = int.from_bytes(self._stream.read(2 if size == 126 else 8), "big")
        return first & 15, self._stream.read(size)

    def close_code(self) -> int:
        opcode, payload = self.message()
        return int.from_bytes(payload[:2], "big") if opcode == CLOSE else 0


if __name__ == "__main__":
    began = time.monotonic()
    run()
    print(f"the driver passes its self-test in {time.monotonic() - began:.3f} s")  # noqa: T201
