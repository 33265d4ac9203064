"""What an update did, in plain values: a checker needs to know neither pycrdt nor Yjs."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from pycrdt import Map, MapEvent, Text, TextEvent

from network.core.db import Row
from network.documents.gate import Refused
from network.documents.limits import TYPE_DEPTH

Action = Literal["add", "update", "delete"]


class KeyChange(NamedTuple):
    """One key of a map. A shared type is shown as what it holds: a dict or a str."""

    action: Action
    old: object
    new: object


class Change(NamedTuple):
    """One map or text that an update changed.

    Shape: `path` from the root's name inwards: ("notes",), ("notes", id), ("notes", id, "text"). A map has `keys` and
    `text` None, a text has no keys and `text` the whole of it after the change.
    """

    path: tuple[str, ...]
    keys: Mapping[str, KeyChange]
    text: str | None


Checker = Callable[[Sequence[Change]], Sequence[Row] | None]
"""Judges the changes of one update, and may return rows to be stored in the same commit.

Raises NotAllowed or Invalid to refuse. It must not wait: the document is in between while it thinks.
"""

NO_KEYS: Mapping[str, KeyChange] = {}


def changes_in(root: str, events: Sequence[Any]) -> list[Change]:
    """What is seen of an update. Only valid inside the observer.

    A key that two people set at the same time is won by one; the other's update changes nothing that is seen.
    Raises Refused("rule") for what has no place in a document.
    """
    changes = [_change(root, event) for event in events]
    return [change for change in changes if change.keys or change.text is not None]


def _change(root: str, event: Any) -> Change:
    is_text, is_map = isinstance(event, TextEvent), isinstance(event, MapEvent)
    path = (root, *map(str, event.path))
    if is_text:
        return Change(path, NO_KEYS, str(event.target))
    if not is_map:
        raise Refused("rule", "a shared type that no document holds")
    return Change(path, {name: _key_change(change, len(path)) for name, change in event.keys.items()}, None)


def _key_change(change: Mapping[str, object], depth: int) -> KeyChange:
    action: Action = change["action"]  # type: ignore[assignment]
    return KeyChange(action, plain(change.get("oldValue"), depth), plain(change.get("newValue"), depth))


def plain(value: object, depth: int = 0) -> object:
    """A shared type as dict or str, anything else as it is.

    Raises Refused("rule") deeper than TYPE_DEPTH.
    """
    if isinstance(value, Text):
        return str(value)
    if not isinstance(value, Map):
        return value
    if depth >= TYPE_DEPTH:
        raise Refused("rule", "shared types too deep")
    return {name: plain(inner, depth + 1) for name, inner in value.items()}
