"""What the words of the matrix mean, said a second time: over plain names, knowing nothing of network.access.

A holder and a thing are described by what is true of them in the world of tests/access/world.py, never by what the
program's `facts()` say: a word and a fact that are both wrong must not agree.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROLES = "VRGDKFPA"
MATRIX = Path(__file__).parents[2] / "network/access/matrix.txt"


@dataclass(frozen=True)
class Holder:
    """What is true of somebody, in names. `role` is one letter; with a badge a delegate is a guest besides."""

    name: str
    role: str
    is_person: bool = True
    municipality: str = ""
    gatherings: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    left_groups: tuple[str, ...] = ()
    screen_of: str = ""
    badge_of: str = ""
    """The gathering that she came in to with her badge, or a guest's code."""


@dataclass(frozen=True)
class Truth:
    """What is true of a thing, in names; empty where it has none."""

    kind: str
    owner: str = ""
    municipality: str = ""
    gathering: str = ""
    group: str = ""
    is_open: bool = False
    was_open_lately: bool = False
    is_shared: bool = False
    is_public: bool = False
    is_kept: bool = False
    """Written by a municipality among its own, and it has called nobody for help."""


def made_by_herself(she: Holder, thing: Truth) -> bool:
    """With a badge: at its gathering, or it is not hers."""
    return she.is_person and thing.owner == she.name and (not she.badge_of or thing.gathering == she.badge_of)


def of_her_municipality(she: Holder, thing: Truth) -> bool:
    """With a badge: not what lies at another gathering."""
    if she.badge_of and thing.gathering and thing.gathering != she.badge_of:
        return False
    return thing.municipality != "" and thing.municipality == she.municipality


def of_her_gathering(she: Holder, thing: Truth) -> bool:
    return thing.gathering in she.gatherings


def of_her_group(she: Holder, thing: Truth) -> bool:
    return thing.group in she.groups


def of_a_gathering_she_leads(she: Holder, thing: Truth) -> bool:
    return thing.gathering in she.leads and not thing.is_kept


def of_a_group_she_was_moved_from(she: Holder, thing: Truth) -> bool:
    return thing.group in she.left_groups


def of_the_gathering_this_screen_follows(she: Holder, thing: Truth) -> bool:
    return thing.gathering != "" and thing.gathering == she.screen_of


SCOPES: dict[str, Callable[[Holder, Truth], bool]] = {
    "all": lambda she, thing: True,
    "self": made_by_herself,
    "own": made_by_herself,
    "muni": of_her_municipality,
    "gath": of_her_gathering,
    "grp": of_her_group,
    "fac": of_a_gathering_she_leads,
    "was": of_a_group_she_was_moved_from,
    "screen": of_the_gathering_this_screen_follows,
    "pub": lambda she, thing: thing.is_public,
    "shared": lambda she, thing: thing.is_shared,
}
CONDITIONS: dict[str, Callable[[Truth], bool]] = {
    "open": lambda thing: thing.is_open,
    "late": lambda thing: thing.is_open or thing.was_open_lately,
}


def read_matrix() -> dict[str, dict[str, str]]:
    """Action → role → the cell's own text."""
    lines = [line for line in MATRIX.read_text().splitlines() if line.strip() and not line.startswith("#")]
    rows = [re.split(r"\s*\|\s+", line.strip()) for line in lines]
    return {action: dict(zip(ROLES, cells, strict=True)) for action, *cells in rows}


def terms_of(cell: str) -> list[str]:
    return [] if cell == "-" else cell.split("|")


def term_holds(term: str, she: Holder, thing: Truth) -> bool:
    """Whether every scope of one term fits, and every condition."""
    for part in term.split("+"):
        scope, *conditions = part.split("@")
        if not SCOPES[scope](she, thing) or not all(CONDITIONS[one](thing) for one in conditions):
            return False
    return True


def may(cell: str, she: Holder, thing: Truth) -> bool:
    """What the cell says of her and the thing."""
    return any(term_holds(term, she, thing) for term in terms_of(cell))
