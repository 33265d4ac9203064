"""Pages take turns: between two of them the loop looks at its sockets.

Whoever is on a board waits for the page that is being made, and not for all those that came at once. A page that waits
for something itself holds up nobody: a turn is for beginning.
"""

from collections import deque
from typing import Any

import gevent
from gevent.hub import Waiter

LAST = -2
"""libev's lowest priority: in one round of the loop whatever has come on the sockets goes before."""


class Turns:
    """One page begins in each round of the loop, in the order in which they came."""

    def __init__(self) -> None:
        self._waiting: deque[Waiter[None]] = deque()
        self._next: Any = None

    def take(self) -> None:
        """Wait for one's turn: a round of the loop when nobody else wants one."""
        turn: Waiter[None] = Waiter()
        self._waiting.append(turn)
        if len(self._waiting) == 1:
            self._call()
        turn.get()

    def _call(self) -> None:
        if self._next is None:
            self._next = gevent.get_hub().loop.timer(0, priority=LAST)
        self._next.start(self._give, update=False)

    def _give(self) -> None:
        turn = self._waiting.popleft()
        if self._waiting:
            self._call()
        turn.switch(None)
