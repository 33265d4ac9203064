"""Slides from the record: the title with the first box, then a slide for each box, cut further at lines of dashes."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from network.cases.rules.boxes import BOXES
from network.core.markdown import parts, render

LENGTHS = (("short", 200), ("medium", 340), ("long", 600), ("full", 820))
"""Characters for which there is room on a big screen, in falling size of type; the last is still read from the back."""
LINE_COSTS = 30
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
    cut: list[tuple[str, bool, bool, str]] = []
    for box in BOXES:
        pieces = parts(said.get(box, "")) or ([""] if box == "ingress" else [])
        cut += [(box, box == "ingress" and place == 0, place > 0, text) for place, text in enumerate(pieces)]
    return [
        Slide(number, len(cut), box, is_title, is_continued, length_of(text), render(text, level=HEADING_LEVEL))
        for number, (box, is_title, is_continued, text) in enumerate(cut, start=1)
    ]


def length_of(text: str) -> str:
    """How large the big screen can show a text: "short" to "full", or "over" when some falls outside."""
    room = len(text) + LINE_COSTS * text.count("\n")
    return next((name for name, most in LENGTHS if room <= most), "over")


def within(number: int, count: int) -> int:
    """The nearest slide that there is."""
    return min(max(1, number), max(1, count))
