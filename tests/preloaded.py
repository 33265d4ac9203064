"""Servers for tests that begin with everything imported: two thirds of what a start costs is reading the same modules.

One process a worker imports what the program imports, under gevent's patch as `app.py` does it, and nothing else: it
opens no database, no port, no thread. For each server it forks, and the child runs the very program named, from its
first line, with an environment, a folder and an output of its own. That process is killed, stopped and signalled as any
other. What is proven of a start itself is proven with a new interpreter (`Running.is_new`).
"""

import atexit
import gc
import json
import os
import runpy
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

ROOT = Path(__file__).parents[1]
TICK = 0.02
PATIENCE = 600.0
"""Seconds, for a busy machine."""


class Nursery:
    """The process in which servers are forked; it goes when the tests' own process does."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.preloaded"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._lock = Lock()
        atexit.register(self._end)

    def ask(self, **wish: Any) -> Any:
        """Say one thing and hear one. Raises RuntimeError when the process is no more."""
        with self._lock:
            if self._process.stdin is None or self._process.stdout is None:
                raise RuntimeError("the process that forks servers has no pipes")
            self._process.stdin.write(json.dumps(wish) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the process that forks servers is no more")
        return json.loads(line)

    def _end(self) -> None:
        self._process.communicate()


@cache
def nursery() -> Nursery:
    return Nursery()


class Forked:
    """A server that was forked; as much of subprocess.Popen as tests use."""

    def __init__(self, program: tuple[str, ...], environ: dict[str, str], log: Path) -> None:
        self.pid: int = nursery().ask(program=program, environ=environ, log=str(log))
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """How it ended: its exit code, or minus the signal; None while it runs."""
        if self.returncode is None:
            self.returncode = nursery().ask(pid=self.pid)
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def wait(self, timeout: float) -> int:
        """Raises subprocess.TimeoutExpired when it still runs after so many seconds."""
        deadline = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("the server", timeout)
            time.sleep(TICK)
        return code


def run_module(module: str, *words: str, log: Path) -> None:
    """Run `python -m module words…` to its end. Raises RuntimeError with the end of what it said when it fails."""
    log.parent.mkdir(parents=True, exist_ok=True)
    code = Forked(("-m", module, *words), dict(os.environ), log).wait(PATIENCE)
    if code != 0:
        raise RuntimeError(f"{module} ended with {code}:\n{log.read_text(errors='replace')[-3000:]}")


def _serve() -> None:
    """Fork for each line that wishes a program; say how a child stands for each that names one."""
    from gevent import monkey  # before anything else is imported, as in app.py

    monkey.patch_all()
    _import_all()
    _settle()
    # Not gevent's: no hub may be there to be copied.
    fork, waitpid = (monkey.get_original("os", name) for name in ("fork", "waitpid"))
    wishes = os.fdopen(os.dup(0), "rb", buffering=0)
    while line := _line(wishes.fileno()):
        wish = json.loads(line)
        if "pid" in wish:
            done, status = waitpid(wish["pid"], os.WNOHANG)
            answer = os.waitstatus_to_exitcode(status) if done else None
        else:
            answer = fork()
            if answer == 0:
                wishes.close()
                sys.exit(_become(**wish))
        os.write(1, f"{json.dumps(answer)}\n".encode())


def _line(number: int) -> bytes:
    """A line, byte for byte: what is read ahead would be the child's too."""
    found = b""
    while (byte := os.read(number, 1)) not in (b"", b"\n"):
        found += byte
    return found


def _import_all() -> None:
    import app  # noqa: F401
    import network.assembly
    import network.live.server  # noqa: F401


def _settle() -> None:
    """What every child would do first, done once: the tables' relations are worked out, and the collector is told to
    look at none of this again. It was a third of what a start took.
    """
    from sqlalchemy.orm import configure_mappers

    configure_mappers()
    gc.collect()
    gc.freeze()


def _become(program: list[str], environ: dict[str, str], log: str) -> object:
    """Be that program from here on; what it exits with. It ends as an interpreter does, with all that is done then."""
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(ROOT)
    nothing, output = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(nothing, 0)
    for number in (1, 2):
        os.dup2(output, number)
    try:
        if program[0] == "-m":
            sys.argv = program[1:]
            runpy.run_module(program[1], run_name="__main__", alter_sys=True)
        else:
            sys.argv = program
            runpy.run_path(str(ROOT / program[0]), run_name="__main__")
    except SystemExit as end:
        return end.code
    finally:
        # What is left at the end is let go of, as by an interpreter of its own: databases are closed by that.
        gc.unfreeze()
    return 0


if __name__ == "__main__":
    _serve()
