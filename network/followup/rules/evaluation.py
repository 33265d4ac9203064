"""What a gathering asks of its people afterwards, when, and which figures may be shown without showing anybody."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from network.privacy.small_numbers import LEAST

SCALE, WORDS, REMARK = "scale", "words", "remark"
QUESTIONS = {"useful": SCALE, "heard": WORDS, "next_step": WORDS, "will_happen": SCALE, "different": REMARK}
"""The five questions of which a gathering asks three, in their order, and how each is answered."""
USUAL = ("useful", "will_happen", "different")
ASKED = 3
VALUES = {SCALE: (1, 2, 3, 4, 5), WORDS: (1, 2, 3)}
REMARK_LIMIT = 500
OPEN_FOR = timedelta(hours=48)


@dataclass(frozen=True)
class Part:
    """A part of a scale, from `low` to `high`, and how many chose something in it."""

    low: int
    high: int
    count: int


def chosen(questions: Iterable[str]) -> tuple[str, ...]:
    """What a gathering asks: its own three, or the usual ones."""
    wanted = set(questions)
    return tuple(name for name in QUESTIONS if name in wanted) or USUAL


def mark(asked: Sequence[str]) -> str:
    """A sign for what is asked: a form says with it what it was made from (F16)."""
    return " ".join(asked)


def is_answer(question: str, value: int) -> bool:
    return value in VALUES.get(QUESTIONS.get(question, ""), ())


def closes_at(ends_at: datetime) -> datetime:
    return ends_at + OPEN_FOR


def average(values: Sequence[int]) -> float:
    return round(sum(values) / len(values), 1)


def parts(values: Sequence[int], scale: Sequence[int]) -> list[Part]:
    """The scale in parts of at least five people each; neighbours are put together until they have them (EV-6)."""
    counts = Counter(values)
    found: list[Part] = []
    low, held = scale[0], 0
    for step in scale:
        held += counts[step]
        if held >= LEAST:
            found.append(Part(low, step, held))
            low, held = step + 1, 0
    if low <= scale[-1] and found:
        last = found.pop()
        found.append(Part(last.low, scale[-1], last.count + held))
    return found
