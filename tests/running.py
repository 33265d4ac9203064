"""The real program in a process of its own: started on a free port, killed, started again on the same data."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from network.web.frames import COMPILED
from tests.preloaded import Forked

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "build" / COMPILED
FIRST_PORT, PORTS_EACH = 12_000, 2_000
START_SECONDS = 240.0
STOP_SECONDS = 60.0
COMMAND_SECONDS = 300.0
"""Patience for a machine that has much else to do; as a rule it takes two seconds."""
CLOCKED = ("-m", "tests.faults.program", "move_the_clock")
"""The real program, with a clock that a test can move."""
_INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV")


def free_port() -> int:
    """A port that nobody listens on now, and that no browser's connection takes before the server does.

    Those come from 32768 upwards. Each worker has ports of its own.
    """
    first = FIRST_PORT + PORTS_EACH * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    while True:
        port = first + secrets.randbelow(PORTS_EACH)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@dataclass
class Running:
    """One server with its folder of data. `kill` is -9; `start` after it comes back on the same data and port.

    As a rule it is forked with its modules imported (tests.preloaded); `is_new` starts an interpreter for it.
    """

    folder: Path
    port: int = field(default_factory=free_port)
    environ: dict[str, str] = field(default_factory=dict)
    program: tuple[str, ...] = ("app.py",)
    is_new: bool = False
    process: "subprocess.Popen[bytes] | Forked | None" = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "Running":
        """Start, and wait until it answers. Raises RuntimeError with the end of its log when it does not."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._share_templates()
        self.process = self._begin_anew() if self.is_new else self._fork()
        self._wait_until_it_answers()
        return self

    def _begin_anew(self) -> "subprocess.Popen[bytes]":
        with (self.folder / "server.log").open("ab") as log:
            command = [sys.executable, *self.program]
            return subprocess.Popen(command, cwd=ROOT, env=self._environment(), stdout=log, stderr=log)

    def _fork(self) -> Forked:
        return Forked(self.program, self._environment(), self.folder / "server.log")

    def _share_templates(self) -> None:
        """What one server has compiled serves all others: else each new folder would compile them anew."""
        kept = self.folder / COMPILED
        if not kept.exists():
            TEMPLATES.mkdir(parents=True, exist_ok=True)
            kept.symlink_to(TEMPLATES)

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        return {
            **kept,
            "PORT": str(self.port),
            "SAMLING_INSTANCE": str(self.folder),
            "SAMLING_DEMO": "1",
            **self.environ,
        }

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"{self.address}/healthz", timeout=1).close()
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        self.kill()
        raise RuntimeError(f"the server did not start:\n{self.log()[-3000:]}")

    def log(self) -> str:
        return (self.folder / "server.log").read_text(errors="replace")

    def kill(self) -> None:
        """As a power cut would end it."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As an operator would end it."""
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(timeout=STOP_SECONDS)
        self.process = None

    def set_clock(self, *, wall: float = 0, passed: float = 0) -> None:
        """Move the clocks of a server whose program is CLOCKED. Seconds.

        `wall` is how wrong the machine's clock is; `passed` has gone by in truth, on the wall and on the monotonic
        clock. A server that does not run, or is started again, starts with the clocks of then.
        """
        key = time.monotonic_ns()
        (self.folder / "clock.json").write_text(json.dumps({"wall": wall, "passed": passed, "id": key}))
        if self.process is None:
            return
        self.process.send_signal(signal.SIGUSR1)
        deadline = time.monotonic() + STOP_SECONDS
        while f"clock {key}" not in self.log():
            assert time.monotonic() < deadline, "the clock was not set"
            time.sleep(0.02)

    def command(self, *words: str, is_new: bool = False) -> str:
        """What an operator's command beside the server prints; `is_new`: by an interpreter of its own.

        Raises CalledProcessError, with what it said as `stderr`, when it ends with another code than 0.
        """
        program = ("-m", "flask", "--app", "app", *words)
        if is_new:
            given: dict[str, Any] = {"cwd": ROOT, "env": self._environment(), "capture_output": True, "text": True}
            return str(subprocess.run([sys.executable, *program], check=True, **given).stdout)
        said = self.folder / f"command-{secrets.token_hex(4)}.log"
        code = Forked(program, self._environment(), said).wait(COMMAND_SECONDS)
        words_said = said.read_text(errors="replace")
        said.unlink()
        if code != 0:
            raise subprocess.CalledProcessError(code, program, stderr=words_said)
        return words_said

    def people(self) -> list[dict[str, str]]:
        """The demo's people: name, email, role, municipality."""
        found: list[dict[str, str]] = json.loads(self.command("network", "demo", "--json"))
        return found


@contextmanager
def running(folder: Path, *, is_new: bool = False, **environ: str) -> Iterator[Running]:
    """The program with its demo, on data in `folder`."""
    server = Running(folder, environ=environ, is_new=is_new)
    try:
        yield server.start()
    finally:
        server.stop()
