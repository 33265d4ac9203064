"""Who sits with whom: pure functions from a problem to a plan. No web, no database, no clock (GR-1).

    draw      a plan for a problem                    check    contradictions, before anybody searches
    repair    a published plan, with fewest moves     judge    what a plan came to, counted from scratch
    improve   a plan, searched on                     bounds   what no plan can go beyond
    what_if   what one move would mean                advise   group counts, and their rounds without a repeat

The same problem, seed and steps give the same plan on every machine. Nothing is published that `judge` finds fault
with. NumPy is loaded by what searches alone.
"""

from collections.abc import Collection

from network.sessions.groups.engine.advice import Advice, advise
from network.sessions.groups.engine.bounds import Bounds, bounds, fewest_moves, fresh_in, least_repeats
from network.sessions.groups.engine.checking import check
from network.sessions.groups.engine.facts import Fact, Kind, in_english
from network.sessions.groups.engine.judging import Report, judge
from network.sessions.groups.engine.previewing import Change, what_if
from network.sessions.groups.engine.problem import Attendee, Group, Past, Pin, Plan, Problem, Round, Wishes

VERSION = "mix-2"
"""Stored with each plan: which engine made it. Goes up when a stored seed would give other groups."""
STEPS, STEPS_WITH_PAST = 1000, 2000
"""Steps of a search; of one for several rounds when people have met before, which is where more steps still help."""
FEWEST = 25_000
"""The price of a moved person at which a repair moves nobody whom sizes and hard wishes leave where she is. At 1500
some are moved to keep neighbours from home apart, at 300 to spare others a repeated meeting, at 100 all the more.
"""


def draw(problem: Problem, seed: int, steps: int | None = None) -> Plan:
    """A group for everybody in each round: the cheapest plan that was found (GR-2, GR-3).

    Shape: round → group → ids, sizes differ by at most one. Of wishes that contradict one another (`check`) or make a
    puzzle too hard some are broken: `judge` says so.
    Units: `steps` of the search, STEPS unless given.
    """
    from network.sessions.groups.engine.drawing import drawn  # slow import: NumPy

    return drawn(problem, seed, steps if steps is not None else _steps(problem))


def repair(
    problem: Problem,
    published: Plan,
    *,
    frozen: Collection[int] = (),
    locked: Collection[tuple[int, int]] = (),
    move_price: int = FEWEST,
    seed: int = 1,
    steps: int | None = None,
) -> Plan:
    """The published plan for those who are there now: the gone taken out, the new put in, sizes even again.

    Shape: as `published`, whose groups keep their places. `frozen` are rounds that are over and stay as they are,
    `locked` (round, person) who stays where she sits.
    Units: `move_price` in the prices of `prices.py`; at FEWEST exactly as many move as must (`fewest_moves`).
    """
    from network.sessions.groups.engine.repairing import repaired  # slow import: NumPy

    steps = steps if steps is not None else STEPS // 2
    return repaired(problem, published, frozen=frozen, locked=locked, move_price=move_price, seed=seed, steps=steps)


def improve(
    problem: Problem,
    plan: Plan,
    *,
    frozen: Collection[int] = (),
    locked: Collection[tuple[int, int]] = (),
    seed: int = 1,
    steps: int | None = None,
) -> Plan:
    """Mix the rest again: who is not locked may sit anywhere. Never worse than `plan` when that fits the problem."""
    return repair(problem, plan, frozen=frozen, locked=locked, move_price=0, seed=seed, steps=steps)


def _steps(problem: Problem) -> int:
    return STEPS_WITH_PAST if problem.history and len(problem.rounds) > 1 else STEPS


__all__ = [
    "FEWEST",
    "VERSION",
    "Advice",
    "Attendee",
    "Bounds",
    "Change",
    "Fact",
    "Group",
    "Kind",
    "Past",
    "Pin",
    "Plan",
    "Problem",
    "Report",
    "Round",
    "Wishes",
    "advise",
    "bounds",
    "check",
    "draw",
    "fewest_moves",
    "fresh_in",
    "improve",
    "in_english",
    "judge",
    "least_repeats",
    "repair",
    "what_if",
]
