"""The servers that are measured: each started fresh, with its storage on, on a free port of this machine alone."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.needs import BENCH, ROOT, on_core

START_SECONDS = 120.0
STOP_SECONDS = 20.0
LOOK_SECONDS = 0.05
LAST_WORDS = 2000
WORK = ROOT / "build/bench"
OURS = "samling"


Furnish = Callable[[Path, Mapping[str, str]], Path]
"""Fills the database of a server that will have this folder and these surroundings; the path says what is in it."""


class DidNotStart(Exception):
    """A server did not come up. The text is what it said last."""


@dataclass(frozen=True)
class Server:
    """`command` and `settings` are given the folder for its data; the settings go beside a cleaned environment."""

    name: str
    title: str
    command: Callable[[], list[str]]
    settings: Callable[[Path], Mapping[str, str]]


@dataclass(frozen=True)
class Running:
    port: int
    pid: int
    world: Path | None
    log: Path
    environ: Mapping[str, str] = field(default_factory=dict)
    """The surroundings it was started in, for a look at what it stored."""
    kill_and_start: Callable[[], int] = lambda: 0
    """Kills it as a power cut does and starts it again on the same data; gives the new process id when it listens."""

    def last_words(self) -> str:
        """The end of what the server has written."""
        return self.log.read_text(errors="replace")[-LAST_WORDS:]


def _version(package: str) -> str:
    return str(json.loads((BENCH / "node_modules" / package / "package.json").read_text())["version"])


SERVERS = {
    OURS: Server(
        OURS,
        "Samling, SQLite (synchronous=FULL)",
        lambda: [sys.executable, str(ROOT / "app.py")],
        lambda folder: {"SAMLING_INSTANCE": str(folder)},
    ),
    "y-websocket": Server(
        "y-websocket",
        "y-websocket {}, LevelDB",
        lambda: ["node", str(BENCH / "node_modules/y-websocket/bin/server.cjs")],
        lambda folder: {"HOST": "127.0.0.1", "YPERSISTENCE": str(folder / "level")},
    ),
    "hocuspocus": Server(
        "hocuspocus",
        "Hocuspocus {}, SQLite",
        lambda: ["node", str(BENCH / "peers/hocuspocus.mjs")],
        lambda folder: {"DATABASE": str(folder / "hocuspocus.sqlite")},
    ),
}
_PACKAGES = {"y-websocket": "y-websocket", "hocuspocus": "@hocuspocus/server"}


def title(name: str) -> str:
    """The server's name with its version and storage, for the report."""
    package = _PACKAGES.get(name)
    return SERVERS[name].title.format(_version(package)) if package else SERVERS[name].title


@contextmanager
def running(name: str, *, people: int, boards: int, notes: int = 0) -> Iterator[Running]:
    """A fresh server on the first core, gone with its data afterwards.

    Ours gets a world of signed-in people, since nobody else is let in. Raises DidNotStart.
    """

    def fill(folder: Path, environ: Mapping[str, str]) -> Path:
        return _fill(folder, environ, people=people, boards=boards, notes=notes)

    with serving(name, fill if name == OURS else None) as server:
        yield server


@contextmanager
def serving(name: str, furnish: Furnish | None) -> Iterator[Running]:
    """A fresh server on the first core, gone with its data afterwards. `furnish` fills its database beforehand.

    Raises DidNotStart.
    """
    folder = WORK / f"{name}-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    port = _free_port()
    environ = {**_environ(), "PORT": str(port), **SERVERS[name].settings(folder)}
    try:
        world = furnish(folder, environ) if furnish else None
        processes = [_start(name, folder, environ)]

        def kill_and_start() -> int:
            processes[-1].kill()
            processes[-1].wait()
            processes.append(_start(name, folder, environ))
            _wait_for(server, processes[-1])
            return processes[-1].pid

        server = Running(port, processes[0].pid, world, folder / "log", environ, kill_and_start)
        try:
            _wait_for(server, processes[0])
            yield server
        finally:
            _stop(processes[-1])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _environ() -> dict[str, str]:
    """This process's surroundings without any installation's settings."""
    foreign = ("SAMLING_", "DATABASE_URL", "REDIS_URL", "SECRET_KEY")
    return {key: value for key, value in os.environ.items() if not key.startswith(foreign)}


def _fill(folder: Path, environ: Mapping[str, str], *, people: int, boards: int, notes: int) -> Path:
    command = [sys.executable, "-m", "bench.world", f"--people={people}", f"--boards={boards}", f"--notes={notes}"]
    made = subprocess.run(command, cwd=ROOT, env=dict(environ), capture_output=True, text=True)
    if made.returncode:
        raise DidNotStart(f"The world could not be made:\n{made.stderr[-LAST_WORDS:]}")
    path = folder / "world.json"
    path.write_text(made.stdout)
    return path


def _start(name: str, folder: Path, environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    command = on_core(0) + SERVERS[name].command()
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            command, cwd=ROOT, env=dict(environ), stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )


def _wait_for(server: Running, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", server.port)) == 0:
                return
        time.sleep(LOOK_SECONDS)
    raise DidNotStart(f"It did not listen within {START_SECONDS:.0f} s:\n{server.last_words()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
