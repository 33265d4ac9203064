"""What a planned gathering still lacks (B1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from network.sessions.gatherings.rules.programme import GOING_HOME_LEAST

MOST_MUSTS = 3
ROUNDS = ("mixed_round", "local_round", "going_home")


@dataclass(frozen=True)
class PlannedItem:
    """`kind` is a value of ItemKind. `has_owner`: a talk's speaker or a case's municipality is known."""

    kind: str
    title: str
    minutes: int
    has_question: bool = False
    has_owner: bool = False


@dataclass(frozen=True)
class Plan:
    """A gathering as the lint sees it. `departs_at` is the moment of the last way home, if one is known.

    `untouched_goals` are the numbers of goals that neither this gathering nor the two before it serve, and
    `short_of_seats` the municipalities that have fewer fixed delegates that day than the network asks for.
    """

    items: Sequence[PlannedItem]
    facilitators: int
    ends_at: datetime
    departs_at: datetime | None = None
    has_goals: bool = True
    untouched_goals: Sequence[str] = ()
    has_practical: bool = True
    is_invited: bool = True
    short_of_seats: Sequence[str] = ()


@dataclass(frozen=True)
class Finding:
    """`code` names the sentence, `about` fills it. A must stands on top; everything else is grey."""

    code: str
    about: str = ""
    is_must: bool = False


def lint(plan: Plan) -> list[Finding]:
    """What is missing, most important first; at most three are musts (rule GA-4)."""
    musts = _musts(plan)
    shown = [Finding(code, about, is_must=number < MOST_MUSTS) for number, (code, about) in enumerate(musts)]
    return shown + [Finding(code, about) for code, about in _hints(plan)]


def untouched(goals: Sequence[tuple[int, str]], served: Sequence[set[int]], *, gatherings: int = 3) -> list[str]:
    """The numbers of goals that none of the last `gatherings` serve. Fewer gatherings than that say nothing yet.

    Shape: `goals` are pairs of id and number; `served` holds the goals of each gathering, the latest first.
    """
    latest = served[:gatherings]
    if len(latest) < gatherings:
        return []
    return [number for goal_id, number in goals if not any(goal_id in one for one in latest)]


def _musts(plan: Plan) -> list[tuple[str, str]]:
    kinds = [item.kind for item in plan.items]
    found: list[tuple[str, str]] = []
    if plan.facilitators == 0:
        found.append(("no_facilitator", ""))
    if "going_home" not in kinds:
        found.append(("no_going_home", ""))
    found += [("short_going_home", item.title) for item in plan.items if _is_cut(item)]
    if plan.departs_at is not None and plan.ends_at > plan.departs_at:
        found.append(("after_departure", ""))
    if "case" not in kinds:
        found.append(("no_case", ""))
    found += [("no_question", item.title) for item in plan.items if item.kind in ROUNDS and not item.has_question]
    if plan.short_of_seats:
        found.append(("few_seats", ", ".join(plan.short_of_seats)))
    return found


def _is_cut(item: PlannedItem) -> bool:
    return item.kind == "going_home" and item.minutes < GOING_HOME_LEAST


def _hints(plan: Plan) -> list[tuple[str, str]]:
    found = [("no_case_owner", item.title) for item in plan.items if item.kind == "case" and not item.has_owner]
    found += [("no_speaker", item.title) for item in plan.items if item.kind == "talk" and not item.has_owner]
    if not plan.has_goals:
        found.append(("no_goal", ""))
    if plan.untouched_goals:
        found.append(("goal_untouched", ", ".join(plan.untouched_goals)))
    if not plan.has_practical:
        found.append(("no_practical", ""))
    if not plan.is_invited:
        found.append(("not_invited", ""))
    return found
