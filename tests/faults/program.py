# ruff: noqa: E402
"""The real program with one defence switched off: `python -m tests.faults.program DEFENCE`.

For the positive controls alone: the same assertions that hold for `app.py` must fail here.
"""

from gevent import monkey

monkey.patch_all()

import signal
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import gevent

import app as program
from network.core import clock, db
from network.documents import journal, limits
from network.documents.documents import Document
from network.documents.journal import Entry, Journal
from network.live import transport
from network.sessions.boards.services import making


def _rules(**off: bool) -> None:
    # network.documents has a function of the module's name, which hides the module.
    module: Any = sys.modules["network.documents.registry"]
    module.Rules = partial(limits.Rules, **off)


def acknowledge_before_the_commit() -> None:
    """Says "saved" at once and stores a second later."""
    add = Journal.add
    journal.GAP_SECONDS = 1.0

    def hasty(self: Journal, entry: Entry) -> None:
        gevent.spawn(entry.stored)
        entry.stored = lambda: None
        add(self, entry)

    Journal.add = hasty  # type: ignore[method-assign]


def ping_seldom() -> None:
    """The libraries' defaults of old: every 25 seconds."""
    transport.Live.__init__.__kwdefaults__["ping_seconds"] = 25


def read_nothing() -> None:
    """No gate, no rules, no way back after a fault."""
    _rules(structure=False, bind=False, clocks=False, needs=False, places=False, veto=False)
    Document.undo = lambda _self: None  # type: ignore[method-assign]


def bind_nobody() -> None:
    """Anybody may write under anybody's client id."""
    _rules(bind=False)


def allow_gaps() -> None:
    """Nobody asks whether something is missing before an update."""
    _rules(clocks=False, needs=False, places=False)


def be_silent_on_repeats() -> None:
    """What comes a second time is answered with nothing."""
    add = Journal.add

    def selective(self: Journal, entry: Entry) -> None:
        if entry.rows or entry.refused:
            add(self, entry)

    Journal.add = selective  # type: ignore[method-assign]


def forget_note_ids() -> None:
    """Each form makes a note of its own."""
    making.note_step = partial(_without_id, making.note_step)


def _without_id(step: Callable[..., str], *args: Any, **named: Any) -> str:
    return step(*args, **{**named, "note_id": None})


def wait_in_the_driver() -> None:
    """SQLite itself waits five seconds for its lock, and the loop with it."""
    db.BUSY_MS = 5000


def move_the_clock() -> None:
    """No defence: SIGUSR1 sets the clock an hour back, SIGUSR2 an hour forward, SIGHUP four years."""
    real, moved = clock.now, [timedelta()]

    def now() -> datetime:
        return real() + moved[0]

    clock.now = now

    def move(number: signal.Signals, hours: int) -> None:
        moved[0] = timedelta(hours=hours)
        print(f"moved by {number.name}", flush=True)

    for number, hours in ((signal.SIGUSR1, -1), (signal.SIGUSR2, 1), (signal.SIGHUP, 35_000)):
        gevent.signal_handler(number, move, number, hours)


DEFENCES = {
    change.__name__: change
    for change in (
        acknowledge_before_the_commit,
        allow_gaps,
        be_silent_on_repeats,
        bind_nobody,
        forget_note_ids,
        move_the_clock,
        ping_seldom,
        read_nothing,
        wait_in_the_driver,
    )
}

if __name__ == "__main__":
    DEFENCES[sys.argv[1]]()
    sys.exit(program.main())
