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

    assert [one.title for one in plenary_order(choices)] == ["a", "d", "e", "b", "f", "c"]


def test_notes_that_say_the_same_are_folded_and_counted() -> None:
    """BO-11: case, spaces and punctuation do not tell texts apart, words do."""
    first, again = Choice("Spør ungdommen!", "Dei unge"), Choice("spør  ungdommen", "Andre")
    choices = [("Bord 1", [first, again]), ("Bord 2", [Choice("Ring", "ring!"), Choice("spør ungdommen.")])]

    assert plenary_order(choices) == [
        Lifted("Dei unge", ("Bord 1", "Bord 2"), ("Spør ungdommen!",)),
        Lifted("Ring", ("Bord 2",)),
    ]


def test_a_cluster_stands_under_its_name_with_its_notes_beneath() -> None:
    """BO-11: one without a name, or whose name says no more than the note, under the note's own words."""
    named, nameless, spaces = Choice("Spør på skulen", "Dei unge"), Choice("Ring dei"), Choice("Skriv", "  ")

    assert plenary_order([("Bord 1", [named, nameless, spaces, Choice("Vent.", "vent")])]) == [
        Lifted("Dei unge", ("Bord 1",), ("Spør på skulen",)),
        Lifted("Ring dei", ("Bord 1",)),
        Lifted("Skriv", ("Bord 1",)),
        Lifted("Vent.", ("Bord 1",)),
    ]


def test_clusters_of_one_name_are_one_with_all_their_notes() -> None:
    """BO-11: of two groups or of one, and a note that says what the name says is in it too."""
    choices = [
        ("Bord 1", [Choice("Spør på skulen", "Dei unge"), Choice("Ring dei", "Dei unge")]),
        ("Bord 2", [Choice("Opne møte", "dei unge!"), Choice("ring dei!")]),
        ("Bord 3", [Choice("Dei Unge"), Choice("Noko anna")]),
    ]

    assert plenary_order(choices) == [
        Lifted("Dei unge", ("Bord 1", "Bord 2", "Bord 3"), ("Spør på skulen", "Opne møte", "Ring dei")),
        Lifted("Noko anna", ("Bord 3",)),
    ]


def test_a_name_under_which_nothing_stands_yet_is_not_lost_to_a_note_that_was_said_before() -> None:
    """BO-11: Bord 2's cluster is put where its words stand already; another cluster of that name keeps its own."""
    choices = [
        ("Bord 1", [Choice("Ring dei")]),
        ("Bord 2", [Choice("ring dei", "Dei unge"), Choice("Skriv", "Dei unge")]),
    ]

    assert plenary_order(choices) == [
        Lifted("Ring dei", ("Bord 1", "Bord 2")),
        Lifted("Dei unge", ("Bord 2",), ("Skriv",)),
    ]


def test_texts_without_a_letter_are_themselves() -> None:
    assert [folded(text) for text in ("!", "?", "Å, nei!")] == ["!", "?", "ånei"]


def test_nothing_chosen_is_an_empty_list() -> None:
    assert plenary_order([]) == []


def test_a_chosen_note_is_put_before_the_others_and_stays_there_when_it_is_said_twice() -> None:
    """BO-10"""
    once = chosen(["a", "b", "c"], "c", is_wanted=True, is_first=True)

    assert (once, chosen(once or [], "c", is_wanted=True, is_first=True)) == (["c", "a", "b"], ["c", "a", "b"])
