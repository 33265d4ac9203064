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
    """A text for the stage, and the groups that said it; the `topic` is the first one's."""

    text: str
    groups: tuple[str, ...]
    topic: str = ""

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
    """As the stage shows them: the first note of each group, then the second ones, then the third.

    Texts that differ only in case, spaces and punctuation are folded, where the first of them stands; a group counts
    once for each.
    """
    lifted: dict[str, Lifted] = {}
    for rank in range(max((len(notes) for _group, notes in choices), default=0)):
        for group, notes in choices:
            if rank >= len(notes):
                continue
            text, topic = notes[rank]
            key = folded(text)
            # A name that says no more than its note is not said twice.
            before = lifted.get(key, Lifted(text, (), "" if folded(topic) == key else topic))
            groups = before.groups if group in before.groups else (*before.groups, group)
            lifted[key] = replace(before, groups=groups)
    return list(lifted.values())


def folded(text: str) -> str:
    """The letters and digits of a text, in small; the text itself when it has none."""
    kept = "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())
    return kept or text
