"""What a briefing consists of, how a written section is read as a paper, and how much of a page it fills.

What people write is plain text: a line is a paragraph, a line that begins with a dash is one of a list. Nothing else
means anything, so whatever looks like HTML or Markdown stands on the paper as it was typed.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

SUMMARY, WHY, HEARD, EXAMPLE, AGREED = "summary", "why", "heard", "example", "agreed"
COUNCIL, QUESTIONS, ECONOMY, PEOPLE, PROPOSAL = "council", "questions", "economy", "people", "proposal"
SECTIONS: Mapping[str, int] = {
    SUMMARY: 700,
    WHY: 900,
    HEARD: 1800,
    EXAMPLE: 900,
    AGREED: 2400,
    COUNCIL: 1500,
    QUESTIONS: 700,
    ECONOMY: 900,
    PEOPLE: 700,
    PROPOSAL: 700,
}
"""In their order, each with its most characters."""
FOLLOWING = (SUMMARY, AGREED, COUNCIL, PEOPLE, PROPOSAL)
"""What is made of the agreement, the route and the people: when those change, the page says so."""
ONLY_FOR_DECISION = (ECONOMY,)
MOST_HEARD = 6
MOST_FROM_BOARD = 4

DASHES = ("–", "-", "•", "*")
LINES_ON_A_PAGE = 57
LETTERS_ON_A_LINE = 90
HEADING_LINES = 2.1
PARAGRAPH_GAP = 0.3
HEAD_LINES = 7


@dataclass(frozen=True)
class Block:
    """A run of lines of one kind: paragraphs, or the items of a list."""

    is_list: bool
    lines: tuple[str, ...]


def sections_for(route: str) -> tuple[str, ...]:
    """The keys that stand on the paper of this route, in order (BF-2)."""
    return tuple(key for key in SECTIONS if key not in ONLY_FOR_DECISION or route == "decision")


def blocks(text: str) -> list[Block]:
    """A section as its paragraphs and lists. Empty lines only part them."""
    found: list[Block] = []
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            continue
        is_item = len(line) > 1 and line[0] in DASHES and line[1].isspace()
        words = line[1:].strip() if is_item else line
        if found and found[-1].is_list == is_item:
            found[-1] = Block(is_item, (*found[-1].lines, words))
        else:
            found.append(Block(is_item, (words,)))
    return found


def lines_of(text: str) -> float:
    """How many lines of a page a section takes, with its heading; nothing when nobody wrote in it."""
    rows = [line.strip() for line in text.splitlines() if line.strip()]
    if not rows:
        return 0.0
    return HEADING_LINES + sum(-(-len(row) // LETTERS_ON_A_LINE) + PARAGRAPH_GAP for row in rows)


def pages(texts: Iterable[str]) -> float:
    """About how many A4 pages these sections fill (BF-8). An estimate: the papers themselves are set by others."""
    return round((HEAD_LINES + sum(map(lines_of, texts))) / LINES_ON_A_PAGE, 2)


def fingerprint(parts: object) -> str:
    """SHA-256 in hex over all that stands on the paper (BF-5)."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def counting(approvals: Iterable[tuple[int, str]], now: str) -> set[int]:
    """Those whose approval is of the text as it stands. `approvals`: person and the fingerprint of what she read."""
    return {person_id for person_id, of in approvals if of == now}


@dataclass(frozen=True)
class News:
    """A section for which the facts say something else than when it was fetched last."""

    key: str
    text: str
    is_written_in: bool


def news(drafted: Mapping[str, str], written: Mapping[str, str], facts: Mapping[str, str]) -> list[News]:
    """Which sections could be fetched anew (BF-4). What people wrote already as the facts say it is no news."""
    return [
        News(key, facts[key], written.get(key, "") != drafted.get(key, ""))
        for key in FOLLOWING
        if facts[key] != drafted.get(key, "") and facts[key] != written.get(key, "")
    ]


def file_name(day: date, word: str, municipality: str, kind: str) -> str:
    """`2026-02-12_Orientering_Giske.docx`, with nothing in it that a folder could stumble over."""
    kept = (letter if letter.isalnum() or letter == "-" else "_" for letter in municipality)
    place = "_".join(part for part in "".join(kept).split("_") if part)
    return f"{day.isoformat()}_{word}_{place[:60]}.{kind}"


def subject(parts: Sequence[str], limit: int) -> str:
    """The parts that are known with dashes between, on one line."""
    return " ".join(" – ".join(part for part in parts if part).split())[:limit]
