"""A paper becomes a DOCX that can be worked on and a PDF that can be read aloud; what people wrote does no harm."""

from io import BytesIO

import pytest
from docx import Document
from flask import Flask

from network.web import paper as papers
from network.web import pdf
from network.web.pdf import PdfUnavailable
from tests.web.test_pdf import unpacked

PAPER = papers.Paper(
    title="Orientering <b>frå</b> samlinga",
    language="nn",
    author="Prøvenettverket",
    running="Nordvik",
    parts=(
        papers.heading("Kort sagt"),
        *papers.text("Ei line & ei til.\n\nEi \x00tredje\x07."),
        papers.items(["=SUM(1)", "æøå"]),
        papers.facts([("Ansvarleg", "Anna")]),
        papers.table(["Tiltak", "Frist"], [["Spørje grendene", "1. mars"]], caption="Tiltaka"),
    ),
)


def test_a_docx_has_its_headings_its_language_and_a_head_that_is_repeated() -> None:
    """PA-1"""
    read = Document(BytesIO(papers.docx_of(PAPER)))

    styles = [(one.style.name, one.text) for one in read.paragraphs if one.style is not None]
    assert styles == [
        ("Heading 1", "Orientering <b>frå</b> samlinga"),
        ("Heading 2", "Kort sagt"),
        ("Normal", "Ei line & ei til."),
        ("Normal", "Ei  tredje ."),
        ("List Bullet", "=SUM(1)"),
        ("List Bullet", "æøå"),
        ("Normal", "Ansvarleg: Anna"),
    ]
    assert (read.core_properties.language, read.core_properties.author) == ("nn-NO", "Prøvenettverket")
    assert "2013-" not in str(read.core_properties.created)  # the template's own
    assert "tblHeader" in read.tables[0].rows[0]._tr.xml
    assert 'w:lang w:val="nn-NO"' in read.styles["Normal"].element.xml


def test_a_pdf_is_tagged_and_has_its_language(app: Flask) -> None:
    """PA-1"""
    with app.test_request_context():
        made = unpacked(papers.pdf_of(PAPER))

    wanted = (b"%PDF", b"/Marked true", b"/StructTreeRoot", b"/Lang (nn)", b"/H1", b"/Table", b"/LI")
    assert [mark for mark in wanted if mark not in made] == []


def test_papers_wait_for_a_place_and_say_so_when_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """PA-2"""
    monkeypatch.setattr(pdf, "SECONDS", 0.01)
    places = [pdf.place_beside() for _each in range(pdf.AT_ONCE)]
    for place in places:
        place.__enter__()

    try:
        with pytest.raises(PdfUnavailable):
            papers.docx_of(PAPER)
    finally:
        for place in places:
            place.__exit__(None, None, None)
    monkeypatch.undo()
    assert papers.docx_of(PAPER)
