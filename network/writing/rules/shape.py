"""What may lie in the document of a writing: the texts that it was begun with, and characters in them (WR-1, WR-2)."""

from collections.abc import Mapping, Sequence
from typing import Protocol

ROOT = "texts"


class OffShape(Exception):
    """The change does not belong there; the text says what was wrong, for the log and the developer."""


class TooLong(Exception):
    """A text would be longer than it may be."""


class Change(Protocol):
    """What happened to one shared type; `text` is the whole of a text after the change, None for a map."""

    @property
    def path(self) -> Sequence[str]: ...
    @property
    def text(self) -> str | None: ...


def judge_changes(changes: Sequence[Change], *, limits: Mapping[str, int]) -> set[str]:
    """The keys of the texts that an update changed. `limits`: key → most characters.

    Raises OffShape and TooLong.
    Source: rules WR-1, WR-2.
    """
    touched = set()
    for change in changes:
        root, *keys = change.path
        if root != ROOT or len(keys) != 1 or keys[0] not in limits or change.text is None:
            raise OffShape(f"nothing may change at {'/'.join(map(str, change.path))}")
        if "\r" in change.text:
            raise OffShape("a browser's field knows one kind of line break")
        if len(change.text) > limits[keys[0]]:
            raise TooLong(keys[0])
        touched.add(keys[0])
    return touched


def plain(text: str) -> str:
    """As it is stored: lines end in one way, and without the character that PostgreSQL cannot keep."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def smallest_change(before: str, after: str) -> tuple[int, int, str]:
    """(place, characters to take out, text to put in) that makes `after` of `before`."""
    most = min(len(before), len(after))
    start = 0
    while start < most and before[start] == after[start]:
        start += 1
    end = 0
    while end < most - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return start, len(before) - start - end, after[start : len(after) - end]
