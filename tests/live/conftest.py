"""The real server in a process of its own; the tests talk to it over loopback."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.live.client import Client, RawSocket

ROOT = Path(__file__).parents[2]


class Running:
    """A running server: its port, its process and what it says about itself."""

    def __init__(self, folder: Path, **options: Any) -> None:
        arguments = json.dumps({"folder": str(folder), **options})
        command = [sys.executable, "-m", "tests.live.program", arguments]
        self.folder = folder
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        address = self.process.stdout.readline().strip()
        if not address:
            self.process.stdout.close()
            self.process.wait()
        assert address, "the server did not start"
        self.port = int(address.rstrip("/").rpartition(":")[2])
        self.sockets: list[RawSocket] = []

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            return json.load(answer)

    def post(self, path: str) -> None:
        urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", data=b"", timeout=20).close()

    def facts(self) -> dict[str, Any]:
        return dict(self.get("/facts"))

    def client(self, **options: Any) -> Client:
        made = Client(self.port, **options)
        self.sockets.append(made)
        return made

    def raw(self, path: str = "/socket.io/?EIO=4&transport=websocket", **options: Any) -> RawSocket:
        made = RawSocket(self.port, path, **options)
        self.sockets.append(made)
        return made

    def member(self, *, who: str = "s1.1", board: str = "b", **options: Any) -> Client:
        made = self.client(who=who, **options)
        made.join(board)
        return made

    def hang_up(self) -> None:
        for opened in self.sockets:
            opened.close()
        self.sockets.clear()

    def stop(self) -> None:
        self.hang_up()
        self.process.terminate()
        self.process.wait(timeout=20)
        assert self.process.stdout is not None
        self.process.stdout.close()


StartServer = Callable[..., Running]


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[StartServer]:
    """Start a server with options of its own; it ends with the test."""
    started: list[Running] = []

    def start(**options: Any) -> Running:
        folder = tmp_path / str(len(started))
        folder.mkdir()
        started.append(Running(folder, **options))
        return started[-1]

    yield start
    for running in started:
        running.stop()


@pytest.fixture(scope="session")
def _shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(tmp_path_factory.mktemp("live"))
    yield running
    running.stop()


@pytest.fixture
def live_server(_shared_server: Running) -> Iterator[Running]:
    """The server as it stands, shared by tests that leave nothing behind but closed sockets."""
    yield _shared_server
    _shared_server.hang_up()
