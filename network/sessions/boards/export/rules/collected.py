"""What stands in a file: boards as one reader sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby


@dataclass(frozen=True)
class Written:
    """A note. `writer` and `place` are as the screen shows them, empty where it shows none.

    `rank`: 1 to 3 among those that its group has chosen for everybody, 0 for the others. `version_of` is a note's id,
    `cluster` a cluster's. `dots`: how many the group gave it, 0 while that is not shown.
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
    cluster: str | None = None


@dataclass(frozen=True)
class Gathered:
    """A cluster with notes in it. `title` is what it was named, empty when nobody has; `name` what it is shown as.

    `dots`: how many the group gave it, 0 while that is not shown.
    """

    id: str
    title: str
    name: str
    column: str
    dots: int = 0


@dataclass(frozen=True)
class Asked:
    """A column: its key, its title, and the question under it."""

    key: str
    title: str
    prompt: str


@dataclass(frozen=True)
class Sheet:
    """A photo of a paper sheet: what stands on it, and the fingerprint of its JPEG, empty when there is none."""

    alt: str
    sha256: str = ""


@dataclass(frozen=True)
class BoardCopy:
    """A board with its notes: by columns, within each as they stand. `state` is "planned", "open" or "closed".

    `photos`: those of paper sheets that lie under it; a paper shows them, other files say what stands on them.
    """

    label: str
    kind: str
    question: str
    state: str
    columns: Sequence[Asked]
    notes: Sequence[Written]
    clusters: Sequence[Gathered] = ()
    photos: Sequence[Sheet] = ()

    @property
    def title(self) -> str:
        return self.question or self.label

    def notes_in(self, column: str) -> list[Written]:
        return [note for note in self.notes if note.column == column]

    def topics_in(self, column: str) -> list[tuple[Gathered | None, list[Written]]]:
        """The notes of a column as they lie: (cluster, its notes), and between clusters (None, the loose ones)."""
        known = {cluster.id: cluster for cluster in self.clusters}
        runs = groupby(self.notes_in(column), key=lambda note: note.cluster)
        return [(known.get(cluster_id or ""), list(notes)) for cluster_id, notes in runs]

    def cluster_of(self, note: Written) -> Gathered | None:
        return next((cluster for cluster in self.clusters if cluster.id == note.cluster), None)


@dataclass(frozen=True)
class Collection:
    """One board, or those of a round, `title` being the round's; `at` is when it was read.

    `groups`: how many wrote them. A group can have several boards (EX-10).
    """

    gathering: str
    day: date
    at: datetime
    boards: Sequence[BoardCopy]
    groups: int
    title: str = ""

    @property
    def is_round(self) -> bool:
        return bool(self.title)
