"""A paper as plain parts, and the two files it becomes: DOCX to be worked on, tagged PDF to be read and kept."""

import json
import re
import sys
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from flask import render_template

from network.core.language import gettext as _
from network.web.pdf import made_beside, pdf_from

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
COMMAND = (sys.executable, "-P", str(Path(__file__).with_name("printers") / "to_docx.py"))
_NO_LETTERS = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters, what turns the reading order of the line around it, and what XML cannot hold."""


@dataclass(frozen=True)
class Part:
    """One piece of a paper. `kind` is "heading", "subheading", "text", "quiet", "items", "entries", "facts",
    "table" or "picture".

    Shape: `lines` are one text, or the items; `rows` are pairs for facts, a table's rows, the first its head, and for
    entries each one's lines, the last of them what is said about it.
    `caption` names a table, or a picture, for who cannot see it; a picture's line stands under it.
    `jpeg` is a picture of ours in base64: one that a printer may decode.
    """

    kind: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    caption: str = ""
    jpeg: str = ""


@dataclass(frozen=True)
class Paper:
    """What stands on it, in its order. `running` is the line on top of each page; `language` one of core.language's."""

    title: str
    language: str
    author: str = ""
    running: str = ""
    parts: tuple[Part, ...] = field(default=())


def heading(text: str) -> Part:
    return Part("heading", (one_line(text),))


def subheading(text: str) -> Part:
    return Part("subheading", (one_line(text),))


def text(words: str, *, is_quiet: bool = False) -> Iterable[Part]:
    """A paragraph for each of the words' own; none for none."""
    kind = "quiet" if is_quiet else "text"
    return [Part(kind, (one,)) for one in (one_line(line) for line in words.splitlines()) if one]


def items(lines: Iterable[str]) -> Part:
    return Part("items", tuple(one_line(line) for line in lines))


def entries(written: Iterable[tuple[str, str]]) -> Part:
    """What people wrote, whole, each with a line about it, or an empty one."""
    return Part(
        "entries", rows=tuple((*map(one_line, words.splitlines()), one_line(about)) for words, about in written)
    )


def facts(pairs: Iterable[tuple[str, str]]) -> Part:
    return Part("facts", rows=tuple((one_line(name), one_line(value)) for name, value in pairs))


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str) -> Part:
    """A short table: over many pages a PDF of ours would be several (WeasyPrint), so make one a chapter."""
    return Part("table", rows=tuple(tuple(map(one_line, row)) for row in (head, *rows)), caption=one_line(caption))


def picture(jpeg: bytes, words: str, *, caption: str) -> Part:
    """A picture that we drew, with what is to be said of it under it."""
    return Part("picture", (one_line(words),), caption=one_line(caption), jpeg=b64encode(jpeg).decode())


def pdf_of(paper: Paper) -> bytes:
    """The paper as tagged PDF. Waits, so never inside a unit of work. Raises PdfUnavailable."""
    return pdf_from(render_template("paper.html", paper=paper))


def docx_of(paper: Paper) -> bytes:
    """The paper as DOCX. Waits, so never inside a unit of work. Raises PdfUnavailable when it takes too long."""
    too_long = _("The paper took too long to make. Wait a minute and try again.")
    done = made_beside(COMMAND, json.dumps(asdict(paper)).encode(), too_long=too_long)
    if done.returncode:
        raise RuntimeError(f"no DOCX: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


def one_line(words: str) -> str:
    """A line that any file can hold: control characters are none of a paper's."""
    return _NO_LETTERS.sub(" ", words).strip()
