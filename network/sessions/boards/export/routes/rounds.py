"""The boards of a whole round, for who leads the gathering."""

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue

from network.access.guard import acts, allows, authorize
from network.core.db import db
from network.core.errors import NotFound
from network.core.language import gettext as _
from network.people.identity import actor
from network.sessions.boards.export import queries
from network.sessions.boards.export.routes.files import MAKERS, UNAVAILABLE, file_of
from network.sessions.gatherings.models import Gathering, ProgrammeItem
from network.sessions.groups.models import GroupRound, RoundState
from network.sessions.groups.queries.rounds import round_by_public_id
from network.web import panels
from network.web.pdf import PdfUnavailable

blueprint = Blueprint("round_files", __name__, url_prefix="/rounds/<round_id>/boards")
KINDS = ("docx", "xlsx", "json")


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    panels.add(app, "gathering_tools", _tool, order=55)


@blueprint.get("")
@acts("round.read")
def show(round_id: str) -> ResponseReturnValue:
    return page_of(led(round_id))


@blueprint.get("/<kind>")
@acts("round.read")
def fetch(round_id: str, kind: str) -> ResponseReturnValue:
    round_ = led(round_id)
    if kind not in KINDS or kind not in MAKERS:
        raise NotFound()
    found = queries.collection_of_round(round_, actor())
    if not found.boards:
        raise NotFound()
    try:
        return file_of(found, kind, (found.title, _("All groups")))
    except PdfUnavailable as fault:
        return page_of(round_, fault=fault.message, status=UNAVAILABLE)


def led(round_id: str) -> GroupRound:
    """The round, for who leads its gathering."""
    return authorize(actor(), "round.edit", round_by_public_id(round_id))


def page_of(round_: GroupRound, *, fault: str = "", said: str = "", status: int = 200) -> tuple[str, int]:
    """`fault` is why no file could be made, `said` what is wrong with one that was handed in."""
    boards = queries.readable_boards(round_, actor())
    drawn = render_template(
        "sessions/boards/export/round.html",
        round=round_,
        gathering=db.session.get_one(Gathering, round_.gathering_id),
        title=db.session.get_one(ProgrammeItem, round_.item_id).title,
        boards=boards,
        groups=queries.groups_of(boards),
        kinds=KINDS,
        is_over=round_.state == RoundState.CLOSED,
        fault=fault,
        said=said,
    )
    return drawn, status


def _tool(*, gathering: Gathering, **_facts: object) -> str | None:
    """On the gathering's page: what the groups wrote, a link for each round."""
    if not allows(actor(), "round.edit", gathering.facts()):
        return None
    rounds = queries.rounds_in_groups(gathering.id)
    return render_template("sessions/boards/export/_tool.html", rounds=rounds) if rounds else None
