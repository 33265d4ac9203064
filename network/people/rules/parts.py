"""Decisions about the parts that people play: who gives them, and who may open the door for whom."""

from collections.abc import Mapping, Set

ROLE_LETTERS: Mapping[str, str] = {
    "coordinator": "K",
    "project_lead": "P",
    "administrator": "A",
    "official": "G",
    "substitute": "G",
    "guest": "G",
}
"""Roles kept in PersonRole and their letter in the matrix. A seat makes a delegate, a gathering its facilitators."""

STRONG = frozenset("PA")
PLACED = frozenset({"coordinator", "substitute"})
"""Roles that are for one municipality; those of NETWORK_WIDE are for none, and the rest may have one."""
NETWORK_WIDE = frozenset({"project_lead", "administrator"})
_USUAL = frozenset("VDKG")
_KEEPERS = frozenset("KPA")


def has_right_place(role: str, *, has_municipality: bool) -> bool:
    """Whether a role is given with a municipality where it needs one, and without where it has none."""
    if role not in ROLE_LETTERS:
        return False
    return has_municipality if role in PLACED else not (has_municipality and role in NETWORK_WIDE)


def may_give(giver: Set[str], role: str) -> bool:
    """Whether somebody with these letters may give or take a role: a strong one only who has it (rule PE-6)."""
    letter = ROLE_LETTERS[role]
    return letter in giver if letter in STRONG else bool(giver & _KEEPERS)


def may_open_for(giver: Set[str], giver_places: Set[int], *, holder: Set[str], holder_places: Set[int]) -> bool:
    """Whether somebody may change another's address or make her a link: both let in with all her rights (rule PE-6).

    A coordinator may for those who have no rights outside her own municipality.
    """
    if giver & STRONG:
        return holder & STRONG <= giver
    return "K" in giver and holder <= _USUAL and holder_places <= giver_places
