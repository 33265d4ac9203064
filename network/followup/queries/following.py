"""Reading how all actions go, as those who lead may see it."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from network.access.actor import Actor
from network.actions.models import ActionPoint
from network.actions.queries.points import points_for
from network.actions.rules import points as states
from network.core import clock
from network.core.language import current
from network.core.names import name_key
from network.followup.rules.following import Line, silent_days


def lines_for(actor: Actor) -> list[Line]:
    """Every agreed action that the actor may read: by municipality's name, gathering by gathering. Four questions."""
    lines = [_line(point) for point in points_for(actor)]
    return sorted(lines, key=lambda line: (name_key(line.municipality, current()), line.gathering_at))


def municipalities_of(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """(number, name) of those that have an action, by name."""
    return list(dict.fromkeys((line.municipality_number, line.municipality) for line in lines))


def gatherings_of(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """(public id, title) of those from which there is an action, the latest first."""
    found = {(line.gathering_key, line.gathering): line.gathering_at for line in lines}
    return [one for one, _at in sorted(found.items(), key=lambda pair: pair[1], reverse=True)]


def _line(point: ActionPoint) -> Line:
    now = clock.now()
    today = now.astimezone(ZoneInfo(point.gathering.zone)).date()
    last = point.updates[-1] if point.updates else None
    return Line(
        public_id=point.public_id,
        what=point.what,
        municipality=point.municipality.name,
        municipality_number=point.municipality.number,
        goal=point.goal.text if point.goal else "",
        goal_number=point.goal.number if point.goal else "",
        gathering=point.gathering.title,
        gathering_key=point.gathering.public_id,
        gathering_at=point.gathering.starts_at,
        case=point.case.title if point.case else "",
        due_on=point.due_on,
        state=str(point.state),
        heard_at=point.heard_at,
        last_line=last.line if last else "",
        overdue_days=states.days_over(point.due_on, point.state, today),
        silent_days=silent_days(str(point.state), point.heard_at, now),
    )
