"""What an update did, in plain values: a checker needs to know neither pycrdt nor Yjs."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, cast

from pycrdt import _pycrdt

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
    """What is seen of an update, from the events of yrs itself: pycrdt's own wrapping costs three times the update.

    A key that two people set at the same time is won by one; the other's update changes nothing that is seen.
    Only valid inside the observer. Raises Refused("rule") for what has no place in a document.
    """
    changes = []
    for event in events:
        is_text, is_map = isinstance(event, _pycrdt.TextEvent), isinstance(event, _pycrdt.MapEvent)
        path = (root, *map(str, event.path))
        if is_text:
            changes.append(Change(path, NO_KEYS, event.target.get_string(event.transaction)))
        elif is_map:
            keys = {name: _key_change(change, event.transaction, len(path)) for name, change in event.keys.items()}
            if keys:
                changes.append(Change(path, keys, None))
        else:
            raise Refused("rule", "a shared type that no document holds")
    return changes


def _key_change(change: Mapping[str, Any], transaction: Any, depth: int) -> KeyChange:
    return KeyChange(
        change["action"],
        _plain(change.get("oldValue"), transaction, depth),
        _plain(change.get("newValue"), transaction, depth),
    )


def _plain(value: Any, transaction: Any, depth: int) -> object:
    """A shared type as dict or str, anything else as it is.

    Raises Refused("rule") deeper than TYPE_DEPTH.
    """
    if isinstance(value, _pycrdt.Text):
        return value.get_string(transaction)
    if not isinstance(value, _pycrdt.Map):
        return cast(object, value)
    if depth >= TYPE_DEPTH:
        raise Refused("rule", "shared types too deep")
    names = cast(Any, value).keys(transaction)
    return {name: _plain(value.get(transaction, name), transaction, depth + 1) for name in names}
