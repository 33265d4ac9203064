"""The network's goals. Each holds for a time: what was agreed under an old one still points to it."""

from collections.abc import Sequence
from datetime import timedelta

from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Invalid
from network.core.language import LazyText
from network.core.language import lazy_gettext as _l
from network.people.models import Goal
from network.people.queries.setup import goals_on
from network.people.rules import setup as rules
from network.people.rules.setup import GoalLine

FAULT_WORDS: dict[str, LazyText] = {
    "number": _l("Give this goal a number, as 1 or 2a."),
    "text": _l("Write the goal, or take the line away."),
    "twice": _l("Two goals have this number. Give one of them another."),
    "number_length": _l("A goal's number has at most five characters."),
    "text_length": _l("Make this goal shorter: at most 300 characters."),
    "many": _l("A network has at most twenty goals. Take some away."),
}


def set_goals(lines: Sequence[GoalLine], *, by: int | None) -> None:
    """Have exactly these goals from today on. Those that stay keep their beginning; the others end yesterday.

    Raises Invalid(`goal-<place>`) for a line that cannot be kept.
    """
    fault = rules.goal_fault(lines)
    if fault is not None:
        raise Invalid(f"goal-{fault[0]}", str(FAULT_WORDS[fault[1]]))
    today = clock.now().date()
    held = {GoalLine(goal.number, goal.text): goal for goal in goals_on(today)}
    for line in held.keys() - set(lines):
        _end(held[line])
    for place, line in enumerate(lines):
        goal = held.get(line)
        if goal is None:
            goal = Goal(number=line.number, text=line.text, from_date=today)
            db.session.add(goal)
        goal.position = place
    db.session.flush()
    audit(by, "goal.edit", "network", 1, goals=len(lines))


def _end(goal: Goal) -> None:
    """A goal that never held a whole day leaves no trace."""
    today = clock.now().date()
    if goal.from_date >= today:
        db.session.delete(goal)
    else:
        goal.to_date = today - timedelta(days=1)
