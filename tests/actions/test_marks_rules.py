"""MK: what can be marked, whose words colleagues see, in which order, and what those who lead are told."""

from datetime import UTC, datetime, timedelta

import pytest

from network.actions.rules.marks import Counts, Shared, Target, in_order, read_target, shows_its_text, takes_marks

NOTE_ID = "a-note-0123456789abcde"[:22]


@pytest.mark.parametrize(
    "target",
    [Target("talk", 5), Target("case", 12), Target("question", 9), Target("note", 7, NOTE_ID)],
)
def test_what_is_marked_has_one_name(target: Target) -> None:
    assert read_target(str(target)) == target


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "talk",
        "talk:",
        "talk:0",
        "talk:-1",
        "talk:05",
        "talk:²",
        "talk:5:",
        "talk:5:x",
        "talk:" + "9" * 16,
        "talk:5\x00",
        "person:5",
        "note:7",
        "note:7:",
        "note:7:short",
        f"note:7:{NOTE_ID}\n",
        f"note:7:{NOTE_ID}:x",
    ],
)
def test_nothing_else_has_a_name(text: str | None) -> None:
    assert read_target(text) is None


def test_a_note_of_a_mixed_group_stays_there_word_for_word() -> None:
    """MK-6"""
    hidden = shows_its_text("note", is_chosen=False, is_ours=False)

    shown = [
        shows_its_text("note", is_chosen=True, is_ours=False),
        shows_its_text("note", is_chosen=False, is_ours=True),
        *(shows_its_text(kind, is_chosen=False, is_ours=False) for kind in ("talk", "case", "question")),
    ]
    assert (hidden, shown) == (False, [True] * 5)


def test_what_several_marked_comes_first_then_by_source() -> None:
    """MK-7"""
    made = [("question", 1), ("note", 2), ("note", 1), ("case", 1), ("talk", 1), ("question", 3)]

    ordered = in_order(Shared(f"{kind}:{count}", kind, "", "", (), count) for kind, count in made)

    assert [(one.kind, one.count) for one in ordered] == [
        ("question", 3),
        ("note", 2),
        ("talk", 1),
        ("case", 1),
        ("note", 1),
        ("question", 1),
    ]


def test_marks_are_taken_for_two_days_more() -> None:
    """MK-2"""
    ends_at = datetime(2026, 11, 23, 14, tzinfo=UTC)

    taken = [takes_marks(ends_at, ends_at + after) for after in (timedelta(hours=48), timedelta(hours=48, seconds=1))]

    assert taken == [True, False]


def test_no_sum_is_told_of_fewer_than_five() -> None:
    """MK-11"""
    assert [Counts(marks=9, municipalities=2, persons=persons).may_be_shown for persons in (4, 5)] == [False, True]
