"""Slides from the record: the title with the first box, then a slide for each box, cut further at lines of dashes and
where a slide has no more room.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from network.cases.rules.boxes import BOXES
from network.core.markdown import parts, render

LENGTHS = (("short", 200), ("medium", 340), ("long", 600), ("full", 820))
"""Characters for which there is room on a big screen, in falling size of type; the last is still read from the back."""
LINE_COSTS = 30
TITLE_COSTS = 2
"""A title's letters take so many times the room of others."""
MOST = LENGTHS[-1][1]
HEADING_LEVEL = 3
"""A slide's own heading is an h2: what stands in a text begins below it."""


@dataclass(frozen=True)
class Slide:
    """`number` is 1 to `count`. `box` names where the text comes from; the first slide also carries the title."""

    number: int
    count: int
    box: str
    is_title: bool
    is_continued: bool
    length: str
    html: Markup


def slides_of(said: Mapping[str, str]) -> list[Slide]:
    """The slides of a case, at least one. A box without a word makes none (rule CA-7)."""
    titled = TITLE_COSTS * len(said.get("title", ""))
    cut: list[tuple[str, int, str]] = []
    for box in BOXES:
        pieces = pieces_of(said.get(box, ""), taken=titled if box == "ingress" else 0)
        cut += [(box, place, text) for place, text in enumerate(pieces or ([""] if box == "ingress" else []))]
    return [
        Slide(
            number=number,
            count=len(cut),
            box=box,
            is_title=number == 1,
            is_continued=place > 0,
            length=length_of(text, taken=titled if number == 1 else 0),
            html=render(text, level=HEADING_LEVEL),
        )
        for number, (box, place, text) in enumerate(cut, start=1)
    ]


def pieces_of(text: str, *, taken: int = 0) -> list[str]:
    """A box's text, a piece for each slide: cut where its writer wants it, and where there is no more room.

    Units: `taken` is room that the first slide needs for something else.
    """
    return [piece for place, part in enumerate(parts(text)) for piece in _fitting(part, taken if place == 0 else 0)]


def overflowing(text: str) -> int:
    """How many slides a box becomes, when it becomes more than its writer has cut it into; else 0."""
    pieces = len(pieces_of(text))
    return pieces if pieces > len(parts(text)) else 0


def _fitting(part: str, taken: int) -> list[str]:
    """Pieces that each have room on a slide and are about as long as each other. Between paragraphs, if that can be;
    else between lines, between sentences, between words. A table stays whole.
    """
    most = max(MOST // 4, MOST - taken)
    whole = _room(part)
    if whole <= most:
        return [part]
    goal = whole / -(-whole // most)
    pieces = [""]
    for gap, unit in _units(part, most):
        longer = f"{pieces[-1]}{gap}{unit}" if pieces[-1] else unit
        if pieces[-1] and (_room(longer) > most or _room(pieces[-1]) >= goal):
            pieces.append(unit)
        else:
            pieces[-1] = longer
    return pieces


def _units(part: str, most: int) -> Iterator[tuple[str, str]]:
    """What must not be cut, each with what stands before it."""
    for paragraph in _PARAGRAPH.split(part):
        if _room(paragraph) <= most or _TABLE.search(paragraph):
            yield "\n\n", paragraph
            continue
        for row, line in enumerate(paragraph.split("\n")):
            gap = "\n" if row else "\n\n"
            for words in [line] if _room(line) <= most else _short(line, most):
                yield gap, words
                gap = " "


def _short(line: str, most: int) -> list[str]:
    """A long line as sentences; what is too long for a sentence as words; what is no word as letters."""
    found: list[str] = []
    for sentence in _SENTENCE.split(line):
        words = [sentence] if len(sentence) <= most else sentence.split(" ")
        found += [word[first : first + most] for word in words for first in range(0, max(1, len(word)), most)]
    return found


def length_of(text: str, *, taken: int = 0) -> str:
    """How large the big screen can show a text: "short" to "full", or "over" when some falls outside (a long table)."""
    room = _room(text) + taken
    return next((name for name, most in LENGTHS if room <= most), "over")


def _room(text: str) -> int:
    return len(text) + LINE_COSTS * text.count("\n")


def within(number: int, count: int) -> int:
    """The nearest slide that there is."""
    return min(max(1, number), max(1, count))


_PARAGRAPH = re.compile(r"\n[ \t]*\n+")
_SENTENCE = re.compile(r"(?<=[.!?…]) +")
_TABLE = re.compile(r"^\s*\|?[ \t]*:?-+:?[ \t]*\|", re.MULTILINE)
