"""How long each kind of thing is kept. One table drives the purge job and, later, the privacy page."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from network.core import clock
from network.core.db import unit_of_work

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Holding:
    """One kind of thing that a feature holds about people.

    `purge(before)` takes away what ended before that moment and says how many rows went.
    """

    name: str
    kept: timedelta
    purge: Callable[[datetime], int]


_holdings: dict[str, Holding] = {}


def hold(holding: Holding) -> None:
    """Make known what a feature holds. The same name counts once."""
    _holdings[holding.name] = holding


def holdings() -> list[Holding]:
    """Everything held, in the order of its name."""
    return sorted(_holdings.values(), key=lambda holding: holding.name)


def purge_all() -> dict[str, int]:
    """Take away what has been kept long enough, each kind in a unit of work of its own. Shape: name → rows gone.

    A kind that fails leaves the others alone; the first fault is raised when all have been tried.
    """
    gone: dict[str, int] = {}
    faults: list[Exception] = []
    for holding in holdings():
        try:
            with unit_of_work():
                gone[holding.name] = holding.purge(clock.now() - holding.kept)
        except Exception as fault:
            log.exception("retention of %s failed", holding.name)
            faults.append(fault)
    if faults:
        raise faults[0]
    return gone
