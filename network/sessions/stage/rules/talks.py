"""Talks: which item a question belongs to, and in what order questions are fair. Plain values in, plain values out."""

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_EACH = 60
"""Lines, or questions, of one person at one item."""
LINE_LIMIT = 1_000
QUESTION_LIMIT = 300
ANSWER_LIMIT = 2_000
LINES_COME_HOME = timedelta(hours=24)
"""A phone that was out of reach may still deliver what its owner wrote for herself (rule TA-6)."""

SPEAKING = ("talk", "case")
"""Item kinds (gatherings' ItemKind) that somebody listens to."""
_KEY = re.compile(r"[\w-]{8,32}", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """What decides a question's place: how many want it asked, whose it is, and when it came."""

    id: int
    votes: int
    municipality_id: int | None
    at: datetime


def is_key(text: str | None) -> bool:
    """Whether a device may have made this key: a form can send anything."""
    return text is not None and _KEY.fullmatch(text) is not None and not text.startswith("more-")


def stored_key(key: str, *, only_sign_in_id: int | None) -> str:
    """A line's key as it is stored. Under a badge it says in which sign-in the line was written (rule TA-10)."""
    return key if only_sign_in_id is None else f"@{only_sign_in_id}{key_in_badge(key)}"


def key_in_badge(key: str) -> str:
    """What a key ends with that was used under a badge, whichever sign-in it was."""
    return f":{hashlib.sha256(key.encode()).hexdigest()[:20]}"


def is_shown(stored: str, *, only_sign_in_id: int | None) -> bool:
    """Whether a line with this stored key is shown: under a badge only what was written in the same sign-in."""
    return only_sign_in_id is None or stored.startswith(f"@{only_sign_in_id}:")


def spoken_item(programme: Sequence[tuple[int, str]], current_id: int) -> int | None:
    """The item that questions are about now; None when nobody speaks or has spoken (rule TA-1).

    `programme` is (id, kind) in its order. Time for questions belongs to the talk or case before it.
    """
    ids = [item_id for item_id, _kind in programme]
    if current_id not in ids:
        return None
    place = ids.index(current_id)
    if programme[place][1] in SPEAKING:
        return current_id
    if programme[place][1] != "questions":
        return None
    before = [item_id for item_id, kind in programme[:place] if kind in SPEAKING]
    return before[-1] if before else None


def fair_order(questions: Iterable[Asked], heard: Collection[int]) -> list[Asked]:
    """The order in which to take questions: most wanted first (rule TA-2).

    On equal votes a municipality that has not been heard today goes first, then the older question. Whoever stands
    higher in the list counts as heard for those below, so that one municipality does not fill it.
    """
    left, now_heard, order = list(questions), set(heard), []
    while left:
        first = min(left, key=lambda one: (-one.votes, _has_been_heard(one, now_heard), one.at, one.id))
        left.remove(first)
        order.append(first)
        if first.municipality_id is not None:
            now_heard.add(first.municipality_id)
    return order


def _has_been_heard(question: Asked, heard: Collection[int]) -> bool:
    """Guests have no municipality: they wait for those who have one and have said nothing."""
    return question.municipality_id is None or question.municipality_id in heard


def takes_questions(ends_at: datetime, now: datetime) -> bool:
    return now <= ends_at


def takes_lines(ends_at: datetime, now: datetime) -> bool:
    return now <= ends_at + LINES_COME_HOME
