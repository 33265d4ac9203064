"""How much of who wrote is told of what a group writes: the three levels of names (E6)."""

from enum import StrEnum


class NamesLevel(StrEnum):
    """NAMES: each note with its writer. MUNICIPALITY: with where the writer comes from. NOBODY: with neither."""

    NAMES = "names"
    MUNICIPALITY = "municipality"
    NOBODY = "nobody"


_ORDER = tuple(NamesLevel)


def tells_more(level: NamesLevel, than: NamesLevel) -> bool:
    """Whether `level` gives out more of who wrote: what is written under a promise never comes under a weaker one."""
    return _ORDER.index(NamesLevel(level)) < _ORDER.index(NamesLevel(than))
