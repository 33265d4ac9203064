"""What may lie in a board's document, and what each change of it is an act of (BO-1 to BO-6 in docs/rules.md)."""

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Protocol

NOTE_LIMIT = 2_000
TEXT_LIMIT = 2_000
HUES = frozenset({"sun", "sky", "moss", "rose", "plum"})
FIELDS = frozenset({"text", "place", "hue", "cluster", "deleted", "version_of"})
_NOTE_ID = re.compile(r"[A-Za-z0-9_-]{22}")
_POSITION = re.compile(r"[0-9A-Za-z]{1,80}")
_ACT_OF_FIELD = {"place": "note.move", "hue": "note.edit", "cluster": "note.move", "deleted": "note.delete"}


class OffShape(Exception):
    """The change does not belong on a board; the text says what was wrong, for the log and the developer."""


class TooMany(Exception):
    """There is no room for more notes."""


class Stale(Exception):
    """The change adds what is there already: its sender has not seen the board as it is."""


class KeyChange(Protocol):
    """One key of a shared map: `action` is add, update or delete; the values are plain."""

    @property
    def action(self) -> str: ...
    @property
    def new(self) -> object: ...


class Change(Protocol):
    """What happened to one shared type: keys of a map, or the whole `text` after a change of a text."""

    @property
    def path(self) -> Sequence[str]: ...
    @property
    def keys(self) -> Mapping[str, KeyChange]: ...
    @property
    def text(self) -> str | None: ...


Judge = Callable[[str, str | None], None]
"""(action, note id or None for a new one): raises NotAllowed when the sender may not."""


@dataclass
class Touched:
    """What an accepted update did: the ids of new notes and of old ones that changed, and of those whose words did."""

    added: list[str] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    reworded: set[str] = field(default_factory=set)


def judge_changes(changes: Sequence[Change], *, columns: Set[str], note_count: int, judge: Judge) -> Touched:
    """Go through what an update did to a board.

    `note_count` is the number of notes before the update, without the deleted ones. Raises OffShape, TooMany, Stale,
    or whatever `judge` raises.
    Source: rules BO-1 to BO-6.
    """
    touched = Touched()
    for change in changes:
        match tuple(change.path):
            case ("notes",):
                _judge_new_notes(change.keys, columns, judge, touched)
            case ("notes", note_id):
                _judge_fields(note_id, change.keys, columns, judge, touched)
            case ("notes", note_id, "text"):
                _judge_text(note_id, change.text, judge, touched)
            case other:
                raise OffShape(f"nothing may lie at {'/'.join(map(str, other))}")
    if note_count + len(touched.added) > NOTE_LIMIT:
        raise TooMany
    return touched


def _judge_new_notes(keys: Mapping[str, KeyChange], columns: Set[str], judge: Judge, touched: Touched) -> None:
    for note_id, key in keys.items():
        if key.action == "update":
            raise Stale(note_id)
        if key.action != "add":
            raise OffShape("a note is never taken out, only marked as deleted")
        _check_note(note_id, key.new, columns)
        judge("note.create", None)
        touched.added.append(note_id)


def _check_note(note_id: str, note: object, columns: Set[str]) -> None:
    if not is_note_id(note_id):
        raise OffShape("a note's id has 22 url-safe characters")
    if not isinstance(note, Mapping) or set(note) != FIELDS:
        raise OffShape(f"a note has exactly {', '.join(sorted(FIELDS))}")
    for name, value in note.items():
        _check_field(name, value, columns)


def _check_field(name: str, value: object, columns: Set[str]) -> None:
    if not _CHECKS[name](value, columns):
        raise OffShape(f"{name} cannot be {str(value)[:40]!r}")


def _judge_fields(
    note_id: str, keys: Mapping[str, KeyChange], columns: Set[str], judge: Judge, touched: Touched
) -> None:
    for name, key in keys.items():
        if name not in _ACT_OF_FIELD or key.action != "update":
            raise OffShape(f"{name} of a note is not changed")
        _check_field(name, key.new, columns)
        judge(_ACT_OF_FIELD[name], note_id)
    touched.changed.add(note_id)


def _judge_text(note_id: str, text: str | None, judge: Judge, touched: Touched) -> None:
    _check_field("text", text, frozenset())
    judge("note.edit", note_id)
    touched.changed.add(note_id)
    touched.reworded.add(note_id)


def _is_place(value: object, columns: Set[str]) -> bool:
    if not isinstance(value, list | tuple) or len(value) != 2:
        return False
    column, position = value
    return column in columns and isinstance(position, str) and _POSITION.fullmatch(position) is not None


def is_note_id(value: object) -> bool:
    """Whether this can be a note's id: 128 bits that the writer's browser made, in base64url."""
    return isinstance(value, str) and _NOTE_ID.fullmatch(value) is not None


_CHECKS: dict[str, Callable[[object, Set[str]], bool]] = {
    "text": lambda value, _: isinstance(value, str) and len(value) <= TEXT_LIMIT,
    "place": _is_place,
    "hue": lambda value, _: isinstance(value, str) and value in HUES,
    "cluster": lambda value, _: value is None,
    "deleted": lambda value, _: isinstance(value, bool),
    "version_of": lambda value, _: value is None or is_note_id(value),
}
