"""PO-7 to PO-10: what answers add up to, and what is never told of one to four people."""

from hypothesis import given, settings
from hypothesis import strategies as st

from network.sessions.polls.rules import stored
from network.sessions.polls.rules.asking import Kind, answer_of, cleaned, folded, options_in
from network.sessions.polls.rules.cloud import GAP, HEIGHT, LETTER, WIDTH, placed
from network.sessions.polls.rules.counting import (
    Asked,
    Ballot,
    renewed,
    result_of,
    same_people,
    shares,
    words_of,
)

CHOICE = Asked(Kind.CHOICE, options=3)
SCALE = Asked(Kind.SCALE)


def ballots(*groups: tuple[int, int, str], first: int = 0) -> list[Ballot]:
    """So many who chose this, of this role."""
    one_each = [(choice, role) for count, choice, role in groups for _each in range(count)]
    return [Ballot(str(first + n), (choice,), role) for n, (choice, role) in enumerate(one_each)]


def test_four_are_too_few_and_five_are_enough() -> None:
    """PO-7"""
    four, five = (result_of(CHOICE, ballots((count, 0, "D"))) for count in (4, 5))

    assert (four.answered, four.is_shown, five.counts) == (4, False, (5, 0, 0))


def test_a_split_is_shown_when_each_of_its_cells_holds_five() -> None:
    """PO-9"""
    shown = result_of(CHOICE, ballots((6, 0, "D"), (5, 1, "D"), (5, 0, "G"), (7, 1, "G"))).splits
    one_short = result_of(CHOICE, ballots((6, 0, "D"), (5, 1, "D"), (5, 0, "G"), (4, 1, "G"))).splits

    assert shown is not None
    assert one_short is not None
    assert {label: part.counts for label, part in (shown["role"] or {}).items()} == {"D": (6, 5, 0), "G": (5, 7, 0)}
    assert one_short["role"] is None, "one of two cells left out could be had by subtraction"


def test_parts_of_a_scale_are_averages_of_five_at_least() -> None:
    shown = result_of(SCALE, ballots((5, 4, "D"), (1, 0, "G"), (4, 2, "G"))).splits
    short = result_of(SCALE, ballots((5, 4, "D"), (1, 0, "G"), (3, 2, "G"))).splits

    assert shown is not None
    assert short is not None
    assert {label: (part.count, part.average) for label, part in (shown["role"] or {}).items()} == {
        "D": (5, 5.0),
        "G": (5, 2.6),
    }
    assert short["role"] is None


def test_a_second_split_is_left_out_when_the_two_together_would_show_somebody() -> None:
    """PO-9: 11 delegates, of whom 10 sit at a table: with both splits the eleventh could be worked out."""
    by_role = ballots((11, 4, "D"), (10, 4, "G"))
    tabled = [
        Ballot(one.id, one.choices, one.role, "mixed" if n not in (0, *range(12, 21)) else "")
        for n, one in enumerate(by_role)
    ]

    splits = result_of(SCALE, tabled).splits

    assert splits is not None
    assert (splits["role"] is not None, splits["table"]) == (True, None)


def test_a_split_where_everybody_left_something_out_counts_that_as_an_answer_too() -> None:
    several = Asked(Kind.CHOICE, options=2, is_several=True)
    both = [Ballot(str(n), (0, 1) if n < 11 else (0,), "D" if n < 6 else "G") for n in range(12)]

    splits = result_of(several, both).splits

    assert splits == {"role": None}, "one person alone did not choose the second"


Cells = st.lists(st.integers(0, 9), min_size=6, max_size=6)


@given(Cells)
@settings(max_examples=300, deadline=None)
def test_no_shown_cell_nor_any_difference_is_about_one_to_four(cells: list[int]) -> None:
    """PO-9, PO-10"""
    given_ = ballots(*((count, place % 3, "DG"[place // 3]) for place, count in enumerate(cells)))
    result = result_of(CHOICE, given_)
    parts = ((result.splits or {}).get("role") or {}).values()

    for place in range(3):
        numbers = [part.counts[place] for part in parts]
        whole = sum(cells[place::3])
        assert all(number >= 5 for number in numbers) or whole == 0
        assert all(whole - number >= 5 for number in numbers) or whole == 0


def test_the_same_people_are_compared_when_five_answered_both_times() -> None:
    """PO-10"""
    then = ballots((5, 1, "D"), (5, 4, "D"))
    five, four = (
        [Ballot(one.id, (4,), "D") for one in then[:count]] + ballots((5, 0, "D"), first=50) for count in (5, 4)
    )

    shown, hidden = (same_people(SCALE, then, now) for now in (five, four))

    assert shown is not None
    assert [(part.count, part.average) for part in shown] == [(5, 2.0), (5, 5.0)]
    assert hidden is None


def test_the_same_people_are_not_compared_when_the_rest_is_one_to_four() -> None:
    """PO-10: of nine, five answered again: what the other four said could be had by subtraction."""
    then = ballots((9, 1, "D"))
    now = [Ballot(one.id, (4,), "D") for one in then[:5]] + ballots((5, 0, "D"), first=50)

    assert same_people(SCALE, then, now) is None
    assert same_people(SCALE, then + ballots((1, 1, "D"), first=80), now) is not None


def test_later_answers_count_in_the_totals_alone_and_when_they_are_five() -> None:
    """PO-8: the parts would be allowed by themselves, of the earlier answers and of all."""
    shown = result_of(CHOICE, ballots((6, 0, "D"), (5, 1, "D"), (5, 0, "G"), (7, 1, "G")))
    now = ballots((7, 0, "D"), (5, 1, "D"), (5, 0, "G"), (11, 1, "G"))

    four, five = (renewed(CHOICE, shown, now, late=late) for late in (4, 5))

    assert four == shown
    assert (five.counts, five.splits, five.is_renewed) == ((12, 16, 0), shown.splits, True)


def test_words_are_counted_whichever_way_they_are_written() -> None:
    written = [("Tillit",), ("tillit",), ("TILLIT!", "Mot"), ("tillit", "mot")]

    found = words_of([Ballot(str(n), tuple(cleaned(word) for word in words)) for n, words in enumerate(written)])

    assert found == (("tillit", 4), ("Mot", 2))


def test_a_result_comes_back_from_its_text() -> None:
    result = result_of(CHOICE, ballots((6, 0, "D"), (5, 1, "D"), (5, 0, "G"), (4, 1, "G")))
    words = result_of(Asked(Kind.WORDS), [Ballot(str(n), ("mot",)) for n in range(5)])

    assert [stored.from_text(stored.as_text(one)) for one in (result, words)] == [result, words]


def test_shares_are_whole_and_of_those_who_answered() -> None:
    assert (shares((6, 5, 0), 11), shares((), 0)) == ([55, 45, 0], [])


def test_what_is_an_answer() -> None:
    several = {"options": 3, "is_several": True}
    one = {"options": 3, "is_several": False}

    assert [
        answer_of("choice", [2], **one),  # type: ignore[arg-type]
        answer_of("choice", [0, 2], **one),  # type: ignore[arg-type]
        answer_of("choice", [2, 0, 2], **several),  # type: ignore[arg-type]
        answer_of("choice", [3], **one),  # type: ignore[arg-type]
        answer_of("scale", [4], **one),  # type: ignore[arg-type]
        answer_of("scale", [5], **one),  # type: ignore[arg-type]
        answer_of("words", [" mot. ", "Mot", "håp"], **one),  # type: ignore[arg-type]
        answer_of("words", ["  ", "..."], **one),  # type: ignore[arg-type]
        answer_of("words", ["a" * 25], **one),  # type: ignore[arg-type]
        answer_of("choice", ["1"], **one),  # type: ignore[arg-type]
    ] == [(2,), None, (0, 2), None, (4,), None, ("håp", "mot"), None, None, None]
    assert options_in("Ja\n\n  Nei takk \nJa\n") == ["Ja", "Nei takk"]
    assert (folded("ÅPENHEIT"), cleaned("«ope\x00nt»")) == ("åpenheit", "opent")


@given(
    st.lists(
        st.tuples(st.text(st.characters(codec="latin-1"), min_size=1, max_size=24), st.integers(1, 60)), max_size=40
    )
)
@settings(max_examples=100, deadline=None)
def test_no_word_of_a_cloud_lies_over_another_or_outside(words: list[tuple[str, int]]) -> None:
    found = placed(sorted(words, key=lambda one: -one[1]))
    boxes = [
        (one.x - len(one.text) * one.size * LETTER / 2, one.x + len(one.text) * one.size * LETTER / 2, one.y, one.size)
        for one in found
    ]

    assert all(left >= -2 and right <= WIDTH + 2 and 0 <= y <= HEIGHT for left, right, y, _size in boxes)
    for number, (left, right, y, size) in enumerate(boxes):
        for other_left, other_right, other_y, other_size in boxes[:number]:
            is_beside = right <= other_left + GAP / 2 or other_right <= left + GAP / 2
            assert is_beside or abs(y - other_y) >= (size + other_size) / 2 - 2
    assert (len(found) > 0) == (len(words) > 0)
