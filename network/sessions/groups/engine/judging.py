"""A plan counted from scratch. Shares nothing with the dealing, so that it can contradict it."""

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from network.sessions.groups.engine.problem import Plan, Problem


@dataclass(frozen=True)
class Report:
    """Figures in pairs of people. `faults` say what makes a plan unfit to publish; a good one has none.

    `least_same_municipality` is what no plan can go below. `repeats` are meetings of pairs that had met before, in the
    history or earlier in the plan.
    """

    sizes: tuple[tuple[int, ...], ...]
    meetings: int
    repeats: int
    same_municipality: int
    least_same_municipality: int
    same_party: int
    faults: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def judge(problem: Problem, plan: Plan) -> Report:
    """Recount a plan. Source: the bounds of rule GR-2."""
    municipality = {person.id: person.municipality for person in problem.people}
    party = {person.id: person.party for person in problem.people}
    seen = {
        frozenset((one, other))
        for past in problem.history
        for group in past.groups
        for one in group
        for other in group
        if one != other
    }
    meetings = repeats = same_place = same_party = 0
    for groups in plan:
        now = [frozenset((a, b)) for group in groups for i, a in enumerate(group) for b in group[i + 1 :] if a != b]
        meetings += len(now)
        repeats += sum(pair in seen for pair in now)
        same_place += sum(_is_alike(pair, municipality) for pair in now)
        same_party += sum(_is_alike(pair, party) for pair in now)
        seen.update(now)
    return Report(
        sizes=tuple(tuple(sorted((len(group) for group in groups), reverse=True)) for groups in plan),
        meetings=meetings,
        repeats=repeats,
        same_municipality=same_place,
        least_same_municipality=least_same_municipality(problem),
        same_party=same_party,
        faults=_faults(problem, plan),
    )


def least_same_municipality(problem: Problem) -> int:
    """The fewest pairs of one municipality in one group that any plan has, all rounds together."""
    municipality = {person.id: person.municipality for person in problem.people}
    least = 0
    for present in problem.present:
        counts = Counter(municipality.get(person_id) for person_id in present)
        counts.pop(None, None)
        for count in counts.values():
            each, more = divmod(count, problem.group_count)
            least += more * (each + 1) * each // 2 + (problem.group_count - more) * each * (each - 1) // 2
    return least


def _is_alike(pair: frozenset[int], trait: dict[int, str | None]) -> bool:
    one, other = pair
    return trait.get(one) is not None and trait.get(one) == trait.get(other)


def _faults(problem: Problem, plan: Plan) -> tuple[str, ...]:
    faults: list[str] = []
    if len(plan) != len(problem.present):
        faults.append(f"{len(plan)} rounds instead of {len(problem.present)}")
    for number, (present, groups) in enumerate(zip(problem.present, plan, strict=False), start=1):
        placed = Counter(person_id for group in groups for person_id in group)
        faults += [f"round {number}: {person_id} has no group" for person_id in present if not placed[person_id]]
        faults += [
            f"round {number}: {person_id} is placed {times} times" for person_id, times in placed.items() if times > 1
        ]
        faults += [f"round {number}: {person_id} is not there" for person_id in placed if person_id not in present]
        sizes = [len(group) for group in groups]
        if sizes and max(sizes) - min(sizes) > 1:
            faults.append(f"round {number}: groups of {min(sizes)} and of {max(sizes)}")
    return tuple(faults)
