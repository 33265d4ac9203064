"""A board as a plain dict, and what was written on it: what the real one is compared with.

Nothing here knows how documents are merged. An act on a note sets some of its fields; it counts when its writer was
told that it is stored. Of several that set the same field the last one holds, and where none had seen the others, one
of them: which, is for the document to choose, the same for all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Vector = Mapping[int, int]
"""Yjs client id → next clock."""


@dataclass(frozen=True)
class Act:
    """What one step of a client, up to clock `end`, sets on a note. `seen` is what its writer had before her eyes;
    `by` is None where the server itself writes."""

    by: int | None
    note: str
    values: Mapping[str, object]
    client: int
    end: int
    seen: Vector

    def has_seen(self, other: "Act") -> bool:
        return self.seen.get(other.client, 0) >= other.end

    def is_in(self, vector: Vector) -> bool:
        return vector.get(self.client, 0) >= self.end


@dataclass
class Ledger:
    """Acts that their writers were told are stored, and what became of the notes that anybody began."""

    leading: frozenset[int] = frozenset()
    """Who may delete others' notes; their words and places everybody at the table may change."""
    stored: list[Act] = field(default_factory=list)
    begun: set[str] = field(default_factory=set)
    writers: set[tuple[str, int]] = field(default_factory=set)
    """Whose words a note has, one of which may be who brought it back."""
    given_up: set[str] = field(default_factory=set)
    """Notes that were refused: their words are a draft on their writer's device."""
    shown: dict[str, str] = field(default_factory=dict)
    """Notes that were written alone and are the group's now, with their words."""

    def board(self) -> dict[str, dict[str, list[object]]]:
        """Note id → field → the values of which it has one."""
        notes: dict[str, dict[str, list[object]]] = {}
        for note_id in {act.note for act in self.stored}:
            acts = [act for act in self.stored if act.note == note_id]
            notes[note_id] = {name: _last(acts, name) for name in ("text", "place")}
            notes[note_id]["deleted"] = _last([act for act in acts if self.may_delete(act)], "deleted")
        for note_id, text in self.shown.items():
            notes.setdefault(note_id, {name: [] for name in ("text", "place", "deleted")})
            notes[note_id]["text"] = notes[note_id]["text"] or [text]
        return notes

    def may_delete(self, act: Act) -> bool:
        """What somebody may not is refused, but where it loses to what another did unseen it changes nothing, and is
        stored as nothing."""
        return act.by is None or act.by in self.leading or (act.note, act.by) in self.writers

    def faults(self, board: Mapping[str, Mapping[str, Any]]) -> list[str]:
        """What is wrong with this board when nothing is under way any more."""
        expected = self.board()
        faults = [f"{note_id} is lost" for note_id in (expected.keys() | self.begun) - self.given_up - board.keys()]
        faults += [f"{note_id} was never written" for note_id in board.keys() - self.begun]
        for note_id, fields in expected.items():
            for name, values in fields.items():
                # Words that two changed unseen by each other are merged letter by letter.
                is_merged = name == "text" and len(values) > 1
                if note_id in board and values and not is_merged and board[note_id][name] not in values:
                    faults.append(f"{name} of {note_id} is {board[note_id][name]!r} and not of {values!r}")
        return faults


def _last(acts: list[Act], name: str) -> list[object]:
    setting = [act for act in acts if name in act.values]
    return [act.values[name] for act in setting if not any(other.has_seen(act) for other in setting if other != act)]
