"""Drawing a plan: two ways to a start, searched on from each, and the cheaper answer wins."""

import numpy as np

from network.sessions.groups.engine.chairs import Chairs, Seats
from network.sessions.groups.engine.chance import Chance
from network.sessions.groups.engine.designs import repeat_free_rounds
from network.sessions.groups.engine.judging import judge
from network.sessions.groups.engine.label_swaps import best_labels
from network.sessions.groups.engine.problem import Plan, Problem
from network.sessions.groups.engine.seating import dealt
from network.sessions.groups.engine.tabu_search import tabu_search

TRIES = 3
"""Searches from another seed when hard wishes are still broken."""


def drawn(problem: Problem, seed: int, steps: int) -> Plan:
    """The plan of the cheapest search; searched anew a few times as long as the judge finds fault with it."""
    chairs = Chairs(problem)
    for attempt in range(TRIES):
        plan = chairs.plan_of(_searched(chairs, seed + attempt * 1_000_003, steps))
        if not judge(problem, plan).faults:
            break
    return plan


def _searched(chairs: Chairs, seed: int, steps: int) -> Seats:
    found = []
    for number, start in enumerate((_designed, _dealt)):
        chance = Chance(2 * seed + number)
        seats = start(chairs, chance, steps)
        if seats is not None:
            found.append(tabu_search(chairs, seats, steps=steps, chance=chance))
    seats, _cost = min(found, key=lambda one: one[1])
    return seats


def _dealt(chairs: Chairs, chance: Chance, steps: int) -> Seats:
    return chairs.seats_of([dealt(chairs, number, chance) for number in range(len(chairs.groups))])


def _designed(chairs: Chairs, chance: Chance, steps: int) -> Seats | None:
    """A design's rounds with people on its positions; rounds it does not reach are dealt. None where no design fits."""
    rounds = len(chairs.groups)
    if rounds < 2 or len(set(chairs.groups)) > 1 or any(one != chairs.present[0] for one in chairs.present):
        return None
    places = chairs.present[0]
    design = repeat_free_rounds(len(places), chairs.groups[0], rounds)
    if not design:
        return None
    people = np.array(sorted(places, key=lambda place: (int(chairs.classes[place]), place)), dtype=np.int64)
    prices = chairs.prices[np.ix_(people, people)]
    meetings = np.zeros_like(prices)
    for groups in design:
        for group in groups:
            meetings[np.ix_(group, group)] += 1
    np.fill_diagonal(meetings, 0)
    labels = np.arange(len(people))
    if prices.any():
        labels = best_labels(meetings, prices, labels, steps=steps, chance=chance)
    laid = [[[int(people[labels[at]]) for at in group] for group in groups] for groups in design]
    laid += [dealt(chairs, number, chance) for number in range(len(laid), rounds)]
    pinned = [_as_pinned(groups, chairs.pinned[number]) for number, groups in enumerate(laid)]
    return chairs.seats_of([groups for groups in pinned if groups is not None]) if None not in pinned else None


def _as_pinned(groups: list[list[int]], pins: dict[int, int]) -> list[list[int]] | None:
    """The groups in an order in which pins hold as far as an order can, and some people exchanged for the rest.

    None when a group has nobody left to exchange.
    """
    left, order = list(range(len(groups))), [-1] * len(groups)
    for place, index in pins.items():
        mine = next(at for at in range(len(groups)) if place in groups[at])
        if order[index] < 0 and mine in left:
            order[index] = mine
            left.remove(mine)
    laid = [list(groups[at if at >= 0 else left.pop(0)]) for at in order]
    for place, index in pins.items():
        hers, wanted = next(group for group in laid if place in group), laid[index]
        if hers is wanted:
            continue
        partner = next((one for one in wanted if one not in pins), None)
        if partner is None:
            return None
        hers[hers.index(place)], wanted[wanted.index(partner)] = partner, place
    return laid
