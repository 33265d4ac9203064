"""A network that fails when it is told to: cut, swallowed, or held back and let through later."""

import contextlib
import socket
import threading


class Wire:
    """One TCP connection through the proxy, pumped both ways.

    "pass" lets bytes through; "swallow" reads and forgets them, as a network that is gone without a word; "hold" keeps
    them until the next "pass". In the last two neither end hears of the other's closing.
    """

    def __init__(self, client: socket.socket, server: socket.socket) -> None:
        self.mode = "pass"
        self.is_freed = threading.Event()
        """The server has closed its end."""
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
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _pump(self, here: socket.socket, there: socket.socket) -> None:
        try:
            while data := here.recv(65536):
                self._forward(data, there)
        except OSError:
            pass
        if here is self._ends[1]:
            self.is_freed.set()
        if self.mode == "pass":
            self.cut()

    def _forward(self, data: bytes, there: socket.socket) -> None:
        with self._lock:
            if self.mode == "pass":
                there.sendall(data)
            elif self.mode == "hold":
                self._held[there] += data


class Proxy:
    """Listens on a port of its own and brings each connection to `target`. What is set holds for present wires only."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.wires: list[Wire] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def set(self, mode: str) -> list[Wire]:
        """Put all present wires in this mode; they are given back."""
        present = list(self.wires)
        for wire in present:
            wire.set(mode)
        return present

    def close(self) -> None:
        # Only this wakes a thread that waits in accept.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
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
            self.wires.append(Wire(client, server))
