"""What a plan is worth, counted by code that knows nothing of the engine: instances and plans are JSON here.

Limits are what no plan can go beyond: of k people in G groups the fewest pairs are those of an even spread.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from bench.groups.counting import Rounds, alike, even, is_alike, pair_of, pairs_of
from bench.groups.fewest_moves import least_alike

Instance = Mapping[str, Any]


def score(instance: Instance, plan: Rounds) -> dict[str, Any]:
    """`broken` wishes in words, and counts: pairs from one municipality beyond the fewest, repeated meetings within the
    plan beyond those of people who are kept together, new pairs and how many can be, people moved and the fewest.

    In a repair the fewest pairs are those with which the fewest people move.
    """
    met = Counter(pairs_of(plan))
    before = {pair for past in instance.get("history", ()) for pair in pairs_of([past["groups"]])}
    place, party = (_trait(instance, name) for name in ("municipality", "party"))
    bonds = {pair_of(*two) for block in _wishes(instance).get("together", ()) for two in combinations(block, 2)}
    found = {
        "broken": list(_broken(instance, plan)),
        "meetings": met.total(),
        "same_excess": alike(met, place) - _least_alike(instance, place),
        "repeats": sum(times - 1 for pair, times in met.items() if pair not in bonds),
        "party": alike(met, party),
        "party_least": _least_alike(instance, party),
        "new": sum(1 for pair in met if pair not in before and not is_alike(pair, place)),
        "new_most": _most_new(instance, before, place, bonds),
    }
    if "published" in instance:
        found["moved"], found["moved_least"] = _moves(instance, plan)
        if found["same_excess"]:
            found["same_excess"] = alike(met, place) - _least_alike_repaired(instance, plan, place)
    return found


def _wishes(instance: Instance) -> Mapping[str, Any]:
    found: Mapping[str, Any] = instance.get("constraints", {})
    return found


def _trait(instance: Instance, name: str) -> dict[str, str | None]:
    return {one["id"]: one.get(name) for one in instance["people"]}


def _present(instance: Instance) -> list[list[str]]:
    everybody = [one["id"] for one in instance["people"]]
    return [one.get("present", everybody) for one in instance["rounds"]]


def _least_pairs(people: int, groups: int) -> int:
    return sum(size * (size - 1) // 2 for size in even(people, groups))


def _least_alike(instance: Instance, trait: Mapping[str, str | None]) -> int:
    least = 0
    for here, asked in zip(_present(instance), instance["rounds"], strict=True):
        counts = Counter(trait[one] for one in here if trait[one] is not None)
        least += sum(_least_pairs(count, asked["groups"]) for count in counts.values())
    return least


def _least_alike_repaired(instance: Instance, plan: Rounds, place: Mapping[str, str | None]) -> int:
    """Rounds that are over stay as they were."""
    frozen: int = instance["frozen_rounds"]
    kept = alike(Counter(pairs_of(plan[:frozen])), place)
    told = list(zip(instance["published"], _present(instance), strict=True))[frozen:]
    return kept + sum(least_alike(published, here, place) for published, here in told)


def _most_new(
    instance: Instance,
    before: set[tuple[str, str]],
    place: Mapping[str, str | None],
    bonds: set[tuple[str, str]],
) -> int:
    """Pairs that can meet for the first time: no more than there are meetings left, nor than each person has chairs."""
    rounds = [set(one) for one in _present(instance)]
    sizes = [even(len(here), asked["groups"]) for here, asked in zip(rounds, instance["rounds"], strict=True)]
    meetings = sum(size * (size - 1) // 2 for one in sizes for size in one)
    forced = sum(max(0, sum(set(pair) <= here for here in rounds) - 1) for pair in bonds)
    fresh: Counter[str] = Counter()
    for one, other in combinations(sorted(place), 2):
        is_fresh = (one, other) not in before and not is_alike((one, other), place)
        if is_fresh and any(one in here and other in here for here in rounds):
            fresh[one] += 1
            fresh[other] += 1
    chairs = {one: sum(max(size) - 1 for here, size in zip(rounds, sizes, strict=True) if one in here) for one in fresh}
    reach = sum(min(fresh[one], chairs[one]) for one in fresh) // 2
    return min(meetings - _least_alike(instance, place), meetings - forced, fresh.total() // 2, reach)


def _moves(instance: Instance, plan: Rounds) -> tuple[int, int]:
    """People who sit in another group than was published, and the fewest for whom that can be."""
    moved = least = 0
    for number in range(instance["frozen_rounds"], len(plan)):
        told = {one: at for at, group in enumerate(instance["published"][number]) for one in group}
        now = {one: at for at, group in enumerate(plan[number]) for one in group}
        moved += sum(told[one] != at for one, at in now.items() if one in told)
        stay = Counter(told[one] for one in now if one in told)
        most_first = sorted((stay[at] for at in range(len(plan[number]))), reverse=True)
        least += sum(max(0, a - b) for a, b in zip(most_first, even(len(now), len(plan[number])), strict=True))
    return moved, least


def _broken(instance: Instance, plan: Rounds) -> Iterator[str]:
    if len(plan) != len(instance["rounds"]):
        yield f"{len(plan)} rounds"
        return
    for number, (here, asked, groups) in enumerate(zip(_present(instance), instance["rounds"], plan, strict=True)):
        sizes = [len(group) for group in groups]
        if sorted(one for group in groups for one in group) != sorted(here):
            yield f"round {number}: not everybody once"
        elif len(groups) != asked["groups"] or max(sizes) - min(sizes) > 1:
            yield f"round {number}: sizes {sizes}"
        else:
            seat = {one: at for at, group in enumerate(groups) for one in group}
            yield from (f"round {number}: {what}" for what in _broken_wishes(instance, number, seat, len(groups)))
    for number in range(instance.get("frozen_rounds", 0)):
        if [set(group) for group in plan[number]] != [set(group) for group in instance["published"][number]]:
            yield f"round {number} is over and was changed"


def _broken_wishes(instance: Instance, number: int, seat: Mapping[str, int], groups: int) -> Iterator[str]:
    wishes = _wishes(instance)
    for block in wishes.get("together", ()):
        if len({seat[one] for one in block if one in seat}) > 1:
            yield f"together {block}"
    for block in wishes.get("apart", ()):
        seats = [seat[one] for one in block if one in seat]
        if len(set(seats)) < len(seats):
            yield f"apart {block}"
    for pin in wishes.get("pinned", ()):
        if number in pin.get("rounds", [number]) and seat.get(pin["person"], pin["group"]) != pin["group"]:
            yield f"pinned {pin['person']}"
    leads = Counter(seat[one] for one in wishes.get("facilitators", ()) if one in seat)
    if leads and max(leads.values()) - min(leads[at] for at in range(groups)) > 1:
        yield f"facilitators {sorted(leads.values())}"
    place = _trait(instance, "municipality")
    most = Counter((at, place[one]) for one, at in seat.items() if place[one] is not None)
    if (cap := wishes.get("max_per_municipality")) and most and max(most.values()) > cap:
        yield f"{max(most.values())} of one municipality"
