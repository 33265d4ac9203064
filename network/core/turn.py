"""A page's turn at the process that serves all. The server gives it (network/live/turns.py)."""

from typing import Protocol

TURN = "samling.turn"
"""Where a request finds its turn; nothing stands there where no server gives any, as in commands and tests."""


class Turn(Protocol):
    """What a request may do with its turn."""

    def take(self) -> None:
        """Wait for a new one, behind all who wait: for a page that has waited before it began."""

    def is_wanted(self) -> bool:
        """Whether a page waits for one."""

    def is_long(self) -> bool:
        """Whether others have waited so long for this page that it should pause."""

    def pause(self) -> None:
        """Let others be heard, and go on before another page begins."""
