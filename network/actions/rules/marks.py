"""What can be marked to take home, whose words of it colleagues may see, and in which order (MK-1 to MK-8)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from network.sessions.boards.rules.shape import is_note_id

TALK, CASE, QUESTION, NOTE = "talk", "case", "question", "note"
SOURCES = (TALK, CASE, NOTE, QUESTION)
"""The order in which marks lie that only one has made."""
ITEM_KINDS = (TALK, CASE)

LINE_LIMIT = 300
MOST_EACH = 200
TAKEN_FOR = timedelta(hours=48)
"""So long after the day marks are taken: phones come home, and people think on the bus."""
FEWEST = 5
"""Below so many persons a sum says too much about each (C17)."""
_NUMBER = re.compile(r"[1-9][0-9]{0,14}", re.ASCII)


@dataclass(frozen=True)
class Target:
    """What a mark is on: a programme item, a question, or a note of a board. `number` is the row's id."""

    kind: str
    number: int
    note_id: str | None = None

    def __str__(self) -> str:
        return f"{self.kind}:{self.number}" + (f":{self.note_id}" if self.note_id else "")


def read_target(text: str | None) -> Target | None:
    """`talk:5`, `case:5`, `question:5` or `note:7:<note's id>`; None for anything else. A form can send anything."""
    kind, _colon, rest = (text or "").partition(":")
    number, _colon, note_id = rest.partition(":")
    if kind not in SOURCES or not _NUMBER.fullmatch(number):
        return None
    if kind == NOTE:
        return Target(kind, int(number), note_id) if is_note_id(note_id) else None
    return Target(kind, int(number)) if not note_id and not rest.endswith(":") else None


def shows_its_text(kind: str, *, is_chosen: bool, is_ours: bool) -> bool:
    """Whether colleagues see what was marked word for word: the rule of trust (MK-6).

    A note was written in a group: only if that group chose it for everybody (`is_chosen`), or was one's own
    municipality's (`is_ours`). A talk, a case and a question were said to the whole hall.
    """
    return kind != NOTE or is_chosen or is_ours


def takes_marks(ends_at: datetime, now: datetime) -> bool:
    return now <= ends_at + TAKEN_FOR


@dataclass(frozen=True)
class Shared:
    """Something that colleagues have marked, as their municipality sees it. Nobody is named.

    `title` says in words where it comes from; `text` is its own words, empty where they stay in their group; `lines`
    are the markers' own words. `is_mine`: the reader is one of the `count`.
    """

    target: str
    kind: str
    title: str
    text: str
    lines: tuple[str, ...]
    count: int
    is_mine: bool = False

    @property
    def is_wordless(self) -> bool:
        """Nothing that can be shown: it counts all the same."""
        return not self.text and not self.lines


def in_order(shared: Iterable[Shared]) -> list[Shared]:
    """Marked by two or more first, the most marked first of all; then by source (MK-7)."""
    return sorted(shared, key=lambda one: (-one.count if one.count > 1 else 0, SOURCES.index(one.kind)))


@dataclass(frozen=True)
class Counts:
    """What those who lead see: sums over the whole gathering, and none while fewer than FEWEST have marked anything."""

    marks: int
    municipalities: int
    persons: int

    @property
    def may_be_shown(self) -> bool:
        return self.persons >= FEWEST
