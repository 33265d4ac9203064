"""What a group talks about on its board: its clusters, and the notes that lie in none (BO-26)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from network.sessions.boards.rules.notes import PlainCluster, PlainNote, in_order, settled

START = 60
"""Letters of a note that stand for the name of a cluster that has none yet. The browser takes as many."""


@dataclass(frozen=True)
class Topic:
    """A cluster with its notes in order, or one loose note. `id` is the cluster's, or the note's.

    Topics of a column stand in the order of (position, id).
    """

    id: str
    title: str
    column: str
    position: str
    is_cluster: bool
    notes: tuple[PlainNote, ...]


def topics(notes: Iterable[PlainNote], clusters: Mapping[str, PlainCluster]) -> list[Topic]:
    """All topics of a board, by (position, id); those of one column are picked out by its key.

    Deleted notes are no topic, and neither is a cluster in which no note is left.
    """
    inside: dict[str, list[PlainNote]] = {}
    loose: list[Topic] = []
    for note in in_order(settled(one, clusters) for one in notes if not one.is_deleted):
        if note.cluster is not None:
            inside.setdefault(note.cluster, []).append(note)
        else:
            loose.append(Topic(note.id, note.text, note.column, note.position, False, (note,)))
    made = [_of_cluster(clusters[cluster_id], here) for cluster_id, here in inside.items()]
    return sorted([*loose, *made], key=lambda topic: (topic.position, topic.id))


def topics_in(found: Iterable[Topic], column: str) -> list[Topic]:
    return [topic for topic in found if topic.column == column]


def title_of(title: str, notes: Iterable[PlainNote]) -> str:
    """A cluster's name, or how its first note begins while it has none."""
    return " ".join(title.split()) or next((beginning(note.text) for note in notes if note.text.strip()), "")


def beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= START else f"{line[: START - 1].rstrip()}…"


def _of_cluster(cluster: PlainCluster, notes: list[PlainNote]) -> Topic:
    return Topic(cluster.id, title_of(cluster.title, notes), cluster.column, cluster.position, True, tuple(notes))
