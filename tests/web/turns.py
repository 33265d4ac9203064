"""A page's turn that counts what is done with it."""

from collections.abc import Callable
from dataclasses import dataclass

from network.core.turn import Turn


@dataclass
class CountedTurn(Turn):
    """One that is always long, or never; `meanwhile` happens in each pause."""

    always_long: bool = False
    meanwhile: Callable[[], object] = lambda: None
    waiting: bool = False
    taken: int = 0
    paused: int = 0

    def take(self) -> None:
        self.taken += 1

    def is_wanted(self) -> bool:
        return self.waiting

    def is_long(self) -> bool:
        return self.always_long

    def pause(self) -> None:
        self.paused += 1
        self.meanwhile()
