"""The fewest pairs from one municipality in a round that is changed with the fewest moves: every such change is tried.

Feasible because few must move: of a hall of 100 one or two in a round, and as many newcomers are placed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

from bench.groups.counting import alike, pairs_of

Groups = Sequence[Sequence[str]]
Places = Mapping[str, str | None]


def least_alike(published: Groups, here: Sequence[str], place: Places) -> int:
    """`published` are the groups as people know them, `here` who is there now, `place` each one's municipality."""
    stayed = [[one for one in group if one in set(here)] for group in published]
    seated = {one for group in stayed for one in group}
    newcomers = [one for one in here if one not in seated]
    least: int | None = None
    for sizes in _sizes(stayed, len(here)):
        over = [(at, len(group) - size) for at, (group, size) in enumerate(zip(stayed, sizes, strict=True))]
        for leaving in product(*(combinations(stayed[at], count) for at, count in over if count > 0)):
            gone = [one for some in leaving for one in some]
            rest = [[one for one in group if one not in gone] for group in stayed]
            least = _placed(rest, sizes, [*gone, *newcomers], place, alike(Counter(pairs_of([rest])), place), least)
    assert least is not None, "an even spread of those who are here always exists"
    return least


def _sizes(stayed: Groups, people: int) -> Iterator[list[int]]:
    """Sizes of an even spread for which the fewest people must leave their group."""
    low, larger = divmod(people, len(stayed))
    spreads = [
        [low + (at in chosen) for at in range(len(stayed))] for chosen in combinations(range(len(stayed)), larger)
    ]
    leaving = [sum(max(0, len(group) - size) for group, size in zip(stayed, sizes, strict=True)) for sizes in spreads]
    return (sizes for sizes, count in zip(spreads, leaving, strict=True) if count == min(leaving))


def _placed(
    groups: list[list[str]], sizes: Sequence[int], free: Sequence[str], place: Places, so_far: int, least: int | None
) -> int | None:
    """The fewest of all ways to seat the `free`, or `least` when none has fewer."""
    if least is not None and so_far >= least:
        return least
    if not free:
        return so_far
    one, *others = free
    for group, size in zip(groups, sizes, strict=True):
        if len(group) < size:
            more = sum(place[one] is not None and place[one] == place[other] for other in group)
            group.append(one)
            least = _placed(groups, sizes, others, place, so_far + more, least)
            group.pop()
    return least
