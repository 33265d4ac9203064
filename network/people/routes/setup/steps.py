"""What the five pages share: where one is, what comes next, and what happens when somebody else came first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import authorize
from network.core.errors import Conflict
from network.core.language import LazyText
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.people import identity, queries
from network.people.models import Network
from network.people.rules import setup as rules
from network.web.forms import typed_fields

blueprint = Blueprint("setup", __name__)

SEEN, CONFLICT = "seen", 409
NAME, MUNICIPALITIES, GOALS, MAIL, PEOPLE = range(rules.FIRST_PAGE, rules.LAST_PAGE + 1)
ENDPOINTS = {
    NAME: "setup.name_page",
    MUNICIPALITIES: "setup.municipalities_page",
    GOALS: "setup.goals_page",
    MAIL: "setup.mail_page",
    PEOPLE: "setup.people_page",
}
LABELS: dict[int, LazyText] = {
    NAME: _l("The network"),
    MUNICIPALITIES: _l("Municipalities"),
    GOALS: _l("Goals"),
    MAIL: _l("E-mail"),
    PEOPLE: _l("People"),
}


@dataclass(frozen=True)
class Step:
    """One of the five pages, for the line that shows where one is."""

    label: str
    address: str
    is_here: bool
    is_done: bool


@dataclass(frozen=True)
class Difference:
    """A field that two people have given different values."""

    label: str
    stored: str
    typed: str


class CameSecond(Exception):
    """Somebody else stored other values since the page was shown: nothing was changed."""

    def __init__(self, differences: Sequence[Difference], version: str) -> None:
        super().__init__()
        self.differences = [one for one in differences if one.stored != one.typed]
        self.version = version


def network_for(action: str) -> Network:
    """The network, if the asker may do this to it. Raises NotFound, NotAllowed."""
    return authorize(identity.actor(), action, queries.the_network())


def shown(page: int, template: str, network: Network, *, status: int = 200, **facts: object) -> ResponseReturnValue:
    """One of the pages. After the first set-up it is a page of settings, without the line of steps."""
    is_first = network.setup_step is not None
    back = url_for(ENDPOINTS[page - 1]) if page > rules.FIRST_PAGE else None
    html = render_template(
        f"people/setup/{template}.html",
        network=network,
        steps=_steps(page, network) if is_first else [],
        page=page,
        last_page=rules.LAST_PAGE,
        back=back if is_first else url_for("setup.network"),
        **facts,
    )
    return html, status


def onward(page: int) -> ResponseReturnValue:
    """What follows when a page is stored: the next one, or the network's own page once all is set up."""
    network = queries.the_network()
    if network is not None and network.setup_step is not None:
        return redirect(url_for(ENDPOINTS[min(page + 1, rules.LAST_PAGE)]), 303)
    flash(_("Stored."), "success")
    return redirect(url_for("setup.network"), 303)


def refuse_if_second(differences: Sequence[Difference]) -> None:
    """Compare what the page showed with what is stored now (rule SU-4).

    Raises CameSecond. Called inside the unit of work.
    """
    stored = [one.stored for one in differences]
    typed = [one.typed for one in differences]
    if rules.came_second(seen=request.form.get(SEEN, ""), stored=stored, typed=typed):
        raise CameSecond(differences, rules.version_of(stored))


def both_versions(page: int, network: Network, clash: CameSecond) -> ResponseReturnValue:
    """Both texts side by side. What was typed is still there, and can be stored knowingly."""
    return shown(
        page,
        "conflict",
        network,
        status=CONFLICT,
        title=LABELS[page],
        differences=clash.differences,
        typed=[(name, value) for name, value in typed_fields() if name not in (SEEN, "password")],
        version=clash.version,
        again=url_for(ENDPOINTS[page]),
    )


def no_such_act() -> NoReturn:
    """A button that no page of ours has. Raises Conflict."""
    raise Conflict(_("This page has changed. Open it anew."))


def _steps(page: int, network: Network) -> list[Step]:
    reached = network.setup_step or rules.LAST_PAGE
    return [
        Step(str(LABELS[number]), url_for(ENDPOINTS[number]), is_here=number == page, is_done=number < reached)
        for number in ENDPOINTS
    ]
