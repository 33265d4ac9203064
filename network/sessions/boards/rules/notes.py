"""A note as plain values, read from the shared document without trusting it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from network.sessions.boards.rules.shape import HUES


@dataclass(frozen=True)
class PlainNote:
    """What the document says of one note. Notes of a column stand in the order of (position, id)."""

    id: str
    text: str
    column: str
    position: str
    hue: str
    is_deleted: bool
    version_of: str | None


def plain_note(note_id: str, values: Mapping[str, object]) -> PlainNote | None:
    """The note, or None when it has no place: such a one cannot be drawn, and never stops the rest."""
    place = values.get("place")
    if not isinstance(place, list | tuple) or len(place) != 2:
        return None
    hue, version_of = values.get("hue"), values.get("version_of")
    return PlainNote(
        id=note_id,
        text=str(values.get("text") or ""),
        column=str(place[0]),
        position=str(place[1]),
        hue=hue if isinstance(hue, str) and hue in HUES else "sun",
        is_deleted=values.get("deleted") is True,
        version_of=version_of if isinstance(version_of, str) else None,
    )


def in_order(notes: Iterable[PlainNote]) -> list[PlainNote]:
    """As everybody sees them. Two notes at one position are told apart by their ids, everywhere alike."""
    return sorted(notes, key=lambda note: (note.position, note.id))
