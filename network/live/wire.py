"""The way from a connection to its client: the driver when there is a WebSocket, python-engineio's queue when not."""

from typing import Any, Protocol

import gevent
from engineio.packet import MESSAGE
from engineio.packet import Packet as EnginePacket
from socketio.packet import DISCONNECT

from network.live.driver import ADMITTED, MAX_WAITING_FRAMES
from network.live.frames import BINARY, GOING_AWAY, frame
from network.live.packets import GuardedPacket, Outgoing

MAX_WAITING_BYTES = 1024 * 1024
"""For a client by polling, beside the longest: all that waits is fetched at once, as base64 and in several copies."""


class Wire(Protocol):
    """What a connection needs of its way out; a test may put a list in its place."""

    def write(self, outgoing: Outgoing) -> None: ...

    def admit(self) -> None: ...

    def close(self, *, for_good: bool) -> None: ...

    def drop_if_behind(self) -> None: ...


class EngineWire:
    """A wire over one python-engineio socket, whichever transport it has at the moment."""

    __slots__ = ("_engine",)

    def __init__(self, engine_socket: Any) -> None:
        self._engine = engine_socket

    def write(self, outgoing: Outgoing) -> None:
        """Straight to the kernel when nothing of python-engineio's waits before it, else in its queue."""
        engine = self._engine
        if engine.upgraded and engine.queue.empty():
            engine.driver.write(outgoing.frame)
            return
        if engine.closed:
            return
        if not self._has_room_for(outgoing.packed):
            gevent.spawn(self.close, for_good=False)
            return
        engine.send(EnginePacket(MESSAGE, data=outgoing.packed))

    def admit(self) -> None:
        """Allow the long messages of a member, on this transport and the one that may follow."""
        self._engine.session[ADMITTED] = True
        if hasattr(self._engine, "driver"):
            self._engine.driver.admit()

    def close(self, *, for_good: bool) -> None:
        """End it; `for_good` tells the client not to come back by itself."""
        engine = self._engine
        goodbye = GuardedPacket(DISCONNECT).encode()
        if engine.upgraded:
            if for_good:
                engine.driver.write(frame(goodbye, BINARY))
            engine.driver.close(GOING_AWAY)
        elif not engine.closed:
            if for_good:
                engine.send(EnginePacket(MESSAGE, data=goodbye))
            engine.close(wait=False, abort=False, reason=engine.server.reason.SERVER_DISCONNECT)

    def drop_if_behind(self) -> None:
        """Cut off a client by polling that leaves too much lying. (The driver watches its own backlog.)"""
        if not self._engine.upgraded and not self._has_room_for(b""):
            self.close(for_good=False)

    def _has_room_for(self, packed: bytes) -> bool:
        """Whether that may wait too. The longest of all does not count: it may be a whole board."""
        sizes = [*map(_size, list(self._engine.queue.queue)), len(packed)]
        return len(sizes) <= MAX_WAITING_FRAMES and sum(sizes) - max(sizes) <= MAX_WAITING_BYTES


def _size(packet: Any) -> int:
    data = getattr(packet, "data", None)
    return len(data) if isinstance(data, bytes | str) else 0
