"""Socket.IO for the whole program: set up once, bounded everywhere, and out of Flask's way on the hot path."""

import inspect
import logging
import time
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import gevent
from engineio.exceptions import SocketIsClosedError
from engineio.packet import PING
from engineio.packet import Packet as EnginePacket
from engineio.payload import Payload
from engineio.socket import Socket as EngineSocket
from flask import Flask
from flask_socketio import SocketIO
from socketio.exceptions import ConnectionRefusedError as Refused
from socketio.packet import EVENT

from network.core import language
from network.core.errors import SamlingError
from network.live import quiet
from network.live.admissions import RECHECK_SECONDS, Admissions
from network.live.connections import Connection, Connections
from network.live.driver import WebSocketDriver
from network.live.messages import CLIENT_WORDS
from network.live.pace import Pace
from network.live.packets import GuardedPacket, Malformed
from network.live.polling import POLLING_BYTES, POLLING_PACKETS, PollingGuard
from network.live.wire import EngineWire

PING_SECONDS = 6
SWEEP_SECONDS = 1.0
STRANGER_SECONDS = 10.0
WORDS_FOR_STRANGERS = "unauthorized"

Handler = Callable[..., object]


@dataclass(frozen=True)
class Word:
    """What the server does when a client says a word, and the rights of which this asks for one."""

    handler: Handler
    actions: tuple[str, ...]
    fewest: int
    most: int


class Live:
    """The real-time edge of one app: its Socket.IO server, its words and its connections."""

    def __init__(self, app: Flask, *, ping_seconds: float = PING_SECONDS, driver: type = WebSocketDriver) -> None:
        self.app = app
        self.words: dict[str, Word] = {}
        self.connections = Connections()
        self.admissions = Admissions(app, self.connections)
        self.endings: list[Callable[[], object]] = []
        self.driver = driver
        self._strangers: dict[str, float] = {}
        self._by_engine: dict[str, Connection] = {}
        self._is_hearing = True
        self._greenlets: list[Any] = []
        self.socketio = _socketio(app, ping_seconds=ping_seconds)
        self.server = self.socketio.server
        _use_driver(self.server.eio, driver)
        _ping_lightly()
        app.wsgi_app = PollingGuard(app.wsgi_app, self.server.eio)  # type: ignore[method-assign]
        self._receive = self.server.eio.handlers["message"]
        self.server.eio.on("message", self._guarded)
        self.server.on("connect", self._connect)
        self.server.on("disconnect", self._disconnect)

    def on(self, word: str, handler: Handler, *, action: str, also: Sequence[str] = ()) -> None:
        """Have `handler(connection, *args)` called for each `word` of a client.

        It runs in the reader's greenlet, outside any Flask context, one message of a connection at a time; it judges
        each message itself (`access.guard`). Raises KeyError for a word that is not in `messages`.
        """
        if word not in CLIENT_WORDS:
            raise KeyError(f"{word} is not a client's word in live/messages.py")
        fewest, most = _arguments_of(handler)
        self.words[word] = Word(handler, (action, *also), fewest, most)
        self.server.on(word, partial(self.hear, word))

    def hear(self, word: str, sid: str, *args: object) -> object:
        """What a client said. The answer goes to a client that asked for one."""
        connection = self.connections.get(sid)
        return None if connection is None else self._answer(connection, self.words[word], word, args)

    def _answer(self, connection: Connection, told: Word, word: str, args: Sequence[object]) -> object:
        if not told.fewest <= len(args) <= told.most:
            raise Malformed(f"{word} with {len(args)} arguments")
        try:
            if connection.language == language.current():
                return told.handler(connection, *args)
            with language.speaking(connection.language):
                return told.handler(connection, *args)
        except SamlingError as refusal:
            return {"ok": False, "error": refusal.code, "message": str(refusal.message)}
        except Malformed:
            raise
        except Exception as fault:
            if quiet.warn_once(f"{word} from {connection.person_id}", f"{type(fault).__name__}: {fault}"):
                quiet.log.exception("live: %s failed", word)
            return {"ok": False, "error": "internal", "message": ""}

    def start(self, *, sweep_seconds: float = SWEEP_SECONDS, recheck_seconds: float = RECHECK_SECONDS) -> None:
        """Begin to watch over the connections. Called by the server when its loop runs."""
        self._greenlets = [
            gevent.spawn(self._keep_sweeping, sweep_seconds),
            gevent.spawn(self.admissions.keep_rechecking, recheck_seconds),
        ]

    def stop(self) -> None:
        """Take nothing more: what comes now is not acknowledged, so its sender offers it again."""
        self._is_hearing = False
        gevent.killall(self._greenlets)

    def sweep(self, now: float) -> None:
        """Drop those who are far behind, and sockets that have not said who they are in time."""
        for connection in self.connections:
            connection.drop_if_behind()
        for sid, socket in list(self.server.eio.sockets.items()):
            if hasattr(socket, "driver"):
                socket.driver.drop_if_silent(now)
            if self.server.manager.sid_from_eio_sid(sid, "/") is not None:
                self._strangers.pop(sid, None)
            elif now - self._strangers.setdefault(sid, now) > STRANGER_SECONDS:
                self._end(socket)
        for sid in self._strangers.keys() - self.server.eio.sockets.keys():
            del self._strangers[sid]

    def _keep_sweeping(self, every_seconds: float) -> None:
        while True:
            gevent.sleep(every_seconds)
            try:
                self.sweep(time.monotonic())
            except Exception as fault:
                quiet.warn_once("sweep", f"{type(fault).__name__}: {fault}")

    def _connect(self, sid: str, environ: dict[str, Any], _auth: object = None) -> None:
        engine_sid = self.server.manager.eio_sid_from_sid(sid, "/")
        socket = self.server.eio.sockets.get(engine_sid)
        connection = self.admissions.admit(sid, environ, EngineWire(socket)) if socket is not None else None
        if connection is None:
            if socket is not None:
                gevent.spawn_later(1, self._end, socket)
            raise Refused(WORDS_FOR_STRANGERS)
        self._by_engine[engine_sid] = connection
        connection.on_close(lambda: self._forget(engine_sid))

    def _forget(self, engine_sid: str) -> None:
        self._by_engine.pop(engine_sid, None)

    def _disconnect(self, sid: str, *_reason: object) -> None:
        connection = self.connections.get(sid)
        if connection is not None:
            connection.leave()

    def _guarded(self, engine_sid: str, data: object) -> None:
        """Each message of each client passes here. A malformed one ends its connection, and nothing else."""
        socket = self.server.eio.sockets.get(engine_sid)
        if socket is None or socket.closed or not self._is_hearing:
            return
        if not socket.upgraded:
            delay = socket.session.setdefault("pace", Pace()).wait_for(time.monotonic())
            if delay:
                gevent.sleep(delay)
        try:
            if not isinstance(data, bytes) or not data:
                raise Malformed("a packet that is none of ours")
            self._take(engine_sid, data)
        except Malformed as fault:
            quiet.warn_once(self._name_of(engine_sid), str(fault))
            self._end(socket)
        except SocketIsClosedError:
            return
        except Exception as fault:
            quiet.warn_once(self._name_of(engine_sid), f"{type(fault).__name__}: {fault}")
            self._end(socket)

    def _take(self, engine_sid: str, data: bytes) -> None:
        """A word that wants no answer goes straight to its handler; the rest is python-socketio's, as it was."""
        packet = self.server.packet_class(encoded_packet=data)
        if packet.packet_type != EVENT or packet.id is not None:
            self._receive(engine_sid, data)
            return
        connection, word = self._by_engine.get(engine_sid), packet.data[0]
        if connection is not None and word in self.words:
            self._answer(connection, self.words[word], word, packet.data[1:])

    def _name_of(self, engine_sid: str) -> str:
        sid = self.server.manager.sid_from_eio_sid(engine_sid, "/")
        connection = self.connections.get(sid) if sid else None
        if connection is not None:
            return f"person {connection.person_id}"
        return f"stranger at {self.server.environ.get(engine_sid, {}).get('REMOTE_ADDR', '?')}"

    @staticmethod
    def _end(socket: Any) -> None:
        EngineWire(socket).close(for_good=False)


def _socketio(app: Flask, *, ping_seconds: float) -> SocketIO:
    Payload.max_decode_packets = POLLING_PACKETS
    log = logging.getLogger("network.live.engine")
    log.setLevel(logging.ERROR)
    if not log.filters:
        log.addFilter(quiet.OneLine())
    return SocketIO(
        app,
        async_mode="gevent",
        serializer=GuardedPacket,
        async_handlers=False,
        manage_session=False,
        transports=["websocket", "polling"],
        cors_allowed_origins=_is_own_origin,
        cors_credentials=False,
        ping_interval=ping_seconds,
        ping_timeout=ping_seconds,
        max_http_buffer_size=POLLING_BYTES,
        http_compression=False,
        logger=log,
        engineio_logger=log,
    )


def _is_own_origin(origin: str, environ: dict[str, Any]) -> bool:
    """Whether a handshake comes from a page of ours: same scheme and host as it asks for (a proxy's are already in)."""
    return origin == f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', '')}"


def _use_driver(engine: Any, driver: type) -> None:
    """python-engineio has no public way in; `self_test` refuses to start when this one no longer works."""
    engine._async = dict(engine._async, websocket=driver)


def _ping_lightly() -> None:
    """A ping that is due in some seconds holds no greenlet and no connection: python-engineio's own kept each one that
    was over, with all of its own, for as long. The tests of half-open sockets find out when this one no longer works.
    """
    EngineSocket.schedule_ping = _schedule_ping


def _schedule_ping(socket: EngineSocket) -> None:
    if socket.last_ping:
        socket.last_ping = None
        gevent.spawn_later(socket.server.ping_interval, _ping, weakref.ref(socket))


def _ping(known: "weakref.ref[EngineSocket]") -> None:
    socket = known()
    if socket is not None and not socket.closing and not socket.closed:
        socket.last_ping = time.time()
        socket.send(EnginePacket(PING))


def _arguments_of(handler: Handler) -> tuple[int, int]:
    """The fewest and the most arguments that `handler` takes after the connection."""
    parameters = list(inspect.signature(handler).parameters.values())[1:]
    if any(parameter.kind is parameter.VAR_POSITIONAL for parameter in parameters):
        return 0, len(parameters) + 255
    required = sum(parameter.default is parameter.empty for parameter in parameters)
    return required, len(parameters)


def hub(app: Flask) -> Live:
    found: Live = app.extensions["live"]
    return found
