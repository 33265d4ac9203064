"""BO-1 to BO-4: what may lie in a board's document, and what each change of it is an act of."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from network.core.errors import NotAllowed
from network.sessions.boards.rules.shape import NOTE_LIMIT, TEXT_LIMIT, OffShape, Stale, TooMany, Touched, judge_changes

NOTE_ID = "abcdefghijklmnopqrstu1"
OTHER_ID = "abcdefghijklmnopqrstu2"
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


def judged(*changes: Did, note_count: int = 0, acts: list[tuple[str, str | None]] | None = None) -> Touched:
    seen = acts if acts is not None else []
    return judge_changes(
        changes, columns=COLUMNS, note_count=note_count, judge=lambda action, note_id: seen.append((action, note_id))
    )


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
        Did(("clusters",), {"c": Key("add", {})}),
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
