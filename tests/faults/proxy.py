"""A network that fails when it is told to: cut, swallowed, held back, halved, slow, late, or losing packets."""

import contextlib
import random
import socket
import threading
from dataclasses import dataclass

SEGMENT = 1_448
"""Bytes of a TCP segment."""
FIRST_TIMEOUT = 0.2
"""Seconds after which a lost segment is sent again; twice as long each time after, as TCP does it."""
MOST_LOSSES = 5
"""A segment that is lost so often in a row ends its connection: on a phone nobody waits for the fifteenth time."""
PIECE = 65_536


@dataclass(frozen=True)
class Weather:
    """What the way does to all that goes over it.

    `delay` in seconds each way, `rate` in bytes a second each way, `loss` as the share of packets. TCP repairs a loss:
    what its two ends see of it is that nothing comes for a while, and everything behind it waits; and now and then that
    the connection is gone, of which they may hear or not.
    """

    delay: float = 0.0
    rate: float | None = None
    loss: float = 0.0

    def seconds_for(self, size: int, chance: random.Random) -> float | None:
        """How long so many bytes take; None when the connection does not outlive them."""
        seconds = self.delay + (size / self.rate if self.rate else 0.0)
        for _segment in range(-(-size // SEGMENT)):
            lost = 0
            while chance.random() < self.loss:
                seconds += FIRST_TIMEOUT * 2**lost
                lost += 1
                if lost == MOST_LOSSES:
                    return None
        return seconds


CALM = Weather()
THIRD_LOST = Weather(delay=0.02, loss=0.3)


class Wire:
    """One TCP connection through the proxy, pumped both ways.

    "pass" lets bytes through as the weather allows; "swallow" reads and forgets them, as a network that is gone without
    a word; "hold" keeps them until the next "pass"; "halve" lets half of what comes next through and cuts then, in the
    middle of a message. Of swallow and hold neither end hears, nor of the other's closing.
    """

    def __init__(self, client: socket.socket, server: socket.socket, weather: Weather, chance: random.Random) -> None:
        self.mode = "pass"
        self.weather = weather
        self.is_freed = threading.Event()
        """The server has closed its end."""
        self.is_cut = threading.Event()
        self._chance = chance
        self._ends = (client, server)
        self._held: dict[socket.socket, bytearray] = {client: bytearray(), server: bytearray()}
        self._lock = threading.Lock()
        for here, there in ((client, server), (server, client)):
            threading.Thread(target=self._pump, args=(here, there), daemon=True).start()

    def set(self, mode: str) -> None:
        with self._lock:
            self.mode = mode
            if mode != "pass":
                return
            for there, waiting in self._held.items():
                data = bytes(waiting)
                waiting.clear()
                with contextlib.suppress(OSError):
                    there.sendall(data)

    def cut(self) -> None:
        self.is_cut.set()
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _pump(self, here: socket.socket, there: socket.socket) -> None:
        try:
            while data := here.recv(PIECE):
                if self.weather is not CALM:
                    self._travel(len(data))
                self._forward(data, there)
        except OSError:
            pass
        if here is self._ends[1]:
            self.is_freed.set()
        if self.mode == "pass":
            self.cut()

    def _travel(self, size: int) -> None:
        seconds = self.weather.seconds_for(size, self._chance)
        if seconds is not None:
            # Whoever cuts wakes it: a thread that sleeps on would outlive its test.
            self.is_cut.wait(seconds)
        elif self._chance.random() < 0.5:
            self.cut()
        else:
            self.set("swallow")

    def _forward(self, data: bytes, there: socket.socket) -> None:
        with self._lock:
            if self.mode == "pass":
                there.sendall(data)
            elif self.mode == "hold":
                self._held[there] += data
            elif self.mode == "halve":
                there.sendall(data[: len(data) // 2])
                self.cut()


class Proxy:
    """Listens on a port of its own and brings each connection to `target`.

    The weather holds for all wires, those to come too; what is `set` for present ones only. `seed` repeats the chances,
    not the moments.
    """

    def __init__(self, target: int, *, seed: int | None = None) -> None:
        self._target = target
        self._chance = random.Random(seed)
        self._weather = CALM
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port: int = self._listener.getsockname()[1]
        self.wires: list[Wire] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def set(self, mode: str) -> list[Wire]:
        """Put all present wires in this mode; they are given back."""
        present = list(self.wires)
        for wire in present:
            wire.set(mode)
        return present

    def turn(self, weather: Weather) -> None:
        """Have this weather from now on."""
        self._weather = weather
        for wire in list(self.wires):
            wire.weather = weather

    def take_no_more(self) -> None:
        """Nobody new gets through; the wires that there are stay."""
        # Only this wakes a thread that waits in accept.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def close(self) -> None:
        self.take_no_more()
        for wire in self.wires:
            wire.cut()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                client.close()
                continue
            for end in (client, server):
                # What waits here is the test's doing alone.
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.wires.append(Wire(client, server, self._weather, random.Random(self._chance.random())))
