"""BO-1 to BO-4: what may lie in a board's document, and what each change of it is an act of."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from network.core.errors import NotAllowed
from network.sessions.boards.rules.shape import (
    CLUSTER_LIMIT,
    NOTE_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    OffShape,
    Stale,
    TooMany,
    TooManyClusters,
    Touched,
    judge_changes,
)

NOTE_ID = "abcdefghijklmnopqrstu1"
OTHER_ID = "abcdefghijklmnopqrstu2"
CLUSTER_ID = "clusterclusterclusteru"
COLUMNS = frozenset({"why", "what"})


@dataclass(frozen=True)
class Key:
    action: str
    new: object = None
    old: object = None


@dataclass(frozen=True)
class Did:
    path: tuple[str, ...]
    keys: dict[str, Key] = field(default_factory=dict)
    text: str | None = None


def note(**other: Any) -> dict[str, Any]:
    whole = {"text": "hei", "place": ["why", "V1"], "hue": "sky", "cluster": None, "deleted": False, "version_of": None}
    return {**whole, **other}


def judged(
    *changes: Did,
    note_count: int = 0,
    acts: list[tuple[str, str | None]] | None = None,
    clusters: frozenset[str] | None = frozenset({CLUSTER_ID}),
) -> Touched:
    seen = acts if acts is not None else []
    return judge_changes(
        changes,
        columns=COLUMNS,
        note_count=note_count,
        judge=lambda action, note_id: seen.append((action, note_id)),
        clusters=None if clusters is None else lambda: clusters,
    )


def heap(**other: Any) -> dict[str, Any]:
    return {"title": "", "place": ["why", "V1"], **other}


def test_a_whole_note_is_an_act_of_creating() -> None:
    acts: list[tuple[str, str | None]] = []

    touched = judged(Did(("notes",), {NOTE_ID: Key("add", note())}), acts=acts)

    assert (touched, acts) == (Touched(added=[NOTE_ID]), [("note.create", None)])


@pytest.mark.parametrize(
    ("change", "act"),
    [
        (Did(("notes", NOTE_ID), {"place": Key("update", ["what", "W2"])}), "note.move"),
        (Did(("notes", NOTE_ID), {"hue": Key("update", "plum")}), "note.edit"),
        (Did(("notes", NOTE_ID), {"deleted": Key("update", True)}), "note.delete"),
        (Did(("notes", NOTE_ID), {"deleted": Key("update", False)}), "note.delete"),
        (Did(("notes", NOTE_ID, "text"), text="nytt"), "note.edit"),
        (Did(("notes", NOTE_ID), {"cluster": Key("update", CLUSTER_ID)}), "note.move"),
        (Did(("notes", NOTE_ID), {"cluster": Key("update", None)}), "note.move"),
    ],
)
def test_each_change_is_an_act_that_somebody_may_or_may_not_do(change: Did, act: str) -> None:
    acts: list[tuple[str, str | None]] = []

    touched = judged(change, acts=acts)

    assert (touched.changed, acts) == ({NOTE_ID}, [(act, NOTE_ID)])


def test_only_new_words_count_as_reworded() -> None:
    moved = judged(Did(("notes", NOTE_ID), {"place": Key("update", ["what", "W2"])}))
    reworded = judged(Did(("notes", NOTE_ID, "text"), text="nytt"))

    assert (moved.reworded, reworded.reworded) == (set(), {NOTE_ID})


@pytest.mark.parametrize(
    "other",
    [
        {"text": "x" * (TEXT_LIMIT + 1)},
        {"text": 7},
        {"place": ["nowhere", "V"]},
        {"place": ["why", ""]},
        {"place": ["why", "V" * 81]},
        {"place": ["why", "V", "W"]},
        {"place": "why"},
        {"hue": "black"},
        {"hue": ["sky"]},
        {"cluster": "c"},
        {"cluster": CLUSTER_ID + "x"},
        {"cluster": [CLUSTER_ID]},
        {"place": [["why"], "V"]},
        {"deleted": 0},
        {"version_of": "short"},
        {"author": "Anna"},
    ],
)
def test_a_note_of_another_shape_is_refused(other: dict[str, Any]) -> None:
    with pytest.raises(OffShape):
        judged(Did(("notes",), {NOTE_ID: Key("add", note(**other))}))


@pytest.mark.parametrize("note_id", ["short", NOTE_ID + "x", "abcdefghijklmnopqrst/1"])
def test_a_note_needs_an_id_of_the_right_form(note_id: str) -> None:
    with pytest.raises(OffShape):
        judged(Did(("notes",), {note_id: Key("add", note())}))


def test_a_note_that_lacks_something_is_refused() -> None:
    whole = note()
    del whole["hue"]

    with pytest.raises(OffShape):
        judged(Did(("notes",), {NOTE_ID: Key("add", whole)}))


@pytest.mark.parametrize(
    "change",
    [
        Did(("notes",), {NOTE_ID: Key("delete")}),
        Did(("notes", NOTE_ID), {"text": Key("update", "another text")}),
        Did(("notes", NOTE_ID), {"place": Key("delete")}),
        Did(("notes", NOTE_ID), {"version_of": Key("update", OTHER_ID)}),
        Did(("notes", NOTE_ID), {"mood": Key("add", "good")}),
        Did(("notes", NOTE_ID, "place"), {"x": Key("add", 1)}),
        Did(("elsewhere",), {"x": Key("add", 1)}),
        Did(("notes", NOTE_ID, "text"), text="x" * (TEXT_LIMIT + 1)),
    ],
)
def test_what_does_not_belong_on_a_board_is_refused(change: Did) -> None:
    with pytest.raises(OffShape):
        judged(change)


def test_a_note_that_is_there_already_means_that_its_sender_has_not_seen_it() -> None:
    with pytest.raises(Stale):
        judged(Did(("notes",), {NOTE_ID: Key("update", note())}))


def test_a_board_holds_so_many_notes_and_no_more() -> None:
    change = Did(("notes",), {NOTE_ID: Key("add", note())})

    judged(change, note_count=NOTE_LIMIT - 1)

    with pytest.raises(TooMany):
        judged(change, note_count=NOTE_LIMIT)


def test_what_the_sender_may_not_do_stops_the_whole_update() -> None:
    def judge(action: str, note_id: str | None) -> None:
        if action == "note.delete":
            raise NotAllowed("role")

    mixed = Did(("notes", NOTE_ID), {"hue": Key("update", "sun"), "deleted": Key("update", True)})

    with pytest.raises(NotAllowed):
        judge_changes([mixed], columns=COLUMNS, note_count=1, judge=judge)


@pytest.mark.parametrize(
    "change",
    [
        Did(("clusters",), {CLUSTER_ID: Key("add", heap(title="Skule"))}),
        Did(("clusters", CLUSTER_ID), {"place": Key("update", ["what", "W2"])}),
        Did(("clusters", CLUSTER_ID, "title"), text="Skule"),
    ],
)
def test_who_may_move_notes_makes_clusters_names_and_moves_them(change: Did) -> None:
    """BO-25"""
    acts: list[tuple[str, str | None]] = []

    touched = judged(change, acts=acts)

    assert (touched, acts) == (Touched(clusters={CLUSTER_ID}), [("note.move", None)])


@pytest.mark.parametrize(
    "change",
    [
        Did(("clusters",), {"c": Key("add", heap())}),
        Did(("clusters",), {CLUSTER_ID: Key("delete")}),
        Did(("clusters",), {CLUSTER_ID: Key("add", {"title": ""})}),
        Did(("clusters",), {CLUSTER_ID: Key("add", heap(hue="sun"))}),
        Did(("clusters",), {CLUSTER_ID: Key("add", "a cluster")}),
        Did(("clusters",), {CLUSTER_ID: Key("add", heap(title="x" * (TITLE_LIMIT + 1)))}),
        Did(("clusters",), {CLUSTER_ID: Key("add", heap(title={"x": {}}))}),
        Did(("clusters",), {CLUSTER_ID: Key("add", heap(place=["nowhere", "V"]))}),
        Did(("clusters", CLUSTER_ID), {"place": Key("update", ["nowhere", "V"])}),
        Did(("clusters", CLUSTER_ID), {"place": Key("delete")}),
        Did(("clusters", CLUSTER_ID), {"title": Key("update", "another text")}),
        Did(("clusters", CLUSTER_ID), {"hue": Key("add", "sun")}),
        Did(("clusters", CLUSTER_ID, "title"), text="x" * (TITLE_LIMIT + 1)),
        Did(("clusters", CLUSTER_ID, "place"), {"x": Key("add", 1)}),
        Did(("clusters", CLUSTER_ID, "title", "deep"), {"x": Key("add", 1)}),
        Did(("notes", NOTE_ID), {"cluster": Key("update", OTHER_ID)}),
        Did(("notes", NOTE_ID), {"cluster": Key("update", {"id": CLUSTER_ID})}),
        Did(("notes", NOTE_ID), {"cluster": Key("delete")}),
    ],
)
def test_what_is_no_cluster_is_refused(change: Did) -> None:
    """BO-25"""
    with pytest.raises(OffShape):
        judged(change)


@pytest.mark.parametrize(
    "change",
    [
        Did(("clusters",), {CLUSTER_ID: Key("add", heap())}),
        Did(("notes", NOTE_ID), {"cluster": Key("update", CLUSTER_ID)}),
    ],
)
def test_where_there_may_be_no_clusters_there_are_none(change: Did) -> None:
    """BO-25: what is written alone is not sorted."""
    judged(change)

    with pytest.raises(OffShape):
        judged(change, clusters=None)


def test_a_cluster_that_is_there_already_means_that_its_sender_has_not_seen_it() -> None:
    with pytest.raises(Stale):
        judged(Did(("clusters",), {CLUSTER_ID: Key("update", heap())}))


def test_a_board_holds_so_many_clusters_and_goes_on_with_those_that_it_has() -> None:
    """BO-25"""
    many = frozenset(f"clusterclusterclus{number:04}" for number in range(CLUSTER_LIMIT + 1))
    some = frozenset(sorted(many)[:CLUSTER_LIMIT])
    new = Did(("clusters",), {min(many): Key("add", heap())})

    judged(new, clusters=some)
    judged(Did(("clusters", min(many), "title"), text="Skule"), clusters=many)

    with pytest.raises(TooManyClusters):
        judged(new, clusters=many)
