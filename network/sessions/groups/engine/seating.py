"""A start for the search: whoever a hard wish names first, then municipality after municipality, like cards.

The wishes of one round are a small puzzle: sets that share a table, enemies, pins, an even share of facilitators. It is
solved by depth-first search, always for the one with the fewest groups left, with a budget in steps.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from network.sessions.groups.engine.chairs import Chairs
from network.sessions.groups.engine.chance import Chance

BUDGET = 3000
TRIES = 4


def dealt(chairs: Chairs, number: int, chance: Chance) -> list[list[int]]:
    """The groups of one round, in places.

    Sizes differ by at most one and pins hold. Where the puzzle is not solved within its budget some of the other hard
    wishes are broken: the search mends them, or the judge refuses.
    """
    for _ in range(TRIES):
        table = _Table(chairs, number, chance)
        if table.place_units():
            break
    else:
        table.place_anyhow()
    table.deal_the_rest()
    return table.groups


class _Table:
    """One round being laid. A unit is a tuple of places that are kept together, mostly one person."""

    def __init__(self, chairs: Chairs, number: int, chance: Chance) -> None:
        self._chairs, self._chance = chairs, chance
        self._pins = chairs.pinned[number]
        self._places = chairs.present[number]
        count = chairs.groups[number]
        self.groups: list[list[int]] = [[] for _ in range(count)]
        self._size = _Share(count, len(self._places))
        here = set(self._places)
        wishes = chairs.problem.wishes
        self._leads = here.intersection(chairs.places(wishes.facilitators))
        self._lead_share = _Share(count, len(self._leads))
        self._enemies: dict[int, set[int]] = defaultdict(set)
        for block in wishes.apart:
            enemies = here.intersection(chairs.places(block))
            for place in enemies:
                self._enemies[place] |= enemies - {place}
        self._units = _units([here.intersection(chairs.places(block)) for block in wishes.together], self._places)
        self._of_class = [Counter[int]() for _ in range(count)]
        self._steps = BUDGET

    def place_units(self) -> bool:
        """Place everybody whom a hard wish names; whether that worked out."""
        named = [unit for unit in self._units if len(unit) > 1 or self._is_named(unit[0])]
        return self._descend(named)

    def _is_named(self, place: int) -> bool:
        return place in self._pins or place in self._leads or bool(self._enemies.get(place))

    def _descend(self, waiting: list[tuple[int, ...]]) -> bool:
        if not waiting:
            return True
        self._steps -= 1
        if self._steps < 0:
            return False
        open_to = {unit: self._open_to(unit) for unit in waiting}
        unit = min(waiting, key=lambda one: (len(open_to[one]), -len(one)))
        rest = [one for one in waiting if one != unit]
        for index in self._in_order(unit, open_to[unit]):
            self._add(unit, index)
            if self._descend(rest):
                return True
            self._take_out(unit, index)
        return False

    def _open_to(self, unit: tuple[int, ...]) -> list[int]:
        leads = sum(place in self._leads for place in unit)
        pins = {self._pins[place] for place in unit if place in self._pins}
        enemies = {enemy for place in unit for enemy in self._enemies.get(place, ())}
        return [
            index
            for index, group in enumerate(self.groups)
            if self._size.has_room(len(group), len(unit))
            and (not leads or self._lead_share.has_room(sum(one in self._leads for one in group), leads))
            and pins <= {index}
            and enemies.isdisjoint(group)
            and self._is_within_cap(unit, index)
        ]

    def _is_within_cap(self, unit: tuple[int, ...], index: int) -> bool:
        cap = self._chairs.cap
        if cap is None:
            return True
        entering = Counter(self._class(place) for place in unit)
        return all(code < 0 or self._of_class[index][code] + times <= cap for code, times in entering.items())

    def _in_order(self, unit: tuple[int, ...], open_to: list[int]) -> list[int]:
        """Fewest of her municipality first, among these the smallest, among these by lot."""
        self._chance.shuffle(open_to)
        return sorted(open_to, key=self._crowding(unit))

    def _first_of(self, unit: tuple[int, ...], open_to: list[int]) -> int:
        self._chance.shuffle(open_to)
        return min(open_to, key=self._crowding(unit))

    def _crowding(self, unit: tuple[int, ...]) -> Callable[[int], tuple[int, int]]:
        codes = [code for code in map(self._class, unit) if code >= 0]
        return lambda at: (sum(self._of_class[at][code] for code in codes), len(self.groups[at]))

    def place_anyhow(self) -> None:
        """Pins, and the rest dealt without regard to wishes."""
        for place in self._places:
            if place in self._pins:
                self._add((place,), self._pins[place])

    def deal_the_rest(self) -> None:
        """Class by class, the largest first; who belongs to none comes last.

        Why that spreads each class evenly: its people fill the small groups first and sit two to a group only when each
        group has one, so before and after each class the sizes differ by at most one.
        """
        seated = {place for group in self.groups for place in group}
        classes: dict[int, list[int]] = defaultdict(list)
        for place in self._places:
            if place not in seated:
                classes[self._class(place)].append(place)
        of_none = classes.pop(-1, [])
        in_order = list(classes.values())
        self._chance.shuffle(in_order)
        in_order.sort(key=len, reverse=True)
        for places in (*in_order, of_none):
            self._chance.shuffle(places)
            for place in places:
                open_to = [at for at, group in enumerate(self.groups) if self._size.has_room(len(group), 1)]
                within = [at for at in open_to if self._is_within_cap((place,), at)]
                self._add((place,), self._first_of((place,), within or open_to))

    def _class(self, place: int) -> int:
        return int(self._chairs.classes[place])

    def _add(self, unit: tuple[int, ...], index: int) -> None:
        self._note(unit, index, 1)
        self.groups[index].extend(unit)

    def _take_out(self, unit: tuple[int, ...], index: int) -> None:
        for place in unit:
            self.groups[index].remove(place)
        self._note(unit, index, -1)

    def _note(self, unit: tuple[int, ...], index: int, sign: int) -> None:
        """Keep the shares; before adding or after taking out."""
        group = self.groups[index]
        self._size.note(len(group), len(unit), sign)
        leads = sum(place in self._leads for place in unit)
        if leads:
            self._lead_share.note(sum(one in self._leads for one in group), leads, sign)
        for place in unit:
            self._of_class[index][self._class(place)] += sign


class _Share:
    """An even share of things among groups: each gets `floor` or one more, and only so many get one more."""

    def __init__(self, groups: int, things: int) -> None:
        self._floor, self._left = divmod(things, groups)

    def has_room(self, has: int, more: int) -> bool:
        return has + more <= self._floor or (has + more == self._floor + 1 and self._left > 0)

    def note(self, has: int, more: int, sign: int) -> None:
        if has + more > self._floor >= has:
            self._left -= sign


def _units(blocks: Sequence[set[int]], places: Sequence[int]) -> list[tuple[int, ...]]:
    """Everybody in one unit: the blocks, those that share somebody put together."""
    merged: list[set[int]] = []
    for block in blocks:
        touching = [one for one in merged if one & block]
        merged = [one for one in merged if not one & block] + [block.union(*touching)]
    in_block = {place for block in merged for place in block}
    alone = [(place,) for place in places if place not in in_block]
    return [tuple(sorted(block)) for block in merged if block] + alone
