"""Notes and clusters as plain values, read from the shared document without trusting it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from network.sessions.boards.rules.shape import HUES


@dataclass(frozen=True)
class PlainNote:
    """What the document says of one note. Notes of a column, or of a cluster, stand in the order of (position, id).

    `cluster` is the id of the cluster that it lies in; its column is then the cluster's (BO-26).
    """

    id: str
    text: str
    column: str
    position: str
    hue: str
    is_deleted: bool
    version_of: str | None
    cluster: str | None = None


@dataclass(frozen=True)
class PlainCluster:
    """What the document says of one cluster. It stands among the notes of its column, by the same order."""

    id: str
    title: str
    column: str
    position: str


def plain_note(note_id: str, values: object) -> PlainNote | None:
    """The note, or None when it has no place: such a one cannot be drawn, and never stops the rest."""
    place = values.get("place") if isinstance(values, Mapping) else None
    if not isinstance(values, Mapping) or not isinstance(place, list | tuple) or len(place) != 2:
        return None
    hue, version_of, cluster = (values.get(name) for name in ("hue", "version_of", "cluster"))
    return PlainNote(
        id=note_id,
        text=str(values.get("text") or ""),
        column=str(place[0]),
        position=str(place[1]),
        hue=hue if isinstance(hue, str) and hue in HUES else "sun",
        is_deleted=values.get("deleted") is True,
        version_of=version_of if isinstance(version_of, str) else None,
        cluster=cluster if isinstance(cluster, str) else None,
    )


def plain_cluster(cluster_id: str, values: object) -> PlainCluster | None:
    """The cluster, or None for what is none: its notes then lie loose."""
    place = values.get("place") if isinstance(values, Mapping) else None
    if not isinstance(values, Mapping) or not isinstance(place, list | tuple) or len(place) != 2:
        return None
    return PlainCluster(cluster_id, str(values.get("title") or ""), str(place[0]), str(place[1]))


def settled(note: PlainNote, clusters: Mapping[str, PlainCluster]) -> PlainNote:
    """The note where it is drawn: in its cluster's column, or loose when there is no such cluster."""
    if note.cluster is None:
        return note
    cluster = clusters.get(note.cluster)
    return replace(note, cluster=None) if cluster is None else replace(note, column=cluster.column)


def in_order(notes: Iterable[PlainNote]) -> list[PlainNote]:
    """As everybody sees them. Two notes at one position are told apart by their ids, everywhere alike."""
    return sorted(notes, key=lambda note: (note.position, note.id))
