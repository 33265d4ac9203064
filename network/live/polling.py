"""What somebody by polling may send, read before python-engineio reads it.

*Seen:* when python-engineio does not like a body, it answers once the client has fetched what waits for her: a request
that never ends. Others it takes in part, and says "OK". And what comes to a connection that has just ended is a fault
of the server's (500), with a traceback each.
"""

from base64 import b64decode
from binascii import Error as NoBase64
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs

from network.live.wire import EngineWire

LIVE_PATH = "/socket.io"
"""Where sockets and polls come in; everything else is a page."""
POLLING_BYTES = 1_500_000
"""One message of a member, as base64."""
POLLING_PACKETS = 512
BETWEEN = b"\x1e"
ENGINE_PACKETS = frozenset({b"1", b"3", b"5"})
"""Engine.IO's own packets that a client may send by polling: it leaves, it answers a ping, it has upgraded."""

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class PollingGuard:
    """WSGI before the whole program: a body for `engine` is let through whole, or ends its connection with a 400."""

    def __init__(self, app: Application, engine: Any, *, path: str = LIVE_PATH) -> None:
        self._app = app
        self._engine = engine
        self._path = path

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST" or not environ.get("PATH_INFO", "").startswith(self._path):
            return self._app(environ, start_response)
        sid = parse_qs(environ.get("QUERY_STRING", "")).get("sid", [""])[0]
        socket = self._engine.sockets.get(sid)
        if socket is None or socket.closed:
            return _refuse(start_response)
        body = _body_of(environ)
        is_ours = is_body(body)
        if not is_ours and not socket.upgraded:
            EngineWire(socket).close(for_good=False)
        # Asked again, since the body may have been long in coming.
        if socket.closed or not is_ours:
            return _refuse(start_response)
        environ["wsgi.input"] = BytesIO(body)
        return self._app(environ, start_response)


def _refuse(start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("400 Bad Request", [("Content-Length", "0")])
    return []


def is_body(body: bytes) -> bool:
    """Whether a client of ours may have sent this."""
    packets = body.split(BETWEEN)
    return len(packets) <= POLLING_PACKETS and all(_is_packet(packet) for packet in packets)


def _is_packet(packet: bytes) -> bool:
    if packet[:1] != b"b":
        return packet in ENGINE_PACKETS
    try:
        return bool(b64decode(packet[1:], validate=True))
    except NoBase64:
        return False


def _body_of(environ: Environ) -> bytes:
    """The body, or nothing where it is too long or does not say how long it is."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or not 0 < int(length) <= POLLING_BYTES:
        return b""
    return bytes(environ["wsgi.input"].read(int(length)))
