"""A paper as JSON (network.web.paper) from standard input becomes a DOCX on standard output."""

import json
import sys
from base64 import b64decode
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

TAGS = {"nn": "nn-NO", "nb": "nb-NO", "sv": "sv-SE", "da": "da-DK", "en": "en-GB"}
"""Our languages → what a word processor calls them."""

LARGEST = Mm(166), Mm(190)
"""A picture: as wide as the text, and with its words on one page."""

GAPS = {"Normal": (0, 4), "List Bullet": (0, 2), "Heading 1": (0, 6), "Heading 2": (9, 2)}
"""A style of the word processor's → points before and after a paragraph of it."""


class Writer:
    """Writes one paper with the word processor's own styles, so that whoever gets it can go on in it."""

    def __init__(self, paper: dict[str, Any]) -> None:
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
        tag = TAGS.get(self._paper["language"], TAGS["nn"])
        page = self._document.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = Mm(22)
        page.top_margin = page.bottom_margin = Mm(18)
        page.header.paragraphs[0].text = self._paper["running"]
        self._set_close()
        self._mark_language(self._document.styles["Normal"], tag)
        known = self._document.core_properties
        known.title, known.author, known.language = self._paper["title"], self._paper["author"], tag
        known.comments = ""
        known.created = known.modified = datetime.now(UTC).replace(tzinfo=None)  # else the template's own, of 2013

    def _set_close(self) -> None:
        """As close as in the PDF: a briefing is one page, and the template's own gaps make it two."""
        styles = self._document.styles
        styles["Normal"].font.size = Pt(10.5)
        styles["Normal"].paragraph_format.line_spacing = 1.08
        for name, (before, after) in GAPS.items():
            styles[name].paragraph_format.space_before = Pt(before)
            styles[name].paragraph_format.space_after = Pt(after)

    @staticmethod
    def _mark_language(style: Any, tag: str) -> None:
        mark = OxmlElement("w:lang")
        mark.set(qn("w:val"), tag)
        style.element.get_or_add_rPr().append(mark)

    def _heading(self, part: dict[str, Any]) -> None:
        self._document.add_heading(part["lines"][0], level=2)

    def _subheading(self, part: dict[str, Any]) -> None:
        self._document.add_heading(part["lines"][0], level=3)

    def _text(self, part: dict[str, Any]) -> None:
        self._document.add_paragraph(part["lines"][0])

    def _quiet(self, part: dict[str, Any]) -> None:
        self._document.add_paragraph().add_run(part["lines"][0]).italic = True

    def _items(self, part: dict[str, Any]) -> None:
        for line in part["lines"]:
            self._document.add_paragraph(line, style="List Bullet")

    def _entries(self, part: dict[str, Any]) -> None:
        for *lines, about in part["rows"]:
            first, *more = lines or [""]
            self._document.add_paragraph(first, style="List Bullet")
            for line in more:
                self._document.add_paragraph(line, style="List Continue")
            if about:
                self._document.add_paragraph(style="List Continue").add_run(about).italic = True

    def _facts(self, part: dict[str, Any]) -> None:
        for name, value in part["rows"]:
            paragraph = self._document.add_paragraph()
            paragraph.add_run(f"{name}: ").bold = True
            paragraph.add_run(value)

    def _picture(self, part: dict[str, Any]) -> None:
        drawn = self._document.add_picture(BytesIO(b64decode(part["jpeg"])))
        scale = min(most / side for most, side in zip(LARGEST, (drawn.width, drawn.height), strict=True))
        drawn.width, drawn.height = int(drawn.width * scale), int(drawn.height * scale)
        drawn._inline.docPr.set("descr", part["caption"])
        self._document.paragraphs[-1].paragraph_format.keep_with_next = True
        self._document.add_paragraph(part["lines"][0])

    def _table(self, part: dict[str, Any]) -> None:
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
    sys.stdout.buffer.write(Writer(json.loads(sys.stdin.buffer.read())).written())
    return 0


if __name__ == "__main__":
    sys.exit(main())
