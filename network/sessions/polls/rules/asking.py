"""What can be asked of everybody, and what is an answer to it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum

QUESTION_LIMIT = 200
OPTION_LIMIT = 60
END_LIMIT = 30
WORD_LIMIT = 24
FEWEST_OPTIONS, MOST_OPTIONS = 2, 6
SCALE = 5
MOST_WORDS = 3
MOST_KEYS = 20
"""So many of a person's presses at one question are remembered, to know one that comes again."""
_KEY = re.compile(r"[\w-]{8,32}", re.ASCII)
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


class Kind(StrEnum):
    CHOICE = "choice"
    SCALE = "scale"
    WORDS = "words"


class State(StrEnum):
    """`REVEALED`: the figures are shown, and answers are still taken."""

    DRAFT = "draft"
    OPEN = "open"
    REVEALED = "revealed"
    CLOSED = "closed"


TAKING = (State.OPEN, State.REVEALED)
"""In these states it is answered."""

Choices = tuple[int | str, ...]
"""An answer: places in the list of options, or points of the scale, from 0; or words."""


def is_key(text: str) -> bool:
    """Whether a device or a page may have made this key: a form can send anything."""
    return _KEY.fullmatch(text) is not None


def options_in(text: str) -> list[str]:
    """The options of a form, one a line. Empty lines and repeats are left out."""
    return list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))


def answer_of(kind: str, given: Iterable[int | str], *, options: int, is_several: bool) -> Choices | None:
    """What was given, in one order and without repeats; None when it is no answer to such a question."""
    if kind == Kind.WORDS:
        return _words([one for one in given if isinstance(one, str)])
    places = sorted({one for one in given if isinstance(one, int)})
    most = options if kind == Kind.CHOICE and is_several else 1
    top = SCALE if kind == Kind.SCALE else options
    return tuple(places) if 0 < len(places) <= most and places[0] >= 0 and places[-1] < top else None


def _words(given: Sequence[str]) -> Choices | None:
    words = {folded(word): cleaned(word) for word in reversed(given)}
    words.pop("", None)
    is_answer = 0 < len(words) <= MOST_WORDS and all(len(word) <= WORD_LIMIT for word in words.values())
    return tuple(sorted(words.values())) if is_answer else None


def cleaned(word: str) -> str:
    """A word as it is shown: one line, without the marks around it."""
    plain = "".join(one for one in unicodedata.normalize("NFKC", word) if one.isprintable() or one.isspace())
    return _EDGES.sub("", " ".join(plain.split()))


def folded(word: str) -> str:
    """What two ways to write the same word have in common."""
    return unicodedata.normalize("NFKC", cleaned(word).casefold())
