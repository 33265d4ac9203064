"""BO-51, BO-52: a template's columns while they are written, and their keys for ever."""

import pytest

from network.sessions.gatherings.board_templates.rules.builtin import TEMPLATES
from network.sessions.gatherings.board_templates.rules.draft import (
    MOST_COLUMNS,
    DraftColumn,
    acted,
    column_faults,
    copied,
    keyed,
)


def columns(titles: str) -> list[DraftColumn]:
    return [DraftColumn(f"c{title}", title) for title in titles]


@pytest.mark.parametrize(
    ("act", "left"),
    [
        ("add", ["a", "b", "c", ""]),
        ("remove-1", ["a", "c"]),
        ("up-2", ["a", "c", "b"]),
        ("up-0", ["a", "b", "c"]),
        ("down-0", ["b", "a", "c"]),
        ("down-2", ["a", "b", "c"]),
        ("down-9", ["a", "b", "c"]),
    ],
)
def test_a_press_changes_the_columns_and_loses_no_word(act: str, left: list[str]) -> None:
    assert [one.title for one in acted(columns("abc"), act)] == left


def test_there_are_at_most_six_and_always_one() -> None:
    assert len(acted(columns("abcdef"), "add")) == MOST_COLUMNS
    assert acted(columns("a"), "remove-0") == [DraftColumn()]


@pytest.mark.parametrize("act", ["", "drop", "up-", "up--1", "remove-x", "down-1000", "up-²"])
def test_a_press_that_no_page_has_is_refused(act: str) -> None:
    """What was pressed, or the place in it, is what the error says."""
    with pytest.raises(ValueError) as refused:
        acted(columns("abc"), act)

    assert act.endswith(str(refused.value))


def test_a_key_is_never_given_twice() -> None:
    """BO-51: neither a removed column's, nor one that a form names and that is another's or nobody's."""
    first, made = keyed([DraftColumn("", "A"), DraftColumn("", "B")], set(), 0)
    second, made_then = keyed([first[1], DraftColumn("c1", "Ny"), DraftColumn("c2", "Same")], {"c2"}, made)

    assert [one.key for one in first] == ["c1", "c2"]
    assert ([(one.key, one.title) for one in second], made_then) == ([("c2", "B"), ("c3", "Ny"), ("c4", "Same")], 4)


@pytest.mark.parametrize(
    ("second", "fault"),
    [
        (DraftColumn("", "", "Kva?"), "title"),
        (DraftColumn("", "FYRST"), "title"),
        (DraftColumn("", "x" * 81), "title"),
        (DraftColumn("", "Andre", "x" * 301), "prompt"),
    ],
)
def test_what_is_wrong_with_a_column_is_said_at_it(second: DraftColumn, fault: str) -> None:
    found = column_faults([DraftColumn("", "Fyrst"), second])

    assert {place: name for place, (name, _said) in found.items()} == {1: fault}
    assert column_faults([DraftColumn("", "Fyrst"), DraftColumn("", "x" * 80, "x" * 300)]) == {}


def test_a_copy_says_the_same_under_keys_of_its_own() -> None:
    copy = copied(TEMPLATES["take_home"], "Vår eiga")

    assert ([one.key for one in copy.columns], copy.columns[0].title) == (["", "", ""], "Kva kan gjere ein skilnad?")
    assert (copy.help[:11], copy.phases) == ("Eitt tiltak", TEMPLATES["take_home"].phases)
