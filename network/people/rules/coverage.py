"""Which municipalities are here with enough of their delegates (rule PE-7)."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

LEAST = 3
Place = TypeVar("Place", bound=Hashable)


def covered(present_by_municipality: Mapping[Place, int], least: int = LEAST) -> frozenset[Place]:
    """Those of the municipalities that have at least `least` persons present (or seats held).

    Units: persons. A municipality that takes part with nobody present belongs in the mapping with 0.
    """
    return frozenset(place for place, present in present_by_municipality.items() if present >= least)
