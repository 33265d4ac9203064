"""What of notes that were written alone goes on the board, and how: plain values in, steps out (BO-15, BO-16)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from network.sessions.boards.rules.notes import PlainNote

WRITE = "write"
"""The phase of a round in which each writes for herself."""

STILL_QUIET = ("talk", "sort")
"""The phases in which whoever comes first then is given QUIET_SECONDS of her own. Later there is something to be done
with what stands on the board, and not for long.
"""

QUIET_SECONDS = 120

OWN_LIMIT = 200
"""Notes that one person can write alone on one board: a table of ten that does so fills it."""

FOR_ANOTHER_LIMIT = OWN_LIMIT // 4
"""So full may others make somebody's own notes: there is always room for what she writes herself."""


@dataclass(frozen=True)
class Shown:
    """A note as it was when it was put on the board."""

    text: str
    is_deleted: bool


@dataclass(frozen=True)
class Step:
    """One thing to do on the board: "add" the note, "reword" or "delete" or "restore" the one that is there, or lay
    it "beside" that one under a new id.
    """

    act: str
    note: PlainNote
    person_id: int


def steps_for(
    own: Mapping[int, Iterable[PlainNote]],
    shown: Mapping[str, Shown],
    there: Mapping[str, PlainNote],
    shuffle: Callable[[list[Step]], object],
) -> list[Step]:
    """What the board lacks of each person's own notes, in an order that says nothing of who wrote them.

    A note that nobody has touched since it was shown follows its writer; one that others changed stays, and her new
    words are laid beside it. Done once more on what it leads to, it gives nothing. Of two who have one id, as chance
    never makes it, the second waits: nobody's notes are held up by it.
    """
    new: list[Step] = []
    taken: set[str] = set()
    later: list[Step] = []
    for person_id, notes in own.items():
        for note in notes:
            before = shown.get(note.id)
            if before is None and note.id not in there:
                if not note.is_deleted and note.id not in taken:
                    taken.add(note.id)
                    new.append(Step("add", note, person_id))
            elif before is not None and before != Shown(note.text, note.is_deleted):
                later.append(Step(_later_act(note, before, there.get(note.id)), note, person_id))
    shuffle(new)
    shuffle(later)
    return new + later


def _later_act(note: PlainNote, before: Shown, now: PlainNote | None) -> str:
    is_untouched = now is not None and (now.text, now.is_deleted) == (before.text, before.is_deleted)
    if note.is_deleted != before.is_deleted and note.text == before.text:
        return ("delete" if note.is_deleted else "restore") if is_untouched else "leave"
    if note.is_deleted:
        return "delete" if is_untouched else "leave"
    return "reword" if is_untouched else "beside"
