"""BO-10, BO-11: three notes at most, and one from each group first."""

import pytest

from network.sessions.boards.rules.plenary import Choice, Lifted, chosen, folded, plenary_order


@pytest.mark.parametrize(
    ("now", "note", "is_wanted", "instead_of", "after"),
    [
        ([], "a", True, None, ["a"]),
        (["a", "b"], "c", True, None, ["a", "b", "c"]),
        (["a", "b", "c"], "d", True, None, None),
        (["a", "b", "c"], "d", True, "b", ["a", "d", "c"]),
        (["a", "b", "c"], "d", True, "x", None),
        (["a", "b", "c"], "b", True, None, ["a", "b", "c"]),
        (["a", "d", "c"], "d", True, "b", ["a", "d", "c"]),
        (["a", "b", "c"], "b", False, None, ["a", "c"]),
        (["a", "b", "c"], "b", False, "a", ["a", "c"]),
        (["a", "c"], "b", False, None, ["a", "c"]),
    ],
)
def test_a_fourth_note_needs_a_place_and_the_same_wish_twice_is_one(
    now: list[str], note: str, is_wanted: bool, instead_of: str | None, after: list[str] | None
) -> None:
    """BO-10, F10"""
    assert chosen(now, note, is_wanted=is_wanted, instead_of=instead_of) == after


def test_the_first_of_each_group_comes_before_the_second_of_any() -> None:
    """BO-11"""
    choices = [(group, [Choice(text) for text in texts]) for group, *texts in (("1", *"abc"), ("2", "d"), ("3", *"ef"))]

    assert [one.text for one in plenary_order(choices)] == ["a", "d", "e", "b", "f", "c"]


def test_notes_that_say_the_same_are_folded_and_counted() -> None:
    """BO-11: case, spaces and punctuation do not tell texts apart, words do."""
    first, again = Choice("Spør ungdommen!", "Dei unge"), Choice("spør  ungdommen", "Andre")
    choices = [("Bord 1", [first, again]), ("Bord 2", [Choice("Ring", "ring!"), Choice("spør ungdommen.")])]

    assert plenary_order(choices) == [
        Lifted("Spør ungdommen!", ("Bord 1", "Bord 2"), "Dei unge"),
        Lifted("Ring", ("Bord 2",)),
    ]


def test_texts_without_a_letter_are_themselves() -> None:
    assert [folded(text) for text in ("!", "?", "Å, nei!")] == ["!", "?", "ånei"]


def test_nothing_chosen_is_an_empty_list() -> None:
    assert plenary_order([]) == []


def test_a_chosen_note_is_put_before_the_others_and_stays_there_when_it_is_said_twice() -> None:
    """BO-10"""
    once = chosen(["a", "b", "c"], "c", is_wanted=True, is_first=True)

    assert (once, chosen(once or [], "c", is_wanted=True, is_first=True)) == (["c", "a", "b"], ["c", "a", "b"])
