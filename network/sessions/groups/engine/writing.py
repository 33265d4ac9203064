"""A problem as the instance in JSON that `reading` reads, and its answer: for who asks the command and not us."""

from collections.abc import Collection, Mapping
from typing import Any

from network.sessions.groups.engine.problem import Pin, Plan, Problem
from network.sessions.groups.engine.reading import BadInstance, Instance, read_plan


def instance_of(
    problem: Problem,
    *,
    seed: int,
    published: Plan | None = None,
    locked: Collection[tuple[int, int]] = (),
) -> dict[str, Any]:
    """What the command is asked, so that it answers as `draw` would; with `published` as `repair` would.

    `locked` (round, person) stay where they sit in `published`.
    """
    traits = ("municipality", "party", "gender", "role")
    told: dict[str, Any] = {
        "people": [
            {"id": one.id, **{name: getattr(one, name) for name in traits if getattr(one, name) is not None}}
            for one in problem.people
        ],
        "rounds": [{"groups": one.groups, "present": list(one.present)} for one in problem.rounds],
        "constraints": _wishes(problem, (*problem.wishes.pinned, *_pins(published or (), locked))),
        "history": [{"age": past.age, "groups": [list(ids) for ids in past.groups]} for past in problem.history],
        "seed": seed,
    }
    if published is not None:
        told |= {"kind": "rebalance", "published": [[list(ids) for ids in groups] for groups in published]}
    return told


def plan_in(answer: Any, problem: Problem) -> Plan:
    """The plan that the command gave. Raises BadInstance for what is none; whether it is a good one, `judge` says."""
    if not isinstance(answer, Mapping):
        raise BadInstance("the answer: an object in braces")
    ids = tuple(one.id for one in problem.people)
    places = read_plan(answer, Instance(problem, ids, seed=1, steps=None, published=None, frozen=0, move_price=None))
    return tuple(tuple(tuple(ids[at] for at in group) for group in groups) for groups in places)


def _pins(published: Plan, locked: Collection[tuple[int, int]]) -> list[Pin]:
    seat = {
        (number, one): at for number, groups in enumerate(published) for at, ids in enumerate(groups) for one in ids
    }
    return [Pin(person, seat[number, person], (number,)) for number, person in locked if (number, person) in seat]


def _wishes(problem: Problem, pins: Collection[Pin]) -> dict[str, Any]:
    wishes = problem.wishes
    told: dict[str, Any] = {
        "together": [list(block) for block in wishes.together],
        "apart": [list(block) for block in wishes.apart],
        "pinned": [
            {"person": pin.person, "group": pin.group, "rounds": None if pin.rounds is None else list(pin.rounds)}
            for pin in pins
        ],
        "facilitators": list(wishes.facilitators),
    }
    cap = wishes.max_per_municipality
    return told if cap is None else {**told, "max_per_municipality": cap}
