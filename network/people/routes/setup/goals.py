"""The third page: the network's goals. Lines come and go without a script, and nothing is stored before it is sent."""

from flask import request
from flask.typing import ResponseReturnValue

from network.access.guard import acts
from network.core import clock
from network.core.db import unit_of_work
from network.core.errors import Invalid
from network.core.language import LazyText
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.people import identity
from network.people.forms.setup import goals_typed
from network.people.models import Network
from network.people.queries.setup import goals_on
from network.people.routes.setup.steps import (
    GOALS,
    SEEN,
    CameSecond,
    Difference,
    blueprint,
    both_versions,
    network_for,
    no_such_act,
    onward,
    refuse_if_second,
    shown,
)
from network.people.rules.setup import GoalLine, version_of
from network.people.services import setup
from network.people.services.goals import set_goals

PROPOSAL: tuple[tuple[str, LazyText], ...] = (
    ("1", _l("Develop the part of the spare-time politician")),
    ("2a", _l("Make digital tools a natural place to take part")),
    ("2b", _l("Make digital tools a natural part of how the municipality develops its own organisation")),
    ("3", _l("Make room for new ideas in the municipalities")),
    ("4", _l("Lay the ground for municipalities and others in society to create things together")),
    ("5", _l("Strengthen the trust between the public sector and the rest of society")),
)
ADD, SAVE, PROPOSE, REMOVE = "add", "save", "propose", "remove-"
EMPTY = GoalLine("", "")


@blueprint.get("/network/setup/goals")
@acts("setup.edit")
def goals_page() -> ResponseReturnValue:
    network = network_for("setup.edit")
    stored = _stored()
    is_first_time = network.setup_step is not None and network.setup_step <= GOALS and not stored
    return _page(network, _proposal() if is_first_time else stored or [EMPTY], seen=_version(stored))


@blueprint.post("/network/setup/goals")
@acts("goal.edit")
def save_goals() -> ResponseReturnValue:
    network = network_for("goal.edit")
    act = request.form.get("act", SAVE)
    if act != SAVE:
        return _page(network, _changed(act), seen=request.form.get(SEEN, ""))
    lines = goals_typed(request.form)
    try:
        with unit_of_work():
            network = network_for("goal.edit")
            refuse_if_second([Difference(_("Goals"), _text(_stored()), _text(lines))])
            set_goals(lines, by=identity.actor().person_id)
            setup.pass_page(network, GOALS)
    except Invalid as fault:
        seen = request.form.get(SEEN, "")
        return _page(network_for("goal.edit"), lines, seen=seen, status=422, faults={fault.field: [fault.message]})
    except CameSecond as clash:
        return both_versions(GOALS, network_for("goal.edit"), clash)
    return onward(GOALS)


def _page(
    network: Network,
    lines: list[GoalLine],
    *,
    seen: str,
    status: int = 200,
    faults: dict[str, list[str]] | None = None,
) -> ResponseReturnValue:
    return shown(
        GOALS,
        "goals",
        network,
        status=status,
        lines=lines or [EMPTY],
        offers_proposal=not set(_proposal()) & set(lines),
        seen=seen,
        faults=faults or {},
    )


def _changed(act: str) -> list[GoalLine]:
    """The typed lines with one more, one less, or the proposal below."""
    if act == ADD:
        return [*goals_typed(request.form), EMPTY]
    if act == PROPOSE:
        return [*goals_typed(request.form), *_proposal()]
    place = act.removeprefix(REMOVE)
    if not act.startswith(REMOVE) or not place.isdecimal() or len(place) > 9:
        no_such_act()
    return goals_typed(request.form, without=int(place))


def _proposal() -> list[GoalLine]:
    return [GoalLine(number, str(text)) for number, text in PROPOSAL]


def _stored() -> list[GoalLine]:
    return [GoalLine(goal.number, goal.text) for goal in goals_on(clock.now().date())]


def _text(lines: list[GoalLine]) -> str:
    return "\n".join(f"{line.number} {line.text}" for line in lines)


def _version(lines: list[GoalLine]) -> str:
    return version_of([_text(lines)])
