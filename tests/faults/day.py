"""The real server with a gathering in the middle of its day, in a folder of its own, and what lies on its disk."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

from tests.faults.caller import Answer, Caller
from tests.running import Running


class Day(Running):
    """A server on a copy of the furnished folder. `without` names a defence of tests/faults/program.py."""

    def __init__(self, folder: Path, *, without: str | None = None, **environ: str) -> None:
        program = ("-m", "tests.faults.program", *without.split()) if without else ("app.py",)
        super().__init__(folder, environ={"SAMLING_DEMO": "0", **environ}, program=program)
        self.told: dict[str, Any] = json.loads((folder / "day.json").read_text())

    @property
    def path(self) -> str:
        return f"/gatherings/{self.told['gathering']}"

    @property
    def talk(self) -> str:
        return f"{self.path}/items/{self.told['talk']}"

    def caller(self, name: str) -> Caller:
        """Somebody who is signed in."""
        return Caller(self.address, self.told["secrets"][name])

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the database on the disk says."""
        with sqlite3.connect(f"file:{self.folder / 'samling.sqlite'}?mode=ro", uri=True) as connection:
            return connection.execute(sql).fetchall()

    def count(self, table: str) -> int:
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])


def at_once(acts: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """Do all of it in the same moment, each in a thread of its own; the answers in the same order."""
    gate, answers = Barrier(len(acts)), [Answer(0, "", "")] * len(acts)

    def do(place: int) -> None:
        gate.wait(timeout=30)
        answers[place] = acts[place]()

    threads = [Thread(target=do, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=90)
    return answers
