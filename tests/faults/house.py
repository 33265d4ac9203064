"""The real server with the furnished hall, in a folder of its own, and what can be read of it from outside."""

import json
import shutil
import signal
import sqlite3
import subprocess
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pycrdt import Doc, Map

from tests.preloaded import run_module
from tests.running import ROOT, Running

PATIENCE = 60.0
"""Seconds for what takes well under one on a machine with nothing else to do."""

Found = TypeVar("Found")


@dataclass(frozen=True)
class Person:
    """Somebody with a browser that is signed in."""

    id: int
    key: str
    name: str
    secret: str

    @property
    def cookie(self) -> str:
        return f"session={self.secret}"


class House(Running):
    """A server on a copy of the furnished folder. `without` names a defence of tests/faults/program.py."""

    def __init__(self, folder: Path, *, without: str | None = None) -> None:
        super().__init__(folder, environ={"SAMLING_DEMO": "0"}, program=program_without(without))
        told = json.loads((folder / "hall.json").read_text())
        self.board: str = told["board"]
        self.document: str = told["document"]
        self.people = {name: Person(**person) for name, person in told["people"].items()}

    @property
    def writers(self) -> list[Person]:
        return [person for name, person in self.people.items() if name.startswith("Writer")]

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def database(self) -> Path:
        return self.folder / "samling.sqlite"

    def become(self, *, without: str | None = None) -> None:
        """Start anew as another program."""
        self.kill()
        self.program = program_without(without)
        self.start()

    def held(self) -> dict[str, Any]:
        """What it holds, of a program that runs with `tell_what_it_holds`; reads and beats since the last time."""
        assert self.process is not None
        told = self.folder / "held.json"
        told.unlink(missing_ok=True)
        self.process.send_signal(signal.SIGUSR2)
        wait_for(told.exists, "it tells what it holds")
        found: dict[str, Any] = json.loads(told.read_text())
        return found

    def latency(self) -> float:
        """Seconds that /healthz takes: how long the loop was busy with something else."""
        began = time.monotonic()
        urllib.request.urlopen(f"{self.address}/healthz", timeout=20).close()
        return time.monotonic() - began

    def memory_mb(self) -> float:
        return self._status_mb("VmRSS")

    def peak_mb(self) -> float:
        """The most memory that it has had since it was started."""
        return self._status_mb("VmHWM")

    def _status_mb(self, name: str) -> float:
        assert self.process is not None
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))

    def page(self, person: Person) -> str:
        """The whole board as this person gets it without script."""
        request = urllib.request.Request(f"{self.address}/boards/{self.board}?all=1", headers={"Cookie": person.cookie})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return str(answer.read().decode())

    def stored_notes(self) -> dict[str, dict[str, Any]]:
        """The notes as the journal on the disk has them, whether the server runs or not."""
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as connection:
            rows = connection.execute(
                'SELECT "update" FROM document_update WHERE document_id = ? ORDER BY id', (self.document,)
            ).fetchall()
        doc: Doc[Any] = Doc()
        for (update,) in rows:
            doc.apply_update(update)
        found: dict[str, dict[str, Any]] = doc.get("notes", type=Map).to_py() or {}
        return found

    def is_whole(self) -> bool:
        """SQLite's own word for its file."""
        with sqlite3.connect(self.database) as connection:
            return bool(connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok")


def program_without(defence: str | None) -> tuple[str, ...]:
    """What is run: the program, or the one of tests/faults/program.py with these off."""
    return ("-m", "tests.faults.program", *defence.split()) if defence else ("app.py",)


class Crowd:
    """Real browsers' code in Node (crowd.mjs): each page is a person's, under a name of the test's."""

    def __init__(self, house: House, *, log: Path) -> None:
        self.house = house
        self._log = log.open("ab")
        self._node = subprocess.Popen(
            ["node", "--import", "./tests/js/resolve.mjs", "tests/faults/crowd.mjs"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )

    def ask(self, command: str, **more: Any) -> Any:
        """Do something in Node; its answer. Raises RuntimeError with what went wrong there."""
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.write(json.dumps({"command": command, **more}) + "\n")
        self._node.stdin.flush()
        line = self._node.stdout.readline()
        if not line:
            raise RuntimeError(f"Node has ended: {Path(self._log.name).read_text()[-2000:]}")
        told = json.loads(line)
        if "fault" in told:
            raise RuntimeError(told["fault"])
        return told["answer"]

    def open(self, page: str, person: Person, *, port: int | None = None, device: str | None = None) -> None:
        """Open the board in a new page; `device` is the storage it shares with others."""
        url = f"http://127.0.0.1:{port or self.house.port}"
        about = {"name": person.name, "secret": person.secret, "key": person.key}
        self.ask("open", page=page, url=url, board=self.house.board, device=device or page, **about)

    def join(self, page: str, person: Person, **options: Any) -> None:
        """Open the board and wait until it is filled."""
        self.open(page, person, **options)
        self.wait_online(page)

    def add(self, page: str, text: str) -> str:
        return str(self.ask("add", page=page, text=text))

    def notes(self, page: str) -> list[dict[str, Any]]:
        return list(self.ask("notes", page=page))

    def texts(self, page: str) -> list[str]:
        return sorted(note["text"] for note in self.notes(page) if not note["deleted"])

    def state(self, page: str, note: str) -> str | None:
        return self.ask("state", page=page, id=note)  # type: ignore[no-any-return]

    def people(self, page: str) -> list[str]:
        return list(self.ask("people", page=page))

    def wait_online(self, page: str, *, within: float = PATIENCE) -> None:
        def is_online() -> bool:
            status = self.ask("status", page=page)
            assert status["reason"] is None, status["reason"]
            return status["link"] == "online" and bool(status["canWrite"])

        wait_for(is_online, f"{page} is online", within=within)

    def wait_saved(self, page: str, note: str, *, within: float = PATIENCE) -> None:
        wait_for(lambda: self.state(page, note) == "saved", f"{note} is saved", within=within)

    def wait_sees(self, page: str, text: str, *, within: float = PATIENCE) -> None:
        wait_for(lambda: text in self.texts(page), f"{page} sees {text!r}", within=within)

    def wait_calm(self, *, within: float = 3 * PATIENCE) -> None:
        """Until everybody is online with nothing unsent, and all pages show the same."""

        def is_calm() -> bool:
            statuses = self.ask("statuses")
            return all(one["link"] == "online" and not one["unsent"] for one in statuses) and self.ask("agree")

        wait_for(is_calm, "everybody has the same board", within=within)

    def end(self) -> None:
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.close()
        try:
            self._node.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._node.kill()
            self._node.wait()
        self._node.stdout.close()
        self._log.close()


def wait_for(holds: Callable[[], Found], what: str, *, within: float = PATIENCE) -> Found:
    """What `holds` gives as soon as that is something. Raises AssertionError when it takes too long."""
    deadline = time.monotonic() + within
    while True:
        found = holds()
        if found:
            return found
        assert time.monotonic() < deadline, f"not within {within} s: {what}"
        time.sleep(0.02)


def furnished(folder: Path, *, by: str = "tests.faults.furnish") -> None:
    """Make the folder that each test copies."""
    run_module(by, str(folder), log=folder / "furnish.log")


def moved_in(furniture: Path, folder: Path, *, without: str | None = None) -> House:
    """A server that runs on a copy of the furniture."""
    shutil.copytree(furniture, folder)
    house = House(folder, without=without)
    house.start()
    return house
