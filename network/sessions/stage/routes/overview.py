"""All groups on one page for those who lead: who needs somebody, how far each has come, a line to all or to some."""

from typing import Any

from flask import Blueprint, Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, allows, authorize
from network.people.identity import actor
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id
from network.sessions.stage import words
from network.sessions.stage.forms.control import MoveForm
from network.sessions.stage.queries.overview import overview_of
from network.sessions.stage.queries.silence import off_the_net
from network.sessions.stage.rules import overview
from network.sessions.stage.services import watching

blueprint = Blueprint("overview", __name__, url_prefix="/gatherings/<public_id>/overview")

VIEW = "overview"
"""What a form of this page says in `view`: its answer is this page, and not the control page."""


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("")
@acts("overview.read")
def show(public_id: str) -> ResponseReturnValue:
    return page(authorize(actor(), "overview.read", gathering_by_public_id(public_id)))


def is_asked_from() -> bool:
    """Whether the form that came in stands on this page."""
    return request.form.get("view") == VIEW


def address(public_id: str) -> str:
    """The page with what its reader has chosen to see."""
    return url_for("overview.show", public_id=public_id, **_choices())


def page(
    gathering: Gathering, *, said: str = "", asked: MoveForm | None = None, status: int = 200, **typed: object
) -> ResponseReturnValue:
    """As the groups stand now; `said` is what went wrong, `asked` a move that wants a yes."""
    choices = {"show": "all", "order": "need", **_choices()}
    found = overview_of(gathering, shown=choices["show"], order=choices["order"])
    watching.shown(gathering.id, off_the_net(found.scene.round))
    shown = {
        "desk": found,
        "scene": found.scene,
        "gathering": gathering,
        "choices": choices,
        "filters": words.FILTERS,
        "orders": words.ORDERS,
        "extra_minutes": overview.EXTRA_MINUTES,
        "reads_boards": allows(actor(), "board.read", gathering.facts()),
        "said": said,
        "asked": asked,
        "back": VIEW,
        "message": {},
        "message_fault": "",
        **typed,
    }
    return render_template("sessions/stage/overview.html", **shown), status


def _choices() -> dict[str, Any]:
    """What of the address (or of a form that stands on it) is another choice than the usual one."""
    given = {"show": request.values.get("show", ""), "order": request.values.get("order", "")}
    known = {"show": overview.SHOWN[1:], "order": overview.ORDERS[1:]}
    return {name: value for name, value in given.items() if value in known[name]}
