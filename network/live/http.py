"""gevent's pywsgi with deadlines, and with http and https on one port.

A request has to arrive: its headers within seconds, its body at no less than a slow phone's speed. An answer has to be
fetched. How long it takes to make is not bounded here, since a poll or a WebSocket lasts as long as it lasts.
"""

import logging
import ssl
from email import errors
from http.client import HTTPException
from typing import Any

import gevent
from gevent import pywsgi
from gevent import socket as gsocket

from network.core import clock
from network.core.turn import TURN
from network.live.polling import LIVE_PATH
from network.live.quiet import warn_once
from network.live.turns import PageTurn, Turns

HEADER_SECONDS = 10.0
IDLE_SECONDS = 75.0
"""Between two requests of one connection. nginx' own default, so that we are never the first to close."""
SLOWEST_BYTES_A_SECOND = 20_000
WRITE_BYTES = 64 * 1024
WRITE_SECONDS = 30.0
"""For a piece of so many bytes. One who reads nothing would otherwise keep the answer and its thread for ever."""
MAX_HEAD_BYTES = 64 * 1024
TLS_HANDSHAKE = b"\x16"
OF_THE_BODY = (
    errors.StartBoundaryNotFoundDefect,
    errors.CloseBoundaryNotFoundDefect,
    errors.MultipartInvariantViolationDefect,
)
"""What the reader of headers misses in a form with a file: it is made for mail, and looks for the body too."""
LOOPBACK = ("127.", "::1", "::ffff:127.")

log = logging.getLogger("network.live")


class TooSlow(TimeoutError):
    """The body of a request did not arrive in time, or its answer was not fetched."""


class PatientInput(pywsgi.Input):  # type: ignore[misc]
    """A request's body with a deadline that grows with its length."""

    __slots__ = ("_ends_at", "is_late")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._ends_at: float | None = None
        self.is_late = False

    def read(self, length: int | None = None) -> bytes:
        return self._in_time(super().read, length)

    def readline(self, size: int | None = None) -> bytes:
        return self._in_time(super().readline, size)

    def _in_time(self, read: Any, size: int | None) -> bytes:
        # From the first look at it: what has waited for its turn has not come slowly.
        if self._ends_at is None:
            self._ends_at = clock.monotonic() + HEADER_SECONDS + (self.content_length or 0) / SLOWEST_BYTES_A_SECOND
        left = self._ends_at - clock.monotonic()
        if left <= 0 or self.is_late:
            self.is_late = True
            raise TooSlow("the body of the request came too slowly")
        try:
            with gevent.Timeout(left, TooSlow("the body of the request came too slowly")):
                data: bytes = read(size)
        except TooSlow:
            self.is_late = True
            raise
        return data


def refuse_two_lengths(head: Any) -> Any:
    """Mark headers as bad that a proxy may read in another way: what is body there would be the next request here."""
    names = [name.lower() for name in head]
    defects = [defect for defect in head.defects if not isinstance(defect, OF_THE_BODY)]
    if names.count("content-length") + names.count("transfer-encoding") > 1 or defects:
        head.status = head.status or "two lengths, or a line that is no header"
    return head


class Handler(pywsgi.WSGIHandler):  # type: ignore[misc]
    """One HTTP connection."""

    wsgi_input: Any
    close_connection: bool

    def MessageClass(self, *arguments: Any) -> Any:  # noqa: N802  pywsgi's own name for the reader of headers
        return refuse_two_lengths(super().MessageClass(*arguments))

    def handle(self) -> None:
        self.is_first = True
        super().handle()

    def read_requestline(self) -> str:
        seconds = HEADER_SECONDS if self.is_first else IDLE_SECONDS
        self.is_first = False
        with gevent.Timeout(seconds, False):
            return str(super().read_requestline())
        self.close_connection = True
        return ""

    def read_request(self, raw_requestline: str) -> bool:
        with gevent.Timeout(HEADER_SECONDS, ValueError("headers came too slowly")):
            try:
                return bool(super().read_request(raw_requestline))
            except HTTPException as fault:
                # Too many headers, or too long ones: pywsgi takes this for a fault of its own and prints where it was.
                raise ValueError(str(fault)) from fault

    def get_environ(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environ()
        environ["wsgi.url_scheme"] = "https" if isinstance(self.socket, ssl.SSLSocket) else "http"
        plain = self.wsgi_input
        self.wsgi_input = PatientInput(
            self.rfile, self.content_length, socket=plain.socket, chunked_input=plain.chunked_input
        )
        if environ["wsgi.input"] is plain:
            environ["wsgi.input"] = self.wsgi_input
        return environ

    def handle_one_response(self) -> None:
        if not self.environ["PATH_INFO"].startswith(LIVE_PATH):
            self.environ[TURN] = PageTurn(self.server.turns)
        super().handle_one_response()
        if self.wsgi_input is not None and self.wsgi_input.is_late:
            self.close_connection = True
        # A client whose next request is already there would otherwise keep the loop to itself.
        gevent.sleep(0)

    def _sendall(self, data: Any) -> None:
        whole = memoryview(data)
        for at in range(0, len(whole), WRITE_BYTES):
            with gevent.Timeout(WRITE_SECONDS, TooSlow("the answer was not fetched")):
                super()._sendall(whole[at : at + WRITE_BYTES])

    def handle_error(self, t: Any, v: Any, tb: Any) -> None:
        """A client that hangs up in the middle is no fault of ours."""
        if isinstance(v, ssl.SSLError | ConnectionError | TooSlow):
            self.close_connection = True
            return
        super().handle_error(t, v, tb)

    def log_error(self, msg: str, *args: object) -> None:
        """What clients send that is no HTTP: one line a minute, without their bytes."""
        warn_once(f"http from {self.client_address[0]}", "not a request")


class Server(pywsgi.WSGIServer):  # type: ignore[misc]
    """Plain HTTP; with `tls`, HTTPS on the same port, and plain HTTP for this very machine alone."""

    handler_class = Handler

    def __init__(self, listener: Any, application: Any, *, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.turns = Turns()
        super().__init__(listener, application, log=None, error_log=log)

    def handle(self, sock: Any, address: Any) -> None:
        try:
            served = self._secured(sock, address[0]) if self._tls is not None else sock
        except (OSError, gevent.Timeout):
            sock.close()
            return
        if served is not None:
            super().handle(served, address)

    def _secured(self, sock: Any, peer: str) -> Any:
        """The socket to serve: decrypted, or plain from this machine; anybody else is sent to https."""
        with gevent.Timeout(HEADER_SECONDS):
            if sock.recv(1, gsocket.MSG_PEEK) == TLS_HANDSHAKE:
                assert self._tls is not None
                return self._tls.wrap_socket(sock, server_side=True)
            if peer.startswith(LOOPBACK):
                return sock
            _send_to_https(sock)
        return None


def _send_to_https(sock: Any) -> None:
    head = b""
    while b"\r\n\r\n" not in head and len(head) < MAX_HEAD_BYTES and (data := sock.recv(4096)):
        head += data
    line, _, rest = head.partition(b"\r\n")
    path = line.split(b" ")[1] if line.count(b" ") == 2 else b"/"
    hosts = [value.strip() for name, _, value in _headers(rest) if name.lower() == b"host"]
    if hosts and path.startswith(b"/"):
        sock.sendall(
            b"HTTP/1.1 308 Permanent Redirect\r\nLocation: https://" + hosts[0] + path + b"\r\n"
            b"Content-Length: 0\r\nConnection: close\r\n\r\n"
        )
    sock.close()


def _headers(head: bytes) -> list[tuple[bytes, bytes, bytes]]:
    return [line.partition(b":") for line in head.split(b"\r\n")]
