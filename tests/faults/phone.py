"""A member's page in this process: a real document, an outbox, and the real edge of the program without a socket.

What static/js/board does when it comes back is here once more, as short as it goes: a fresh document, own acts that the
server has not got done again, what it refused given up.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from pycrdt import Doc, Map, Text

from network.access.actor import actor_for
from network.documents.encoding import state_vector
from network.live import Connection, Identity
from network.together import edge
from network.together.messages import Kind, read_messages, sync_message
from tests.faults.ledger import Act, Ledger
from tests.live.wires import ListWire

PATIENCE = 12
"""So many times in a row she is sent back to begin afresh; then something is wrong for good."""


@dataclass(frozen=True)
class Row:
    """An act in the outbox, and the update that does it."""

    act: Act
    update: bytes
    is_new: bool


class Phone:
    """One person on one document. Offline she writes on; `come` brings her back."""

    def __init__(self, app: Flask, person_id: int, public_id: str, ledger: Ledger) -> None:
        self._app = app
        self.person_id = person_id
        self.public_id = public_id
        self._ledger = ledger
        self._wire = ListWire()
        self.connection: Connection | None = None
        self.is_let_in = False
        self.rows: list[Row] = []
        self.facts: dict[str, Any] = {}
        self._read = self._sent = self._done = self._futile = 0
        self._begin_afresh()

    def _begin_afresh(self) -> None:
        self.doc: Doc[Any] = Doc()
        self.notes: Map[Any] = self.doc.get("notes", type=Map)

    @property
    def vector(self) -> dict[int, int]:
        return state_vector(self.doc.get_state())

    def plain(self) -> dict[str, dict[str, Any]]:
        return plain_notes(self.doc)

    # Network

    def lose(self, *, is_noticed: bool) -> None:
        """The network is gone; the server hears of it or not."""
        if self.connection is not None and is_noticed:
            self.connection.close()
        self.connection, self.is_let_in = None, False

    def come(self) -> None:
        """Connect with the rights of now, and be brought up to date. An old connection of hers may be there still."""
        self._wire = ListWire()
        identity = Identity(self.person_id, 1)
        self.connection = Connection(f"sid-{secrets.token_hex(4)}", identity, actor_for(self.person_id), self._wire)
        self._join()

    def keep_as_drafts(self) -> None:
        """Where she is not let in any more, her new notes become drafts on her device."""
        if not self.is_let_in:
            self._ledger.given_up |= {row.act.note for row in self.rows if row.is_new}
            self.rows = []

    def hear(self) -> None:
        """Read what has been said to her."""
        while self.connection is not None and self._read < len(self._wire.said):
            word, _board, *rest = self._wire.said[self._read]
            self._read += 1
            if word == "y":
                self._merge(rest[0])
            elif word == "a":
                self._acknowledged(rest[0])
            elif word in ("board:alone", "board:together"):
                self.facts["alone"] = word == "board:alone"
            elif word in ("deny", "resync"):
                self._futile += 1
                assert self._futile < PATIENCE, "she is sent back for ever"
                self._join(is_afresh=True, is_refused=word == "deny")

    def _join(self, *, is_afresh: bool = False, is_refused: bool = False) -> None:
        self.is_let_in, self._sent, self._done, self._read = False, 0, 0, len(self._wire.said)
        edge.join(self._app, self._here(), self.public_id)
        joined = [rest[0] for word, _board, *rest in self._wire.said[self._read :] if word == "joined"]
        self._read = len(self._wire.said)
        if not joined:
            return
        self.facts, before = joined[0], self.plain()
        there = {} if is_afresh else self._fill()
        if is_afresh or not self._can_go_on(there):
            self._begin_afresh()
            self._do_again(self._fill(), before, is_refused=is_refused)
        self.is_let_in = True
        self._send(Kind.STEP_2)

    def _here(self) -> Connection:
        assert self.connection is not None
        return self.connection

    def _fill(self) -> dict[int, int]:
        """Get what she lacks; what the server has."""
        there: dict[int, int] = {}
        edge.take(self._here(), self.public_id, sync_message(Kind.STEP_1, self.doc.get_state()))
        for word, _board, *rest in self._wire.said[self._read :]:
            for kind, payload in read_messages(rest[0]) if word == "y" else ():
                if kind is Kind.STEP_2:
                    self.doc.apply_update(payload)
                elif kind is Kind.STEP_1:
                    there = state_vector(payload)
        self._read = len(self._wire.said)
        return there

    def _can_go_on(self, there: dict[int, int]) -> bool:
        """Whether all that she has and the server has not lies in her outbox."""
        own = {row.act.client for row in self.rows}
        return all(there.get(client, 0) >= clock for client, clock in self.vector.items() if client not in own)

    def _do_again(self, there: dict[int, int], before: dict[str, Any], *, is_refused: bool) -> None:
        """On a fresh document. Of what the server has not got the first is what it refused, if it refused any."""
        own = self.rows
        self.rows = [row for row in own if row.act.is_in(there)]
        for row in (row for row in own if not row.act.is_in(there)):
            note_id = row.act.note
            if is_refused:
                # It is given up: she comes back with one thing fewer to ask for.
                is_refused, self._futile = False, 0
                if row.is_new:
                    self._ledger.given_up.add(note_id)
            elif note_id in self.notes:
                if not row.is_new:
                    self._do(note_id, row.act.values)
            elif note_id in before and note_id not in self._ledger.given_up:
                self._do(note_id, {**before[note_id], **row.act.values}, is_new=True)

    def _send(self, kind: Kind) -> None:
        while self.is_let_in and self._sent < len(self.rows):
            self._sent += 1
            edge.take(self._here(), self.public_id, sync_message(kind, self.rows[self._sent - 1].update))
            self.hear()

    def _merge(self, data: bytes) -> None:
        for kind, payload in read_messages(data):
            if kind in (Kind.UPDATE, Kind.STEP_2):
                self.doc.apply_update(payload)

    def _acknowledged(self, count: int) -> None:
        fresh, self._done, self._futile = count - self._done, count, 0
        self._ledger.stored += [row.act for row in self.rows[:fresh]]
        del self.rows[:fresh]
        self._sent -= fresh

    # Writing

    def write(self, text: str, column: str) -> str:
        """A new note; its id."""
        note_id = secrets.token_urlsafe(16)
        self._ledger.begun.add(note_id)
        self.act(note_id, {"text": text, "place": [column, "V"], "deleted": False}, is_new=True)
        return note_id

    def act(self, note_id: str, values: Mapping[str, object], *, is_new: bool = False) -> None:
        """Set these of `text`, `place` and `deleted`, and send it when there is a network."""
        self._do(note_id, values, is_new=is_new)
        self._send(Kind.UPDATE)

    def _do(self, note_id: str, values: Mapping[str, object], *, is_new: bool = False) -> None:
        seen = self.vector
        update = _update_of(self.doc, lambda: _set(self.notes, note_id, values, is_new=is_new))
        end = self.vector[self.doc.client_id]
        act = Act(self.person_id, note_id, dict(values), self.doc.client_id, end, seen)
        self.rows.append(Row(act, update, is_new))
        if is_new:
            self._ledger.writers.add((note_id, self.person_id))


def _update_of(doc: "Doc[Any]", change: Callable[[], None]) -> bytes:
    made: list[bytes] = []
    watching = doc.observe(lambda event: made.append(event.update))
    with doc.transaction():
        change()
    doc.unobserve(watching)
    return made[-1]


def _set(notes: "Map[Any]", note_id: str, values: Mapping[str, Any], *, is_new: bool) -> None:
    if is_new:
        plain = {"place": values["place"], "deleted": values["deleted"]}
        notes[note_id] = Map({"text": Text(values["text"]), "hue": "sun", "cluster": None, "version_of": None, **plain})
        return
    note = notes[note_id]
    for name, value in values.items():
        if name == "text":
            note["text"].clear()
            note["text"].insert(0, value)
        else:
            note[name] = value


def plain_notes(doc: "Doc[Any]") -> dict[str, dict[str, Any]]:
    """Note id → text, place, deleted."""
    found = doc.get("notes", type=Map).to_py() or {}
    return {key: {name: note[name] for name in ("text", "place", "deleted")} for key, note in found.items()}
