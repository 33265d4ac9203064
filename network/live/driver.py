"""Our WebSocket driver for python-engineio under gevent's pywsgi.

Why our own: simple-websocket cuts long frames short under gevent, bounds no message, and compresses for each recipient.
This one writes whole frames, without extensions, straight to the kernel; a frame may be shared between recipients;
only a socket that is behind gets a backlog and a greenlet to empty it. Reading is bounded by the frame's header.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

import gevent
from gevent import socket as gsocket

from network.live import frames
from network.live.backlog import WRITE_BYTES, Backlog
from network.live.frames import BINARY, CLOSE, PING, TEXT, FrameReader
from network.live.pace import Pace

STRANGER_BYTES = 16 * 1024
"""The longest message before the connection has joined anything."""
MEMBER_BYTES = 1_100_000
"""The longest message after: one rejoining update of 1 MB and its envelope."""
MAX_WAITING_BYTES = 4 * 1024 * 1024
MAX_WAITING_FRAMES = 256
CLOSING_SECONDS = 1.0
READ_BYTES = 16 * 1024
READABLE = 1
YIELD_EVERY = 20
ADMITTED = "is_admitted"
"""The mark on python-engineio's session of somebody who came in by polling and now upgrades."""
ENGINE_TEXTS = frozenset({"1", "2probe", "3", "5", "6"})
"""Engine.IO's own packets that a client may send as text; everything of ours is binary."""

Environ = dict[str, Any]


class WebSocketDriver:
    """One WebSocket. python-engineio makes it with `(handler, server)` and calls it as a WSGI application.

    The limits are class attributes so that a test can switch one off in a subclass and see the fault happen.
    """

    stranger_bytes = STRANGER_BYTES
    member_bytes = MEMBER_BYTES
    max_waiting_bytes = MAX_WAITING_BYTES
    max_waiting_frames = MAX_WAITING_FRAMES
    max_fragments = frames.MAX_FRAGMENTS
    must_mask = True
    pace = Pace
    frame_reader = FrameReader

    def __init__(self, handler: Callable[["WebSocketDriver"], object], server: Any) -> None:
        self._handler = handler
        self._engine = getattr(handler, "__self__", None)
        is_admitted = False
        if self._engine is not None:
            self._engine.driver = self
            is_admitted = ADMITTED in self._engine.session
        self._patience = server.ping_interval + server.ping_timeout
        limit = self.member_bytes if is_admitted else self.stranger_bytes
        self._reader = self.frame_reader(limit, max_fragments=self.max_fragments, must_mask=self.must_mask)
        self._backlog = Backlog(self.max_waiting_bytes, self.max_waiting_frames)
        self._pace = self.pace()
        self._received = 0
        self._is_busy = False
        self._is_closing = False
        self._is_cut = False
        self._heard_at = 0.0
        self.peer: Any = None
        self._readable: Any = None
        self._send_some: Callable[[Any], int] = _refuse_to_send

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        key = environ.get("HTTP_SEC_WEBSOCKET_KEY", "")
        if len(key) != 24 or environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13":
            headers = [("Content-Length", "0"), ("Sec-WebSocket-Version", "13"), ("Connection", "close")]
            start_response("400 Bad Request", headers)
            return []
        self._take_over(environ["wsgi.input"])
        try:
            self._shake_hands(key)
            self._handler(self)
        except OSError:
            pass
        finally:
            self._finish()
        return []

    def admit(self) -> None:
        """From now on the peer may send the long messages of a member."""
        self._reader.limit = self.member_bytes

    @property
    def waiting(self) -> tuple[int, int]:
        """Frames and bytes that this reader is behind."""
        return len(self._backlog), self._backlog.waiting_bytes

    @property
    def is_closed(self) -> bool:
        return self._is_closing or self._is_cut

    def drop_if_silent(self, now: float) -> None:
        """Cut off a peer from which nothing has come for a whole ping and its answer. `now` in seconds, monotonic.

        Asked now and then, because a timer for each wait would cost as much as the reading.
        """
        if self._heard_at and now - self._heard_at > self._patience:
            self._cut()

    def write(self, frame: bytes) -> None:
        """Send a finished frame without waiting. A reader too far behind is cut off; it comes back and resyncs."""
        if self._is_closing or self._is_cut:
            return
        if self._is_busy:
            if not self._backlog.add(frame):
                self._cut()
            return
        try:
            sent = self._send_some(frame)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._cut()
            return
        if sent < len(frame):
            self._is_busy = True
            gevent.spawn(self._drain, memoryview(frame)[sent:])

    def send(self, message: bytes | str) -> None:
        """python-engineio's way in: text or bytes. Raises OSError when the connection has closed."""
        if self._is_closing or self._is_cut:
            raise OSError("closed")
        if isinstance(message, str):
            self.write(frames.frame(message.encode(), TEXT))
        else:
            self.write(frames.frame(message, BINARY))

    def wait(self) -> bytes | str | None:
        """python-engineio's way out: the next message, or None when there will be no more."""
        try:
            return self._next_message()
        except frames.Fault as fault:
            self.close(fault.code)
        except OSError:
            self._cut()
        if self._engine is not None and self._engine.upgrading:
            raise OSError("closed while upgrading")
        return None

    def close(self, code: int = frames.NORMAL) -> None:
        """Say goodbye: what waits is dropped, the peer has a second to answer."""
        if self._is_closing or self._is_cut:
            return
        self._backlog.clear()
        self.write(frames.close_frame(code))
        self._is_closing = True
        gevent.spawn_later(CLOSING_SECONDS, self._cut)

    def _take_over(self, source: Any) -> None:
        """Lay hands on the socket under pywsgi's reader, and on what that reader has already read."""
        stream = source if hasattr(source, "raw") else source.rfile
        self.peer = stream.raw._sock
        self.peer.settimeout(0.0)
        try:
            early = stream.peek(1)
        except OSError:
            early = b""
        if early:
            self._reader.feed(stream.read(len(early)))
        self.peer.settimeout(self._patience)
        self._heard_at = time.monotonic()
        if _is_plain(self.peer):
            self._readable = gevent.get_hub().loop.io(self.peer.fileno(), READABLE)
            self._send_some = self.peer._sock.send
        else:
            self._send_some = self._tls_send

    def _shake_hands(self, key: str) -> None:
        self.peer.sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + frames.accept_key(key).encode() + b"\r\n\r\n"
        )
        self.peer.setsockopt(gsocket.IPPROTO_TCP, gsocket.TCP_NODELAY, 1)

    def _next_message(self) -> bytes | str | None:
        while not self._is_cut:
            message = self._reader.next()
            if message is None:
                data = self._read()
                if not data:
                    return None
                self._note_life()
                payload = self._reader.at_once(data)
                if payload is None:
                    self._reader.feed(data)
                    continue
                message = BINARY, payload
            self._slow_down()
            opcode, payload = message
            if opcode == CLOSE:
                self.close(_answer_to(payload))
                return None
            if opcode == PING:
                self.write(frames.frame(payload, frames.PONG))
            elif opcode == BINARY and not self._is_closing:
                if self._engine is None or not self._engine.upgraded:
                    return payload
                # What python-engineio would do with it, on a way that costs three times as much.
                self._engine.server.handlers["message"](self._engine.sid, payload)
            elif opcode == TEXT and not self._is_closing:
                return _engine_text(payload)
        return None

    def _read(self) -> bytes:
        """The next bytes, b"" at the end. Nearly always there are none yet: so wait first where that can be seen."""
        if self._readable is not None:
            gevent.get_hub().wait(self._readable)
        data: bytes = self.peer.recv(READ_BYTES)
        return data

    def _note_life(self) -> None:
        """Bytes are a sign of life: the answer to a ping may stand behind a long message on a slow line."""
        self._heard_at = time.monotonic()
        engine = self._engine
        if engine is not None and engine.last_ping:
            engine.last_ping = time.time()

    def _slow_down(self) -> None:
        """Let others run now and then, and have a sender that is too quick wait. Nothing is dropped."""
        delay = self._pace.wait_for(self._heard_at)
        self._received += 1
        if delay:
            gevent.sleep(delay)
            self._note_life()
        elif self._received % YIELD_EVERY == 0:
            gevent.sleep(0)

    def _tls_send(self, data: Any) -> int:
        """OpenSSL wants a write that did not fit repeated with the same length: hence always the same pieces."""
        return int(self.peer.send(data[:WRITE_BYTES], 0, 0.0))

    def _drain(self, rest: memoryview | bytes) -> None:
        """Write what waits, piece by piece; a reader that takes nothing for a whole ping and its answer is cut off."""
        try:
            while len(rest):
                rest = rest[self.peer.send(rest[:WRITE_BYTES]) :]
                self._note_life()
                if not len(rest) and len(self._backlog):
                    rest = memoryview(self._backlog.take())
        except OSError:
            self._cut()
        finally:
            self._is_busy = False

    def _cut(self) -> None:
        if not self._is_cut:
            self._is_cut = True
            self._backlog.clear()
            if self.peer is not None:
                _shut(self.peer, gsocket.SHUT_RDWR)

    def _finish(self) -> None:
        """Leave the peer a moment to read our goodbye: unread bytes would otherwise reset the connection under it."""
        if self._is_closing and not self._is_cut:
            while self._is_busy:
                gevent.sleep(0.01)
            _shut(self.peer, gsocket.SHUT_WR)
            try:
                while not self._is_cut and self.peer.recv(READ_BYTES):
                    pass
            except OSError:
                pass
        self._cut()
        if self._readable is not None:
            self._readable.close()
        self._leave_engine()
        self._let_go()

    def _let_go(self) -> None:
        """Leave no ring of references: what is over goes now, and not when the collector has looked at everything."""
        self._engine = self._readable = None
        self._handler = _nobody
        self._send_some = _refuse_to_send

    def _leave_engine(self) -> None:
        """python-engineio forgets to when its own loop ends by an error; a failed upgrade goes on by polling."""
        engine = self._engine
        if engine is None or engine.closed:
            return
        if engine.upgraded:
            engine.close(wait=False, abort=True, reason=engine.server.reason.TRANSPORT_CLOSE)
        engine.upgrading = False


def _is_plain(peer: Any) -> bool:
    return not hasattr(peer, "cipher")


def _nobody(_driver: WebSocketDriver) -> None:
    """Who handles a connection that is over."""


def _refuse_to_send(_data: Any) -> int:
    raise OSError("not connected")


def _engine_text(payload: bytes) -> str:
    text = payload.decode("latin-1")
    if text not in ENGINE_TEXTS:
        raise frames.Fault(frames.FORBIDDEN, "text that is not Engine.IO's")
    return text


def _answer_to(payload: bytes) -> int:
    """The code to close with when the peer closes: its own, unless that is none."""
    code = int.from_bytes(payload[:2], "big") if len(payload) >= 2 else frames.NORMAL
    return code if 1000 <= code <= 4999 and code not in (1004, 1005, 1006, 1015) else frames.BROKEN


def _shut(peer: Any, how: int) -> None:
    try:
        if hasattr(peer, "cipher"):
            peer._sock.shutdown(how)
        else:
            peer.shutdown(how)
    except OSError:
        pass
