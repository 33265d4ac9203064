"""The seven boxes of a case: what is missing before it is ready, and what is too long."""

from collections.abc import Mapping
from datetime import datetime, timedelta

BOXES = ("ingress", "why", "how", "result", "differently", "cost", "contact")
FIELDS = ("title", *BOXES)
TITLE_LIMIT = 200
LIMIT_BYTES = 64_000
SAME_SITTING = timedelta(minutes=10)
NOTICE = timedelta(days=14)
"""So long before the day the lead is told which cases are not ready."""


def missing(said: Mapping[str, str]) -> list[str]:
    """The fields without a word, in the order in which they are shown (rule CA-2)."""
    return [name for name in FIELDS if not said.get(name, "").strip()]


def is_too_long(text: str) -> bool:
    """More than fits in a box: 64 kB (rule CA-3)."""
    return len(text.encode()) > LIMIT_BYTES


def cleaned(text: str | None) -> str:
    """A text as it is kept: a browser's line ends and the empty lines around it are no change."""
    return (text or "").replace("\r\n", "\n").replace("\x00", "").strip()


def is_same_sitting(
    *, last_by: int | None, began_at: datetime | None, by: int | None, now: datetime, is_first: bool
) -> bool:
    """Whether a save belongs to the version begun at `began_at`: the same writer, within ten minutes (rule CA-4)."""
    if is_first or began_at is None or by is None:
        return False
    return last_by == by and now - began_at < SAME_SITTING
