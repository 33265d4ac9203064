"""What stands in a file: boards as one reader sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Written:
    """A note. `writer` and `place` are as the screen shows them, empty where it shows none.

    `rank`: 1 to 3 among those that its group has chosen for everybody, 0 for the others. `version_of` is a note's id.
    `dots`: how many the group gave it, 0 while that is not shown.
    """

    id: str
    text: str
    column: str
    hue: str
    writer: str
    place: str
    is_late: bool
    rank: int
    version_of: str | None
    dots: int = 0


@dataclass(frozen=True)
class Asked:
    """A column: its key, its title, and the question under it."""

    key: str
    title: str
    prompt: str


@dataclass(frozen=True)
class BoardCopy:
    """A board with its notes: by columns, within each as they stand. `state` is "planned", "open" or "closed"."""

    label: str
    kind: str
    question: str
    state: str
    columns: Sequence[Asked]
    notes: Sequence[Written]

    @property
    def title(self) -> str:
        return self.question or self.label

    def notes_in(self, column: str) -> list[Written]:
        return [note for note in self.notes if note.column == column]


@dataclass(frozen=True)
class Collection:
    """One board, or those of a round, `title` being the round's; `at` is when it was read."""

    gathering: str
    day: date
    at: datetime
    boards: Sequence[BoardCopy]
    title: str = ""

    @property
    def is_round(self) -> bool:
        return bool(self.title)
