"""People at their browsers, and a database in memory: what the tests of the documents are told with."""

from collections.abc import Callable, Sequence
from typing import Any

from pycrdt import Doc, Map, Text

from network.core.db import Row
from network.documents.changes import Change
from network.documents.journal import Journal
from network.documents.limits import Limits, Rules
from network.documents.registry import Registry, Taken
from network.documents.store import ADD_CLIENT, ADD_UPDATE, Stored

BOARD = "board-1"
ANNA, BO, EVE = 1, 2, 3


class Disk:
    """A journal in memory with the same two ends as the real one; `fault` makes every write fail."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, int | None, bytes]] = []
        self.owners: dict[int, int | None] = {}
        self.extras: list[object] = []
        self.commits = 0
        self.fault: Exception | None = None

    def append(self, rows: Sequence[Row]) -> None:
        if self.fault:
            raise self.fault
        self.commits += 1
        for statement, values in rows:
            if statement is ADD_UPDATE:
                self.rows.append((len(self.rows) + 1, values["client_id"], values["update"]))  # type: ignore[arg-type]
            elif statement is ADD_CLIENT:
                self.owners[values["client_id"]] = values["person_id"]  # type: ignore[index,assignment]
            else:
                self.extras.append(values)

    def load(self, document_id: str) -> Stored | None:
        return Stored("history", dict(self.owners), list(self.rows)) if document_id.startswith("board") else None


class Hall:
    """A registry over a disk in memory. `is_held`: what is accepted waits for `commit`."""

    def __init__(
        self,
        *,
        rules: Rules | None = None,
        limits: Limits | None = None,
        is_held: bool = False,
        disk: Disk | None = None,
    ) -> None:
        self.disk = disk or Disk()
        self.journal = Journal(self.disk.append, wake=(lambda journal: None) if is_held else None)
        self.registry = Registry(self.disk, self.journal, self.disk.append, rules=rules, limits=limits)  # type: ignore[arg-type]
        self.stored: list[bytes] = []
        self.changes: list[Change] = []

    def take(
        self,
        person: int,
        update: bytes,
        *,
        check: Callable[[Sequence[Change]], Sequence[Row] | None] | None = None,
        rejoining: bool = False,
    ) -> Taken:
        return self.registry.take(
            BOARD,
            update,
            author_id=person,
            check=check or self._look,
            rejoining=rejoining,
            stored=lambda: self.stored.append(update),
        )

    def _look(self, changes: Sequence[Change]) -> None:
        self.changes = list(changes)

    def restarted(self) -> "Hall":
        """The same disk after a kill."""
        return Hall(disk=self.disk)

    @property
    def notes(self) -> dict[str, Any]:
        return notes_of(self.registry.open(BOARD).doc)


class Browser:
    """One person's copy of the board. What is written on it waits in `sent` as updates, in order."""

    def __init__(self, *, client_id: int | None = None) -> None:
        self.doc: Doc[Any] = Doc(client_id=client_id)
        self.board: Map[Any] = self.doc.get("notes", type=Map)
        self.sent: list[bytes] = []
        self._listening = self.doc.observe(lambda event: self.sent.append(event.update))

    def hear(self, *updates: bytes) -> None:
        """Others' updates: they are not sent on."""
        before = len(self.sent)
        for update in updates:
            self.doc.apply_update(update)
        del self.sent[before:]

    def add(self, note_id: str, text: str = "hei", **more: Any) -> bytes:
        with self.doc.transaction():
            self.board[note_id] = Map({"text": Text(text), "place": ["ideas", "a0"], "hue": "sun", **more})
        return self.sent[-1]

    def move(self, note_id: str, column: str, position: str) -> bytes:
        self.board[note_id]["place"] = [column, position]
        return self.sent[-1]

    def write(self, note_id: str, at: int, text: str) -> bytes:
        """`at` in UTF-8 bytes."""
        self.board[note_id]["text"].insert(at, text)
        return self.sent[-1]

    def erase(self, note_id: str, start: int, stop: int) -> bytes:
        del self.board[note_id]["text"][start:stop]
        return self.sent[-1]

    def remove(self, note_id: str) -> bytes:
        del self.board[note_id]
        return self.sent[-1]

    @property
    def notes(self) -> dict[str, Any]:
        return notes_of(self.doc)


def notes_of(doc: "Doc[Any]") -> dict[str, Any]:
    return doc.get("notes", type=Map).to_py() or {}


def replica(*updates: bytes) -> dict[str, Any]:
    """What a fresh browser shows after these updates."""
    browser = Browser()
    browser.hear(*updates)
    return browser.notes
