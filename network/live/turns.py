"""Pages take turns, and pause in theirs: in between the loop looks at its sockets.

Whoever is on a board waits for a piece of the page that is being made, not for the whole of it, and not for all those
that came at once. A page that waits for something itself holds up nobody: a turn is for beginning, or for going on.
"""

from collections import deque
from typing import Any

import gevent
from gevent.hub import Waiter

from network.core import clock
from network.core.turn import Turn

LAST = -2
"""libev's lowest priority: in one round of the loop whatever has come on the sockets goes before."""
PIECE_SECONDS = 0.001
"""After so long a page pauses. A round of the loop takes some hundredth of it."""


class Turns:
    """One page begins, or one goes on, in each round of the loop."""

    def __init__(self) -> None:
        self._waiting: deque[Waiter[None]] = deque()
        self._next: Any = None

    def take(self, *, goes_on: bool = False) -> None:
        """Wait for one's turn: a round of the loop when nobody else wants one.

        Pages begin in the order in which they came, and one that `goes_on` before any of them: what is half made is
        soon over, and whoever waits for it has waited longest.
        """
        turn: Waiter[None] = Waiter()
        if goes_on:
            self._waiting.appendleft(turn)
        else:
            self._waiting.append(turn)
        if len(self._waiting) == 1:
            self._call()
        turn.get()

    def is_wanted(self) -> bool:
        return bool(self._waiting)

    def _call(self) -> None:
        if self._next is None:
            self._next = gevent.get_hub().loop.timer(0, priority=LAST)
        self._next.start(self._give, update=False)

    def _give(self) -> None:
        turn = self._waiting.popleft()
        if self._waiting:
            self._call()
        turn.switch(None)


class PageTurn(Turn):
    """The turn of one page, which begins with it."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self.take()

    def take(self) -> None:
        self._turns.take()
        self._since = clock.monotonic()

    def is_wanted(self) -> bool:
        return self._turns.is_wanted()

    def is_long(self) -> bool:
        return clock.monotonic() - self._since > PIECE_SECONDS

    def pause(self) -> None:
        self._turns.take(goes_on=True)
        self._since = clock.monotonic()
