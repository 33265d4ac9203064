"""How large things may be, and which of the rules are on."""

from dataclasses import dataclass

ROOTS = ("notes", "clusters", "texts")
"""The shared maps at the top of every document. Which of them a document may fill is for its checker to say."""

TYPE_DEPTH = 8
"""How deep shared types may stand inside each other. yrs deletes recursively: a chain of 90,000 kills the process."""


@dataclass(frozen=True)
class Limits:
    """In bytes; `parts` is what one update may consist of: a browser's hour without a network takes hundreds."""

    live: int = 64 * 1024
    rejoining: int = 1024 * 1024
    document: int = 5 * 1024 * 1024
    parts: int = 20_000


@dataclass(frozen=True)
class Rules:
    """The defences on the path of an update. All are on; a test switches one off to show what it is there for."""

    structure: bool = True
    bind: bool = True
    clocks: bool = True
    needs: bool = True
    places: bool = True
    veto: bool = True
    rebuild: bool = True
