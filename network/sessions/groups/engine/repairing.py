"""Changing a plan that people know already: as few moves as can be, or as many as are worth their price."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from network.sessions.groups.engine.chairs import Chairs
from network.sessions.groups.engine.chance import Chance
from network.sessions.groups.engine.problem import Group, Pin, Plan, Problem
from network.sessions.groups.engine.swaps import Floats
from network.sessions.groups.engine.tabu_search import tabu_search

Locked = Collection[tuple[int, int]]
"""(round, person) of those who stay where they sit."""


def repaired(
    problem: Problem, plan: Plan, *, frozen: Collection[int], locked: Locked, move_price: int, seed: int, steps: int
) -> Plan:
    """The plan for those who are there now, searched on with a price on each person who leaves her group."""
    chairs = Chairs(_with_pins(problem, plan, locked))
    sat = [_seats_in(chairs, groups) for groups in plan]
    start = [
        _kept(chairs, number, seats) if number in frozen else _evened(chairs, number, seats)
        for number, seats in enumerate(sat)
    ]
    seats, _cost = tabu_search(
        chairs,
        chairs.seats_of(start),
        steps=steps,
        chance=Chance(seed),
        frozen=frozen,
        seat_prices=_leaving(chairs, sat, frozen, move_price),
    )
    return chairs.plan_of(seats)


def _with_pins(problem: Problem, plan: Plan, locked: Locked) -> Problem:
    """Who is locked is pinned to the group in which she sits."""
    seat = {(number, one): at for number, groups in enumerate(plan) for at, ids in enumerate(groups) for one in ids}
    pins = tuple(Pin(person, seat[number, person], (number,)) for number, person in locked if (number, person) in seat)
    wishes = replace(problem.wishes, pinned=problem.wishes.pinned + pins)
    return replace(problem, wishes=wishes)


def _seats_in(chairs: Chairs, groups: tuple[Group, ...]) -> dict[int, int]:
    """Place → the group in which she was told to sit."""
    return {chairs.at[one]: index for index, ids in enumerate(groups) for one in ids if one in chairs.at}


def _kept(chairs: Chairs, number: int, seats: dict[int, int]) -> list[list[int]]:
    """A round that is over, as it was."""
    groups: list[list[int]] = [[] for _ in range(chairs.groups[number])]
    for place in chairs.present[number]:
        if seats.get(place, len(groups)) < len(groups):
            groups[seats[place]].append(place)
    return groups


def _evened(chairs: Chairs, number: int, seats: dict[int, int]) -> list[list[int]]:
    """Everybody where she was as far as sizes allow: the fullest groups become the larger ones, so fewest move."""
    pins = chairs.pinned[number]
    groups = _kept(chairs, number, {**seats, **pins})
    placed = {place for group in groups for place in group}
    free = [place for place in chairs.present[number] if place not in placed]
    order = sorted(range(len(groups)), key=lambda at: -len(groups[at]))
    wanted = dict(zip(order, chairs.sizes(number), strict=True))
    for index in order:
        group = groups[index]
        while len(group) > wanted[index]:
            may_go = [place for place in group if place not in pins] or group
            gone = max(may_go, key=lambda place: chairs.prices[place, group].sum())
            group.remove(gone)
            free.append(gone)
    for place in free:
        index = min(
            (at for at in order if len(groups[at]) < wanted[at]),
            key=lambda at: chairs.prices[place, groups[at]].sum(),
        )
        groups[index].append(place)
    return groups


def _leaving(chairs: Chairs, sat: list[dict[int, int]], frozen: Collection[int], price: int) -> Floats | None:
    """Round × place × group → the price of sitting there and not where she was told to."""
    if not price:
        return None
    prices = np.zeros((len(sat), chairs.total, chairs.most + 1))
    for number, seats in enumerate(sat):
        for place in () if number in frozen else chairs.present[number]:
            if place in seats and seats[place] < chairs.most:
                prices[number, place, : chairs.most] = price
                prices[number, place, seats[place]] = 0
    return prices
