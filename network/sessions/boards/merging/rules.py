"""Putting many boards together: plain values in, plain values out (BO-29, BO-30)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from network.sessions.boards.rules.plenary import folded

SAID = ("all", "several", "one")
"""Which are shown: all, what several groups said, what only one said."""


@dataclass(frozen=True)
class Said:
    """A note as its group wrote it. `column` is the title of the question that it answers."""

    text: str
    column: str
    group: str
    is_lifted: bool


@dataclass(frozen=True)
class Merged:
    """One wording, and the groups that said it in the order in which they stand; `is_lifted`: one chose it for all."""

    text: str
    groups: tuple[str, ...]
    is_lifted: bool

    @property
    def is_of_one(self) -> bool:
        return len(self.groups) == 1


@dataclass(frozen=True)
class MergedColumn:
    """A question of the boards with everything that was answered to it."""

    title: str
    prompt: str
    entries: tuple[Merged, ...]


def merge(columns: Iterable[tuple[str, str]], said: Iterable[Said]) -> list[MergedColumn]:
    """One column for each title among `columns` (title, prompt), where it stands first.

    Texts that differ only in case, spaces and punctuation are folded within a column, as on the stage. What most
    groups said comes first, then what was chosen for everybody, then as the groups stand. Nothing is left out because
    only one group said it.
    """
    prompts: dict[str, str] = {}
    for title, prompt in columns:
        prompts.setdefault(title, prompt)
    found: dict[str, dict[str, Merged]] = {title: {} for title in prompts}
    for one in said:
        entries = found.get(one.column)
        key = folded(one.text.strip())
        if entries is None or not key:
            continue
        before = entries.get(key, Merged(one.text, (), is_lifted=False))
        groups = before.groups if one.group in before.groups else (*before.groups, one.group)
        entries[key] = Merged(before.text, groups, before.is_lifted or one.is_lifted)
    return [MergedColumn(title, prompts[title], tuple(_ordered(entries.values()))) for title, entries in found.items()]


def _ordered(entries: Iterable[Merged]) -> list[Merged]:
    return sorted(entries, key=lambda one: (-len(one.groups), not one.is_lifted))


def narrowed(columns: Sequence[MergedColumn], *, column: str, words: str, said: str) -> list[MergedColumn]:
    """Of one column (its place from 1 on; anything else is all), with all of these words in it, said by so many."""
    wanted = [one.casefold() for one in words.split()]

    def fits(entry: Merged) -> bool:
        text = entry.text.casefold()
        is_of_kind = said not in ("several", "one") or entry.is_of_one == (said == "one")
        return is_of_kind and all(word in text for word in wanted)

    kept = [one for place, one in enumerate(columns, 1) if str(place) == column] or list(columns)
    return [replace(one, entries=tuple(filter(fits, one.entries))) for one in kept]
