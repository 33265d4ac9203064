"""Dealing: municipality after municipality, like cards; of some dozens of such deals the one with fewest repeats."""

from collections import defaultdict
from collections.abc import Sequence

from network.sessions.groups.engine.chance import Chance
from network.sessions.groups.engine.prices import Prices
from network.sessions.groups.engine.problem import Attendee, Group, Plan, Problem

STEPS = 24


def draw(problem: Problem, seed: int, steps: int = STEPS) -> Plan:
    """A group for everybody in each round.

    Shape: groups differ by at most one in size; those of one municipality are spread as evenly as can be, so two of
    them share a group only when there are more of them than groups. `steps` is how many deals are tried.
    Source: rules GR-2 and GR-3 in docs/rules.md.
    """
    prices = Prices(problem)
    plan: list[tuple[Group, ...]] = []
    for number, present in enumerate(problem.present):
        people = [prices.people[person_id] for person_id in present]
        deals = [
            _deal(people, problem.group_count, prices, Chance(seed * 1_000_003 + number * 997 + step))
            for step in range(max(1, steps))
        ]
        best = min(deals, key=prices.of_groups)
        groups = tuple(tuple(sorted(group)) for group in best)
        prices.remember(groups)
        plan.append(groups)
    return tuple(plan)


def _deal(people: Sequence[Attendee], group_count: int, prices: Prices, chance: Chance) -> list[list[int]]:
    """One deal. Each goes to a group with the fewest of her municipality, among these to one of the smallest.

    Why that is the round robin: before and after each municipality the sizes differ by at most one, since its people
    fill the small groups first and sit two to a group only when each group has one.
    """
    groups: list[list[int]] = [[] for _ in range(group_count)]
    for members in _in_dealing_order(people, chance):
        of_them = [0] * group_count
        for person in members:
            is_one = 0 if person.municipality is None else 1
            fewest = min((of_them[index] * is_one, len(groups[index])) for index in range(group_count))
            open_to_her = [i for i in range(group_count) if (of_them[i] * is_one, len(groups[i])) == fewest]
            chance.shuffle(open_to_her)
            best = min(open_to_her, key=lambda index: prices.joining(person.id, groups[index]))
            groups[best].append(person.id)
            of_them[best] += 1
    return groups


def _in_dealing_order(people: Sequence[Attendee], chance: Chance) -> list[list[Attendee]]:
    """Municipality by municipality in a random order, the largest first; last those who belong to none.

    The largest have the least choice. Within one, those with a role of their own come first.
    """
    classes: dict[str | None, list[Attendee]] = defaultdict(list)
    for person in sorted(people, key=lambda one: one.id):
        classes[person.municipality].append(person)
    of_none = classes.pop(None, [])
    in_order = [classes[name] for name in sorted(classes, key=str)]
    for members in (*in_order, of_none):
        chance.shuffle(members)
        members.sort(key=lambda one: one.role or "")
    chance.shuffle(in_order)
    in_order.sort(key=len, reverse=True)
    return [*in_order, of_none]
