"""What groups lift to everybody: three notes each at most, on the stage one from each group first (BO-10, BO-11)."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

MOST = 3


class Choice(NamedTuple):
    """A note that a group chose; `topic` is the name of the cluster that it lies in, if that has one."""

    text: str
    topic: str = ""


@dataclass(frozen=True)
class Lifted:
    """What the hall reads large, and the groups that chose it.

    `title` is the name of the cluster that was chosen, and `words` the notes in it that stand for it; where there is no
    name, or one that says no more than its note, the note is the title and has no words under it.
    """

    title: str
    groups: tuple[str, ...]
    words: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return len(self.groups)


def chosen(
    now: Sequence[str], note_id: str, *, is_wanted: bool, instead_of: str | None = None, is_first: bool = False
) -> list[str] | None:
    """The group's choice after somebody said of a note that it is wanted, then behind the others, or that it is not.

    `is_first` puts one that is chosen before the others. `instead_of` gives its place to the new one. None when there
    are MOST already and it is not said which shall go. Said twice it is the same (F10).
    """
    if not is_wanted:
        return [one for one in now if one != note_id]
    if note_id in now:
        return [note_id, *(one for one in now if one != note_id)] if is_first else list(now)
    if instead_of in now:
        return [note_id if one == instead_of else one for one in now]
    return [*now, note_id] if len(now) < MOST else None


def plenary_order(choices: Sequence[tuple[str, Sequence[Choice]]]) -> list[Lifted]:
    """As the stage shows them: the first choice of each group, then the second ones, then the third.

    Notes that say the same, and notes in clusters of the same name, are one where the first of them stands: their names
    and texts differ only in case, spaces and punctuation. A group counts once for each.
    """
    lifted: list[Lifted] = []
    place: dict[str, int] = {}
    """Of each name and each text, in letters alone: which of `lifted` has it."""
    for rank in range(max((len(notes) for _group, notes in choices), default=0)):
        for group, notes in choices:
            if rank >= len(notes):
                continue
            text, topic = notes[rank]
            said, name = folded(text), folded(topic.strip() or text)
            at = place.get(said, place.get(name, len(lifted)))
            if at == len(lifted):
                lifted.append(Lifted(text if name == said else topic, ()))
                place[name] = at
            place.setdefault(said, at)
            lifted[at] = _with(lifted[at], group, text)
    return lifted


def _with(before: Lifted, group: str, text: str) -> Lifted:
    groups = before.groups if group in before.groups else (*before.groups, group)
    has_it = folded(text) in {folded(one) for one in (before.title, *before.words)}
    return replace(before, groups=groups, words=before.words if has_it else (*before.words, text))


def folded(text: str) -> str:
    """The letters and digits of a text, in small; the text itself when it has none."""
    kept = "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())
    return kept or text
