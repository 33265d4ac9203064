"""Which seats go on when municipalities become one (rule PE-9)."""

from collections.abc import Mapping, Sequence
from itertools import chain, zip_longest


def carried(seats_by_place: Mapping[int, Sequence[int]], *, room: int) -> list[int]:
    """A proposal: the places take turns, each with its longest-held seat first, until there is no more room.

    Shape: seat ids. `seats_by_place` has the seats of each place in the order in which they began.
    """
    turns = zip_longest(*seats_by_place.values())
    in_turn = [seat for seat in chain.from_iterable(turns) if seat is not None]
    return in_turn[: max(room, 0)]
