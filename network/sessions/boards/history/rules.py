"""How a board that stands now differs from how it stood, and what putting it back does (BO-41, BO-42)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from network.sessions.boards.rules.notes import PlainCluster, PlainNote, plain_cluster, plain_note, settled
from network.sessions.boards.rules.topics import Topic, topics


class Since(StrEnum):
    """What has become of a note since a time. REWORDED counts a new colour, and hides a move."""

    NEW = "new"
    REWORDED = "reworded"
    MOVED = "moved"
    DELETED = "deleted"
    SAME = "same"


@dataclass(frozen=True)
class Standing:
    """A board at one time: id → note and id → cluster as they lie in the document, the deleted and the emptied too."""

    notes: Mapping[str, PlainNote]
    clusters: Mapping[str, PlainCluster]

    def shown(self) -> dict[str, PlainNote]:
        return {key: note for key, note in self.notes.items() if not note.is_deleted}

    def drawn(self) -> list[Topic]:
        """What stood there, as the board draws it."""
        return topics(self.notes.values(), self.clusters)


@dataclass(frozen=True)
class Difference:
    """What has happened to each note since a time, and which clusters have another name or place.

    A note that nothing has happened to is not in it.
    """

    notes: Mapping[str, Since]
    clusters: tuple[str, ...]

    def count(self, since: Since) -> int:
        return sum(found == since for found in self.notes.values())

    @property
    def is_nothing(self) -> bool:
        return not self.notes and not self.clusters


def standing(contents: Mapping[str, Mapping[str, object]]) -> Standing:
    """From a document in plain values. What has no place cannot be drawn, and is left out."""
    notes = ((key, plain_note(key, values)) for key, values in contents["notes"].items() if isinstance(values, Mapping))
    clusters = ((key, plain_cluster(key, values)) for key, values in contents["clusters"].items())
    return Standing(
        {key: note for key, note in notes if note is not None},
        {key: cluster for key, cluster in clusters if cluster is not None},
    )


def since(then: Standing, now: Standing) -> Difference:
    """What has happened between two times, seen from the later one."""
    before, after = then.shown(), now.shown()
    found = {key: _of_note(then, before[key], now, after.get(key)) for key in before}
    found |= {key: Since.NEW for key in after if key not in before}
    used = {note.cluster for note in (*before.values(), *after.values())}
    clusters = tuple(key for key, one in then.clusters.items() if key in used and now.clusters.get(key, one) != one)
    return Difference({key: what for key, what in found.items() if what != Since.SAME}, clusters)


def _of_note(then: Standing, before: PlainNote, now: Standing, after: PlainNote | None) -> Since:
    if after is None:
        return Since.DELETED
    if (before.text, before.hue) != (after.text, after.hue):
        return Since.REWORDED
    return Since.SAME if _lay(then, before) == _lay(now, after) else Since.MOVED


def _lay(board: Standing, note: PlainNote) -> tuple[str | None, str, str]:
    """Where a note was put. One in a cluster goes where that goes, and has not been moved itself."""
    drawn = settled(note, board.clusters)
    return drawn.cluster, "" if drawn.cluster else drawn.column, drawn.position
