"""The only place that asks what time it is, so that tests can move it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_fixed: datetime | None = None


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _fixed if _fixed is not None else datetime.now(UTC)


def now_ms() -> int:
    """This moment in milliseconds since 1970, as the journal stores it."""
    return int(now().timestamp() * 1000)


def monotonic() -> float:
    """Seconds that never go backwards, for intervals inside one process."""
    return time.monotonic()


def set(moment: datetime | None) -> None:
    """Stop the clock at `moment`; `None` lets it run again. For tests and rehearsals.

    Raises ValueError when `moment` has no zone.
    """
    global _fixed
    if moment is not None and moment.tzinfo is None:
        raise ValueError("the clock wants an aware datetime")
    _fixed = moment.astimezone(UTC) if moment is not None else None


def advance(seconds: float) -> None:
    """Move the clock, stopped where it stands if it ran."""
    set(now() + timedelta(seconds=seconds))


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Have it be `moment` for a while, as when something is told that happened then. Afterwards it is as it was."""
    before = _fixed
    set(moment)
    try:
        yield
    finally:
        set(before)
