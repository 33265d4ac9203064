"""What may lie in a board's document, and what each change of it is an act of (docs/rules.md: BO-1 to BO-6, BO-25)."""

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Protocol

NOTE_LIMIT = 2_000
TEXT_LIMIT = 2_000
CLUSTER_LIMIT = 200
TITLE_LIMIT = 200
HUES = frozenset({"sun", "sky", "moss", "rose", "plum"})
FIELDS = frozenset({"text", "place", "hue", "cluster", "deleted", "version_of"})
CLUSTER_FIELDS = frozenset({"title", "place"})
_NOTE_ID = re.compile(r"[A-Za-z0-9_-]{22}")
_POSITION = re.compile(r"[0-9A-Za-z]{1,80}")
_ACT_OF_FIELD = {"place": "note.move", "hue": "note.edit", "cluster": "note.move", "deleted": "note.delete"}


class OffShape(Exception):
    """The change does not belong on a board; the text says what was wrong, for the log and the developer."""


class TooMany(Exception):
    """There is no room for more notes."""


class TooManyClusters(Exception):
    """There is no room for more clusters; those that have been emptied count."""


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
    """What an accepted update did: the ids of new notes and of old ones that changed, and of those whose words did; and
    of the clusters that came or changed.
    """

    added: list[str] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    reworded: set[str] = field(default_factory=set)
    clusters: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Ground:
    """What a board's notes may stand in: its columns, and the ids of its clusters."""

    columns: Set[str]
    clusters: Set[str] = frozenset()


def judge_changes(
    changes: Sequence[Change],
    *,
    columns: Set[str],
    note_count: int,
    judge: Judge,
    clusters: Callable[[], Set[str]] | None = None,
) -> Touched:
    """Go through what an update did to a board.

    `note_count` is the number of notes before the update, without the deleted ones. `clusters` gives the ids of all
    clusters after it, and is only asked when something is sorted; None: there may be none. Raises OffShape, TooMany,
    TooManyClusters, Stale, or whatever `judge` raises.
    Source: rules BO-1 to BO-6, BO-25.
    """
    touched = Touched()
    has_clusters = clusters is not None and any(_sorts(change) for change in changes)
    ground = Ground(columns, clusters() if clusters is not None and has_clusters else frozenset())
    for change in changes:
        match tuple(change.path):
            case ("notes",):
                _judge_new_notes(change.keys, ground, judge, touched)
            case ("notes", note_id):
                _judge_fields(note_id, change.keys, ground, judge, touched)
            case ("notes", note_id, "text"):
                _judge_text(note_id, change.text, judge, touched)
            case ("clusters", *rest) if clusters is not None:
                _judge_cluster(rest, change, ground, judge, touched)
            case other:
                raise OffShape(f"nothing may lie at {'/'.join(map(str, other))}")
    if note_count + len(touched.added) > NOTE_LIMIT:
        raise TooMany
    return touched


def _sorts(change: Change) -> bool:
    """Whether a change may name a cluster. Writing and moving, which is nearly all that is done, does not."""
    return change.path[0] == "clusters" or len(change.path) == 1 or "cluster" in change.keys


def _judge_cluster(rest: Sequence[str], change: Change, ground: Ground, judge: Judge, touched: Touched) -> None:
    """Clusters are sorted with by whoever may move notes: made, named and moved, and never taken out."""
    match rest:
        case []:
            _check_new_clusters(change.keys, ground)
            touched.clusters |= set(change.keys)
        case [cluster_id]:
            for name, key in change.keys.items():
                if name != "place" or key.action != "update":
                    raise OffShape(f"{name} of a cluster is not changed")
                _check_field("place", key.new, ground)
            touched.clusters.add(cluster_id)
        case [cluster_id, "title"]:
            _check_field("title", change.text, ground)
            touched.clusters.add(cluster_id)
        case _:
            raise OffShape("nothing lies so deep in a cluster")
    judge("note.move", None)


def _check_new_clusters(keys: Mapping[str, KeyChange], ground: Ground) -> None:
    for cluster_id, key in keys.items():
        if key.action == "update":
            raise Stale(cluster_id)
        if key.action != "add":
            raise OffShape("a cluster is never taken out")
        if not is_note_id(cluster_id):
            raise OffShape("a cluster's id has 22 url-safe characters")
        if not isinstance(key.new, Mapping) or set(key.new) != CLUSTER_FIELDS:
            raise OffShape(f"a cluster has exactly {', '.join(sorted(CLUSTER_FIELDS))}")
        for name, value in key.new.items():
            _check_field(name, value, ground)
    if keys and len(ground.clusters) > CLUSTER_LIMIT:
        raise TooManyClusters


def _judge_new_notes(keys: Mapping[str, KeyChange], ground: Ground, judge: Judge, touched: Touched) -> None:
    for note_id, key in keys.items():
        if key.action == "update":
            raise Stale(note_id)
        if key.action != "add":
            raise OffShape("a note is never taken out, only marked as deleted")
        _check_note(note_id, key.new, ground)
        judge("note.create", None)
        touched.added.append(note_id)


def _check_note(note_id: str, note: object, ground: Ground) -> None:
    if not is_note_id(note_id):
        raise OffShape("a note's id has 22 url-safe characters")
    if not isinstance(note, Mapping) or set(note) != FIELDS:
        raise OffShape(f"a note has exactly {', '.join(sorted(FIELDS))}")
    for name, value in note.items():
        _check_field(name, value, ground)


def _check_field(name: str, value: object, ground: Ground) -> None:
    if not _CHECKS[name](value, ground):
        raise OffShape(f"{name} cannot be {str(value)[:40]!r}")


def _judge_fields(note_id: str, keys: Mapping[str, KeyChange], ground: Ground, judge: Judge, touched: Touched) -> None:
    for name, key in keys.items():
        if name not in _ACT_OF_FIELD or key.action != "update":
            raise OffShape(f"{name} of a note is not changed")
        _check_field(name, key.new, ground)
        judge(_ACT_OF_FIELD[name], note_id)
    touched.changed.add(note_id)


def _judge_text(note_id: str, text: str | None, judge: Judge, touched: Touched) -> None:
    _check_field("text", text, Ground(frozenset()))
    judge("note.edit", note_id)
    touched.changed.add(note_id)
    touched.reworded.add(note_id)


def _is_place(value: object, ground: Ground) -> bool:
    if not isinstance(value, list | tuple) or len(value) != 2:
        return False
    column, position = value
    is_column = isinstance(column, str) and column in ground.columns
    return is_column and isinstance(position, str) and _POSITION.fullmatch(position) is not None


def is_note_id(value: object) -> bool:
    """Whether this can be a note's id: 128 bits that the writer's browser made, in base64url."""
    return isinstance(value, str) and _NOTE_ID.fullmatch(value) is not None


_CHECKS: dict[str, Callable[[object, Ground], bool]] = {
    "text": lambda value, _: isinstance(value, str) and len(value) <= TEXT_LIMIT,
    "place": _is_place,
    "hue": lambda value, _: isinstance(value, str) and value in HUES,
    "cluster": lambda value, ground: value is None or (isinstance(value, str) and value in ground.clusters),
    "deleted": lambda value, _: isinstance(value, bool),
    "version_of": lambda value, _: value is None or is_note_id(value),
    "title": lambda value, _: isinstance(value, str) and len(value) <= TITLE_LIMIT,
}
