"""Who goes where when the groups are made already: late arrivals, small groups, full tables (GR-5 to GR-7)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

LEAST = 3
"""People in a group that can still work by itself."""


@dataclass(frozen=True)
class Table:
    """A group as these rules see it: `members` are the people who are there now."""

    group_id: int
    number: int
    members: tuple[int, ...]
    municipalities: tuple[int | None, ...] = ()


def place_late(tables: Sequence[Table], *, municipality: int | None, met: Collection[int]) -> Table | None:
    """The table for somebody who comes late: smallest first, then no municipality clash, then fewest repeats (GR-5).

    `met` are the people with whom she has sat before. None when there is no table.
    """

    def rank(table: Table) -> tuple[int, int, int, int]:
        clashes = table.municipalities.count(municipality) if municipality is not None else 0
        return len(table.members), clashes, sum(one in met for one in table.members), table.number

    return min(tables, key=rank, default=None)


def too_small(tables: Sequence[Table]) -> list[tuple[Table, Table]]:
    """Each table with fewer than LEAST people, and the one that it is best merged with (GR-6).

    The one with fewest from the same municipalities, among these the smallest. An empty table asks for nothing.
    """
    found = []
    for table in tables:
        others = [one for one in tables if one.group_id != table.group_id and one.members]
        if table.members and len(table.members) < LEAST and others:
            found.append((table, min(others, key=lambda other: _merging(table, other))))
    return found


def _merging(table: Table, other: Table) -> tuple[int, int, int]:
    clashes = sum(other.municipalities.count(place) for place in table.municipalities if place is not None)
    return clashes, len(other.members), other.number


def is_full(count: int, *, size: int) -> bool:
    """Whether one more makes a group larger than the round's size and one: then it is asked first (GR-7)."""
    return count >= size + 1


def group_count(people: int, *, size: int) -> int:
    """How many groups of about `size`: the larger number, so that no group is above it while that can be."""
    return max(1, -(-people // size)) if people else 0
