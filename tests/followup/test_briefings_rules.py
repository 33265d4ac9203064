"""What stands on a briefing, how a text is read, when a word counts (BF-2, BF-4, BF-5, BF-8, BF-10)."""

from datetime import date

import pytest

from network.followup.rules import briefings as rules
from network.followup.rules.briefings import Block, News


def test_economy_stands_on_the_paper_for_a_decision_alone() -> None:
    """BF-2"""
    every = tuple(rules.SECTIONS)

    assert rules.sections_for("decision") == every
    assert rules.sections_for("information") == tuple(key for key in every if key != "economy")
    assert rules.sections_for("discussion") == rules.sections_for("information")


def test_a_dash_begins_an_item_and_nothing_else_means_anything() -> None:
    """BF-10"""
    text = "Vi var der.\n\n– eitt\n- to\n• tre\n\n# Ikkje ei overskrift\n<b>heller ikkje</b>\n-5 grader\n–"

    assert rules.blocks(text) == [
        Block(False, ("Vi var der.",)),
        Block(True, ("eitt", "to", "tre")),
        Block(False, ("# Ikkje ei overskrift", "<b>heller ikkje</b>", "-5 grader", "–")),
    ]


def test_an_empty_section_takes_no_place() -> None:
    assert (rules.blocks(" \n\n"), rules.lines_of(" \n")) == ([], 0.0)


def test_a_page_is_passed_by_more_lines_and_by_longer_ones() -> None:
    """BF-8"""
    short = ["Ei kort line."] * 9
    long_lines = ["x" * 880] * 9

    assert rules.pages(short) < 1 < rules.pages(long_lines)
    assert rules.pages(short) < rules.pages(["\n".join(short)] * 9)


def test_a_word_counts_for_the_text_that_was_read() -> None:
    """BF-5"""
    approvals = [(1, "now"), (2, "before"), (3, "now")]

    assert rules.counting(approvals, "now") == {1, 3}


def test_what_changed_is_news_unless_somebody_wrote_it_already() -> None:
    """BF-4"""
    drafted = {"agreed": "A", "proposal": "P", "people": "Bo", "why": "old"}
    written = {"agreed": "A", "proposal": "P, changed by us", "people": "Bo og Cy", "why": "old"}
    facts = {"agreed": "B", "proposal": "Q", "people": "Bo og Cy", "why": "new", "summary": "", "council": ""}

    assert rules.news(drafted, written, facts) == [News("agreed", "B", False), News("proposal", "Q", True)]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Giske", "2026-02-12_Orientering_Giske.docx"),
        ("Ørsta", "2026-02-12_Orientering_Ørsta.docx"),
        ("Nord-Fron", "2026-02-12_Orientering_Nord-Fron.docx"),
        ("../../etc/passwd\r\n", "2026-02-12_Orientering_etc_passwd.docx"),
        ("Sør Varanger", "2026-02-12_Orientering_Sør_Varanger.docx"),
    ],
)
def test_a_file_is_called_after_the_day_and_the_municipality(name: str, file: str) -> None:
    assert rules.file_name(date(2026, 2, 12), "Orientering", name, "docx") == file


def test_a_subject_is_one_line_of_what_is_known() -> None:
    said = ["Orientering til kommunestyret 12. mars", "frist 6. mars kl. 09.00", "Giske"]

    assert rules.subject(said, 200) == "Orientering til kommunestyret 12. mars – frist 6. mars kl. 09.00 – Giske"
    assert rules.subject([said[0], "", "Gis\r\nke"], 200) == "Orientering til kommunestyret 12. mars – Gis ke"


def test_a_page_is_counted_as_the_browser_counts_it() -> None:
    """tests/js/writing-length.test.mjs has the same figures."""
    assert rules.pages([]) == 0.12
    assert rules.pages(["Ei kort line."]) == 0.18
    assert rules.pages(["x" * 91, " \n", "– eitt\n\n– to"]) == 0.28
