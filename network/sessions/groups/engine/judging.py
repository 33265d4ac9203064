"""A plan counted from scratch. Shares nothing with the search, so that it can contradict it."""

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

from network.sessions.groups.engine.bounds import least_same_municipality
from network.sessions.groups.engine.facts import Fact, Kind
from network.sessions.groups.engine.problem import Group, Plan, Problem


@dataclass(frozen=True)
class Report:
    """Figures in pairs of people. `faults` say what makes a plan unfit to publish; a good one has none.

    `least_same_municipality` is what no plan can go below. `repeats` are meetings of pairs that had met before, in the
    history or earlier in the plan; `repeats_in_plan` those of pairs that had met earlier in the plan.
    """

    sizes: tuple[tuple[int, ...], ...]
    meetings: int
    repeats: int
    repeats_in_plan: int
    same_municipality: int
    least_same_municipality: int
    same_party: int
    faults: tuple[Fact, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def judge(problem: Problem, plan: Plan) -> Report:
    """Recount a plan: what it came to, and whether every hard wish holds (GR-2)."""
    municipality = {person.id: person.municipality for person in problem.people}
    party = {person.id: person.party for person in problem.people}
    before = _met_before(problem, plan)
    now = Counter(pair for groups in plan for group in groups for pair in combinations(sorted(group), 2))
    return Report(
        sizes=tuple(tuple(sorted((len(group) for group in groups), reverse=True)) for groups in plan),
        meetings=now.total(),
        repeats=sum(times - (pair not in before) for pair, times in now.items()),
        repeats_in_plan=sum(times - 1 for times in now.values()),
        same_municipality=_alike(plan, municipality),
        least_same_municipality=least_same_municipality(problem),
        same_party=_alike(plan, party),
        faults=_faults(problem, plan),
    )


def _met_before(problem: Problem, plan: Plan) -> set[tuple[int, int]]:
    """Pairs of the plan that have met in the history. Who is nobody of the problem has met nobody: she is a fault."""
    bits, met = problem.bits, problem.met
    return {
        (one, other)
        for groups in plan
        for group in groups
        for one, other in combinations(sorted(group), 2)
        if met.get(one, 0) & bits.get(other, 0)
    }


def _alike(plan: Plan, trait: dict[int, str | None]) -> int:
    """Meetings of two people with the same trait; who has none is like nobody."""
    counts = (Counter(trait.get(person) for person in group) for groups in plan for group in groups)
    return sum(count * (count - 1) // 2 for of_group in counts for name, count in of_group.items() if name is not None)


def _faults(problem: Problem, plan: Plan) -> tuple[Fact, ...]:
    faults: list[Fact] = []
    if len(plan) != len(problem.rounds):
        faults.append(Fact(Kind.ROUNDS_MISSING, count=len(plan), limit=len(problem.rounds)))
    for number, (asked, groups) in enumerate(zip(problem.rounds, plan, strict=False)):
        placed = Counter(person for group in groups for person in group)
        faults += [Fact(Kind.NO_GROUP, (one,), number) for one in asked.present if not placed[one]]
        faults += [Fact(Kind.PLACED_TWICE, (one,), number, count=n) for one, n in placed.items() if n > 1]
        faults += [Fact(Kind.NOT_THERE, (one,), number) for one in placed if one not in asked.present]
        if len(groups) != asked.groups:
            faults.append(Fact(Kind.GROUPS_MISSING, (), number, count=len(groups), limit=asked.groups))
        sizes = [len(group) for group in groups]
        if sizes and max(sizes) - min(sizes) > 1:
            faults.append(Fact(Kind.UNEVEN, (), number, count=max(sizes), limit=min(sizes)))
        faults += _broken_wishes(problem, number, groups)
    return tuple(faults)


def _broken_wishes(problem: Problem, number: int, groups: tuple[Group, ...]) -> list[Fact]:
    wishes = problem.wishes
    seat = {person: index for index, group in enumerate(groups) for person in group}
    found = []
    for block in wishes.together:
        for one, other in combinations([person for person in block if person in seat], 2):
            if seat[one] != seat[other]:
                found.append(Fact(Kind.PARTED, (one, other), number))
    for block in wishes.apart:
        for one, other in combinations(dict.fromkeys(person for person in block if person in seat), 2):
            if seat[one] == seat[other]:
                found.append(Fact(Kind.MET_ENEMY, (one, other), number, seat[one]))
    for pin in wishes.pinned:
        if pin.holds_in(number) and seat.get(pin.person, pin.group) != pin.group:
            found.append(Fact(Kind.NOT_WHERE_PINNED, (pin.person,), number, pin.group))
    return found + _uneven_leads(problem, number, groups) + _over_cap(problem, number, groups)


def _uneven_leads(problem: Problem, number: int, groups: tuple[Group, ...]) -> list[Fact]:
    leads = set(problem.wishes.facilitators)
    counts = [len(leads.intersection(group)) for group in groups]
    if not counts or max(counts) - min(counts) <= 1:
        return []
    return [Fact(Kind.UNEVEN_LEADS, (), number, count=max(counts), limit=min(counts))]


def _over_cap(problem: Problem, number: int, groups: tuple[Group, ...]) -> list[Fact]:
    cap = problem.wishes.max_per_municipality
    if cap is None:
        return []
    municipality = {person.id: person.municipality for person in problem.people}
    found = []
    for index, group in enumerate(groups):
        of_place: dict[str, list[int]] = defaultdict(list)
        for person in group:
            if (name := municipality.get(person)) is not None:
                of_place[name].append(person)
        for people in of_place.values():
            if len(people) > cap:
                found.append(Fact(Kind.MANY_OF_ONE, tuple(people), number, index, len(people), cap))
    return found
