"""Changing groups that people know already: as few moves as can be, and what one move would do."""

from dataclasses import dataclass

from network.sessions.groups.engine.prices import Prices, pair_of
from network.sessions.groups.engine.problem import Plan, Problem

MOVE_PRICE = 1500
"""What a moved person costs. At 300, the price of one repeat, people are moved to spare others a repeat."""


@dataclass(frozen=True)
class Change:
    """What moving one person would mean: whom she meets again, and who is from her own municipality there."""

    from_group: int | None
    to_group: int
    size_before: int
    again: tuple[int, ...]
    same_municipality: tuple[int, ...]


def what_if(problem: Problem, plan: Plan, person: int, group: int, *, round_number: int = 0) -> Change:
    """Before a move: `person` into the group with this index. The plan stays as it is.

    Raises IndexError when there is no such group.
    """
    prices = Prices(problem)
    groups = plan[round_number]
    others = [one for one in groups[group] if one != person]
    place = prices.people[person].municipality
    return Change(
        from_group=next((index for index, ids in enumerate(groups) if person in ids), None),
        to_group=group,
        size_before=len(others),
        again=tuple(one for one in others if prices.met[pair_of(person, one)]),
        same_municipality=tuple(one for one in others if place and prices.people[one].municipality == place),
    )


def repair(problem: Problem, published: Plan, frozen: frozenset[int], move_price: int = MOVE_PRICE) -> Plan:
    """The published plan for those who are there: the gone taken out, the new put in, sizes within one again.

    Only people outside `frozen` are moved, and for less crowding or a saving above `move_price` alone.
    Sizes stay uneven when all who could even them out are frozen.
    """
    return tuple(
        _Repair(problem, groups, present, frozen, move_price).answer()
        for groups, present in zip(published, problem.present, strict=True)
    )


class _Repair:
    """One round under repair."""

    def __init__(
        self,
        problem: Problem,
        groups: tuple[tuple[int, ...], ...],
        present: tuple[int, ...],
        frozen: frozenset[int],
        move_price: int,
    ) -> None:
        self._prices = Prices(problem)
        self._frozen = frozen
        self._move_price = move_price
        here = set(present)
        self._groups = [[one for one in group if one in here] for group in groups]
        seated = {one for group in self._groups for one in group}
        self._new = [one for one in present if one not in seated]

    def answer(self) -> tuple[tuple[int, ...], ...]:
        for person in self._new:
            min(self._groups, key=lambda group: (len(group), self._prices.joining(person, group))).append(person)
        while self._even_out() or self._save():
            pass
        return tuple(tuple(sorted(group)) for group in self._groups)

    def _even_out(self) -> bool:
        """Move one person from a group that is two larger than the smallest; whether there was one."""
        smallest = min(self._groups, key=len)
        moves = [
            (self._gain(person, group, smallest), -person, person, group)
            for group in self._groups
            if len(group) - len(smallest) > 1
            for person in group
            if person not in self._frozen
        ]
        if not moves:
            return False
        _gain, _id, person, group = max(moves, key=lambda move: move[:2])
        group.remove(person)
        smallest.append(person)
        return True

    def _save(self) -> bool:
        """Change two people's places where that spares more than two moves cost; whether there was such a pair."""
        best, chosen = 2 * self._move_price, None
        for index, group in enumerate(self._groups):
            for other in self._groups[index + 1 :]:
                for one in group:
                    for two in other:
                        if one in self._frozen or two in self._frozen:
                            continue
                        gain = self._swap_gain(one, group, two, other)
                        if gain > best:
                            best, chosen = gain, (one, group, two, other)
        if chosen is None:
            return False
        one, group, two, other = chosen
        group[group.index(one)], other[other.index(two)] = two, one
        return True

    def _gain(self, person: int, group: list[int], target: list[int]) -> int:
        return self._prices.joining(person, group) - self._prices.joining(person, target)

    def _swap_gain(self, one: int, group: list[int], two: int, other: list[int]) -> int:
        before = self._prices.joining(one, group) + self._prices.joining(two, other)
        rest, others = [x for x in other if x != two], [x for x in group if x != one]
        return before - self._prices.joining(one, rest) - self._prices.joining(two, others)
