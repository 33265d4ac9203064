"""How much of who wrote is told of what a group writes: the three levels of names (E6)."""

from enum import StrEnum


class NamesLevel(StrEnum):
    """NAMES: each note with its writer. MUNICIPALITY: with where the writer comes from. NOBODY: with neither."""

    NAMES = "names"
    MUNICIPALITY = "municipality"
    NOBODY = "nobody"
