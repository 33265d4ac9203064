"""What cannot be answered at all, said before anybody searches."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from network.sessions.groups.engine.facts import Fact, Kind
from network.sessions.groups.engine.problem import Group, Problem, Round


def check(problem: Problem) -> list[Fact]:
    """The contradictions, each told once, for the first round in which it stands; none when `draw` may begin.

    Not all that cannot be is found: many wishes together can be a puzzle without a solution. That is what `judge` says
    of the plan.
    """
    found = _of_the_list(problem)
    if found:
        return found
    told = set()
    for number, asked in enumerate(problem.rounds):
        for fact in _Round(problem, number, asked).contradictions():
            if (fact.kind, fact.people, fact.group) not in told:
                told.add((fact.kind, fact.people, fact.group))
                found.append(fact)
    return found


def _of_the_list(problem: Problem) -> list[Fact]:
    known = Counter(person.id for person in problem.people)
    found = [Fact(Kind.LISTED_TWICE, (one,), count=times) for one, times in known.items() if times > 1]
    for number, asked in enumerate(problem.rounds):
        here = Counter(asked.present)
        if asked.groups < 1:
            found.append(Fact(Kind.NO_GROUPS, (), number, count=asked.groups))
        found += [Fact(Kind.THERE_TWICE, (one,), number) for one, times in here.items() if times > 1]
        found += [Fact(Kind.STRANGER, (one,), number) for one in here if one not in known]
        if len(here) < asked.groups:
            found.append(Fact(Kind.TOO_FEW, (), number, count=len(here), limit=asked.groups))
    return found


class _Round:
    """One round, and what is wished of those who are there."""

    def __init__(self, problem: Problem, number: int, asked: Round) -> None:
        self._number, self._groups = number, asked.groups
        self._here = set(asked.present)
        each, self._larger = divmod(len(self._here), asked.groups)
        self._each, self._largest = each, each + (self._larger > 0)
        self._wishes = problem.wishes
        self._place = {one.id: one.municipality for one in problem.people}
        self._blocks = _merged(self._of_here(block) for block in problem.wishes.together)
        self._pins: dict[int, list[int]] = defaultdict(list)
        for pin in problem.wishes.pinned:
            if pin.holds_in(number) and pin.person in self._here and pin.group not in self._pins[pin.person]:
                self._pins[pin.person].append(pin.group)

    def contradictions(self) -> Iterator[Fact]:
        yield from self._of_pins()
        yield from self._of_blocks()
        yield from self._of_apart()
        yield from self._of_rooms()
        yield from self._of_cap()
        yield from self._of_leads()

    def _of_here(self, ids: Group) -> list[int]:
        return [one for one in dict.fromkeys(ids) if one in self._here]

    def _fact(
        self, kind: Kind, people: Iterable[int], *, group: int | None = None, count: int = 0, limit: int = 0
    ) -> Fact:
        return Fact(kind, tuple(people), self._number, group, count, limit)

    def _of_pins(self) -> Iterator[Fact]:
        for person, groups in self._pins.items():
            for group in groups:
                if not 0 <= group < self._groups:
                    yield self._fact(Kind.NO_SUCH_GROUP, (person,), group=group, limit=self._groups)
            if len(groups) > 1:
                yield self._fact(Kind.PINNED_TWICE, (person,), group=groups[0])

    def _of_blocks(self) -> Iterator[Fact]:
        for block in self._blocks:
            if len(block) > self._largest:
                yield self._fact(Kind.BLOCK_TOO_LARGE, block, count=len(block), limit=self._largest)
            pinned = [one for one in block if self._pins.get(one)]
            for one, other in combinations(pinned, 2):
                if self._pins[one] != self._pins[other]:
                    yield self._fact(Kind.TOGETHER_PINNED_APART, (one, other))
                    break

    def _of_apart(self) -> Iterator[Fact]:
        block_of = {one: number for number, block in enumerate(self._blocks) for one in block}
        for enemies in map(self._of_here, self._wishes.apart):
            if len(enemies) > self._groups:
                yield self._fact(Kind.TOO_MANY_APART, enemies, count=len(enemies), limit=self._groups)
            for one, other in combinations(enemies, 2):
                if one in block_of and block_of[one] == block_of.get(other):
                    yield self._fact(Kind.TOGETHER_AND_APART, (one, other))
                elif shared := set(self._seats(one)).intersection(self._seats(other)):
                    yield self._fact(Kind.APART_PINNED_TOGETHER, (one, other), group=min(shared))

    def _seats(self, person: int) -> list[int]:
        return self._pins.get(person, [])

    def _by_group(self) -> dict[int, list[int]]:
        """Group → those who must sit there: the pinned, and who is kept together with them."""
        found: dict[int, list[int]] = defaultdict(list)
        in_block = {one: block for block in self._blocks for one in block}
        for person, groups in self._pins.items():
            for one in in_block.get(person, [person]):
                if one not in found[groups[0]]:
                    found[groups[0]].append(one)
        return found

    def _of_rooms(self) -> Iterator[Fact]:
        larger = 0
        for group, people in sorted(self._by_group().items()):
            room = self._largest if larger < self._larger or not self._larger else self._each
            larger += len(people) > self._each
            if len(people) > room:
                yield self._fact(Kind.GROUP_TOO_FULL, people, group=group, count=len(people), limit=room)

    def _of_cap(self) -> Iterator[Fact]:
        cap = self._wishes.max_per_municipality
        if cap is None:
            return
        for people in self._by_place(sorted(self._here)):
            if len(people) > cap * self._groups:
                yield self._fact(Kind.OVER_CAP, people, count=len(people), limit=cap)
        for block in self._blocks:
            for people in self._by_place(block):
                if len(people) > cap:
                    yield self._fact(Kind.CAP_IN_BLOCK, people, count=len(people), limit=cap)
        for group, seated in sorted(self._by_group().items()):
            for people in self._by_place(seated):
                if len(people) > cap:
                    yield self._fact(Kind.CAP_BY_PINS, people, group=group, count=len(people), limit=cap)

    def _by_place(self, people: Iterable[int]) -> list[list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for person in people:
            if (name := self._place[person]) is not None:
                found[name].append(person)
        return list(found.values())

    def _of_leads(self) -> Iterator[Fact]:
        leads = self._of_here(self._wishes.facilitators)
        most = -(-len(leads) // self._groups)
        for block in self._blocks:
            among = [one for one in block if one in leads]
            if len(among) > most:
                yield self._fact(Kind.LEADS_IN_BLOCK, among, count=len(among), limit=most)
        for group, people in sorted(self._by_group().items()):
            among = [one for one in people if one in leads]
            if len(among) > most:
                yield self._fact(Kind.LEADS_BY_PINS, among, group=group, count=len(among), limit=most)


def _merged(blocks: Iterable[list[int]]) -> list[list[int]]:
    """Blocks that share somebody are one."""
    found: list[list[int]] = []
    for block in blocks:
        touching = [one for one in found if set(one).intersection(block)]
        found = [one for one in found if one not in touching]
        found.append(list(dict.fromkeys([*(person for one in touching for person in one), *block])))
    return [block for block in found if len(block) > 1]
