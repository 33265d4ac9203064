"""CA-2 to CA-7: what is missing, sittings, slides."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.cases.rules.boxes import FIELDS, LIMIT_BYTES, cleaned, is_same_sitting, is_too_long, missing
from network.cases.rules.slides import MOST, length_of, overflowing, pieces_of, slides_of, within

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_what_is_missing_is_named_in_the_order_of_the_page() -> None:
    """CA-2"""
    assert missing({"title": "T", "ingress": "I", "why": " \n", "how": "H", "result": "R", "differently": "D"}) == [
        "why",
        "cost",
        "contact",
    ]


@pytest.mark.parametrize(
    ("text", "is_it"), [("x" * LIMIT_BYTES, False), ("x" * (LIMIT_BYTES + 1), True), ("å" * 32_001, True)]
)
def test_a_box_holds_64_kilobytes_however_its_letters_are_stored(text: str, is_it: bool) -> None:
    """CA-3"""
    assert is_too_long(text) is is_it


def test_line_ends_and_empty_lines_around_a_text_are_no_change() -> None:
    assert cleaned("\r\n Ein\r\nto \n\n") == cleaned("Ein\nto")


@pytest.mark.parametrize(
    ("by", "minutes", "is_first", "is_same"),
    [(1, 9, False, True), (1, 10, False, False), (2, 1, False, False), (None, 1, False, False), (1, 1, True, False)],
)
def test_one_writer_in_ten_minutes_makes_one_version(
    by: int | None, minutes: int, is_first: bool, is_same: bool
) -> None:
    """CA-4"""
    began = NOW - timedelta(minutes=minutes)

    assert is_same_sitting(last_by=1, began_at=began, by=by, now=NOW, is_first=is_first) is is_same


def test_each_box_is_a_slide_and_lines_of_dashes_cut_further() -> None:
    """CA-7"""
    said = {"title": "T", "ingress": "Kort\n---\nMeir", "why": "Difor", "how": "", "contact": "Kari"}

    slides = [(slide.number, slide.count, slide.box, slide.is_title, slide.is_continued) for slide in slides_of(said)]

    assert slides == [
        (1, 4, "ingress", True, False),
        (2, 4, "ingress", False, True),
        (3, 4, "why", False, False),
        (4, 4, "contact", False, False),
    ]


def test_an_empty_case_has_its_title_to_show() -> None:
    slides = slides_of(dict.fromkeys(FIELDS, ""))

    assert [(slide.count, slide.is_title, str(slide.html)) for slide in slides] == [(1, True, "")]


def test_a_slides_text_is_safe_and_its_headings_stand_below_the_slides_own() -> None:
    slide = slides_of({"ingress": "# Stor <script>alert(1)</script>"})[0]

    assert str(slide.html) == "<h3>Stor &lt;script&gt;alert(1)&lt;/script&gt;</h3>"


def test_nobody_goes_before_the_first_slide_or_after_the_last() -> None:
    assert [within(number, 4) for number in (-1, 0, 1, 4, 5)] == [1, 1, 1, 4, 4]


def test_the_longer_the_text_the_smaller_the_type_and_too_long_is_known() -> None:
    lengths = [length_of("x" * size) for size in (200, 340, 600, 820, 821)]

    assert (lengths, length_of("a\n" * 12)) == (["short", "medium", "long", "full", "over"], "long")


def test_a_box_that_is_too_long_for_a_slide_goes_on_on_the_next_between_paragraphs() -> None:
    """CA-7"""
    first, second = "Fyrste. " * 60, "Andre. " * 60

    slides = slides_of({"title": "T", "why": f"{first.strip()}\n\n{second.strip()}"})

    shown = [(slide.box, slide.is_continued, slide.length, str(slide.html)[:12]) for slide in slides[1:]]
    assert shown == [("why", False, "long", "<p>Fyrste. F"), ("why", True, "long", "<p>Andre. An")]


def test_what_has_no_paragraphs_is_cut_between_sentences_and_then_between_words() -> None:
    sentences = " ".join(["Vi spurde tidleg denne gongen."] * 50)
    words = "ord " * 400

    ends = {piece[-7:] for piece in pieces_of(sentences)}

    assert (ends, {piece.count("ord") == len(piece.split()) for piece in pieces_of(words)}) == ({"gongen."}, {True})


@given(st.text("ab .\n", max_size=4000), st.integers(0, 700))
def test_no_slide_but_one_with_a_table_has_more_than_there_is_room_for_and_no_letter_is_lost(
    text: str, taken: int
) -> None:
    pieces = pieces_of(text, taken=taken)

    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert {length_of(piece) for piece in pieces} <= {"short", "medium", "long", "full"}


def test_a_table_stays_whole() -> None:
    table = "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 40

    assert [piece.count("| 1 | 2 |") for piece in pieces_of(f"Tal:\n\n{table}")] == [0, 40]


def test_the_writer_is_told_only_of_cuts_that_are_not_her_own() -> None:
    own, more = f"{'x ' * 300}\n---\n{'y ' * 300}", "x " * MOST

    assert (overflowing(own), overflowing(more), overflowing("Kort")) == (0, 2, 0)
