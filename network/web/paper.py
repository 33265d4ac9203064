"""A paper as plain parts, and the two files it becomes: DOCX to be worked on, tagged PDF to be read and kept.

`python -m network.web.paper` reads a paper as JSON and writes the DOCX: like a PDF it is made in a process of its own.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from io import BytesIO
from typing import Any

from flask import render_template

from network.core.language import gettext as _
from network.core.settings import ROOT
from network.web.pdf import PdfUnavailable, pdf_from, place_beside

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
SECONDS = 30.0
COMMAND = (sys.executable, "-m", "network.web.paper")
TAGS = {"nn": "nn-NO", "nb": "nb-NO", "sv": "sv-SE", "da": "da-DK", "en": "en-GB"}
"""Our languages → what a word processor calls them."""


@dataclass(frozen=True)
class Part:
    """One piece of a paper. `kind` is "heading", "text", "quiet", "items", "facts" or "table".

    Shape: `lines` are one text, or the items; `rows` are pairs for facts, and a table's rows, the first its head.
    `caption` names a table for who cannot see it.
    """

    kind: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    caption: str = ""


@dataclass(frozen=True)
class Paper:
    """What stands on it, in its order. `running` is the line on top of each page; `language` one of core.language's."""

    title: str
    language: str
    author: str = ""
    running: str = ""
    parts: tuple[Part, ...] = field(default=())


def heading(text: str) -> Part:
    return Part("heading", (_plain(text),))


def text(words: str, *, is_quiet: bool = False) -> Iterable[Part]:
    """A paragraph for each of the words' own; none for none."""
    kind = "quiet" if is_quiet else "text"
    return [Part(kind, (one,)) for one in (_plain(line) for line in words.splitlines()) if one]


def items(lines: Iterable[str]) -> Part:
    return Part("items", tuple(_plain(line) for line in lines))


def facts(pairs: Iterable[tuple[str, str]]) -> Part:
    return Part("facts", rows=tuple((_plain(name), _plain(value)) for name, value in pairs))


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str) -> Part:
    """A short table: over many pages a PDF of ours would be several (WeasyPrint), so make one a chapter."""
    return Part("table", rows=tuple(tuple(map(_plain, row)) for row in (head, *rows)), caption=_plain(caption))


def pdf_of(paper: Paper) -> bytes:
    """The paper as tagged PDF. Waits, so never inside a unit of work. Raises PdfUnavailable."""
    return pdf_from(render_template("paper.html", paper=paper))


def docx_of(paper: Paper) -> bytes:
    """The paper as DOCX. Waits, so never inside a unit of work. Raises PdfUnavailable when it takes too long."""
    with place_beside():
        try:
            done = subprocess.run(
                COMMAND,
                input=json.dumps(asdict(paper)).encode(),
                capture_output=True,
                timeout=SECONDS,
                cwd=ROOT,
                check=False,
            )
        except subprocess.TimeoutExpired as fault:
            raise PdfUnavailable(_("The paper took too long to make. Wait a minute and try again.")) from fault
    if done.returncode:
        raise RuntimeError(f"no DOCX: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


def _plain(words: str) -> str:
    """A line that any file can hold: control characters are none of a paper's."""
    return "".join(letter if letter.isprintable() else " " for letter in words).strip()


class _Writer:
    """Writes one paper with the word processor's own styles, so that whoever gets it can go on in it."""

    def __init__(self, paper: dict[str, Any]) -> None:
        from docx import Document  # slow import: only this process needs it

        self._paper = paper
        self._document = Document()
        self._set_up()

    def written(self) -> bytes:
        self._document.add_heading(self._paper["title"], level=1)
        for part in self._paper["parts"]:
            getattr(self, f"_{part['kind']}")(part)
        file = BytesIO()
        self._document.save(file)
        return file.getvalue()

    def _set_up(self) -> None:
        from docx.shared import Mm, Pt  # slow import: only this process needs it

        tag = TAGS.get(self._paper["language"], TAGS["nn"])
        page = self._document.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = Mm(25)
        page.top_margin = page.bottom_margin = Mm(20)
        page.header.paragraphs[0].text = self._paper["running"]
        style = self._document.styles["Normal"]
        style.font.size = Pt(11)
        self._mark_language(style, tag)
        known = self._document.core_properties
        known.title, known.author, known.language = self._paper["title"], self._paper["author"], tag
        known.comments = ""

    @staticmethod
    def _mark_language(style: Any, tag: str) -> None:
        from docx.oxml import OxmlElement  # slow import: only this process needs it
        from docx.oxml.ns import qn  # slow import: only this process needs it

        mark = OxmlElement("w:lang")
        mark.set(qn("w:val"), tag)
        style.element.get_or_add_rPr().append(mark)

    def _heading(self, part: dict[str, Any]) -> None:
        self._document.add_heading(part["lines"][0], level=2)

    def _text(self, part: dict[str, Any]) -> None:
        self._document.add_paragraph(part["lines"][0])

    def _quiet(self, part: dict[str, Any]) -> None:
        self._document.add_paragraph().add_run(part["lines"][0]).italic = True

    def _items(self, part: dict[str, Any]) -> None:
        for line in part["lines"]:
            self._document.add_paragraph(line, style="List Bullet")

    def _facts(self, part: dict[str, Any]) -> None:
        for name, value in part["rows"]:
            paragraph = self._document.add_paragraph()
            paragraph.add_run(f"{name}: ").bold = True
            paragraph.add_run(value)

    def _table(self, part: dict[str, Any]) -> None:
        from docx.oxml import OxmlElement  # slow import: only this process needs it
        from docx.oxml.ns import qn  # slow import: only this process needs it

        head, *rows = part["rows"]
        made = self._document.add_table(rows=0, cols=len(head), style="Table Grid")
        for row in (head, *rows):
            for cell, words in zip(made.add_row().cells, row, strict=True):
                cell.text = words
        for cell in made.rows[0].cells:
            for run in cell.paragraphs[0].runs:
                run.bold = True
        repeated = OxmlElement("w:tblHeader")  # on top of each page that the table goes on to
        repeated.set(qn("w:val"), "true")
        made.rows[0]._tr.get_or_add_trPr().append(repeated)
        described = OxmlElement("w:tblCaption")
        described.set(qn("w:val"), part["caption"])
        made._tbl.tblPr.append(described)


def main() -> int:
    """JSON from standard input to DOCX on standard output."""
    sys.stdout.buffer.write(_Writer(json.loads(sys.stdin.buffer.read())).written())
    return 0


if __name__ == "__main__":
    sys.exit(main())
