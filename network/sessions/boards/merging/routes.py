"""What all groups of a round wrote, on one page and as files, for who leads the gathering or the network."""

from flask import Blueprint, Flask, render_template, request
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize
from network.core.db import db
from network.core.errors import Conflict, NotFound
from network.core.language import gettext as _
from network.people.identity import actor
from network.sessions.boards.export.routes.files import UNAVAILABLE, attached
from network.sessions.boards.export.rules.names import file_name
from network.sessions.boards.merging import papers, words
from network.sessions.boards.merging.queries import merged_of
from network.sessions.boards.merging.rules import narrowed
from network.sessions.gatherings.models import Gathering
from network.sessions.groups.models import GroupRound
from network.sessions.groups.queries.rounds import round_by_public_id
from network.web.pdf import PdfUnavailable

blueprint = Blueprint("merged", __name__, url_prefix="/rounds/<round_id>/merged")

LONGEST = 200
"""Letters of what is looked for."""


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("")
@acts("merged.read")
def show(round_id: str) -> ResponseReturnValue:
    return _page(_led(round_id))


@blueprint.get("/<kind>")
@acts("merged.read")
def fetch(round_id: str, kind: str) -> ResponseReturnValue:
    """All of it, whatever the page was narrowed to. Nothing is stored."""
    round_ = _led(round_id)
    if kind not in papers.MAKERS:
        raise NotFound()
    found = merged_of(round_, actor())
    if found.is_alone:
        raise Conflict(_("Each writes for herself now. The notes come here when the groups go on."))
    if not found.groups:
        raise NotFound()
    mimetype, make = papers.MAKERS[kind]
    try:
        return attached(make(found), mimetype, file_name(found.day, (found.title, _("All groups, merged")), kind))
    except PdfUnavailable as fault:
        return _page(round_, fault=fault.message, status=UNAVAILABLE)


def _led(round_id: str) -> GroupRound:
    return authorize(actor(), "merged.read", round_by_public_id(round_id))


def _page(round_: GroupRound, *, fault: str = "", status: int = 200) -> ResponseReturnValue:
    found = merged_of(round_, actor())
    choice = _choice()
    drawn = render_template(
        "sessions/boards/merging/round.html",
        round=round_,
        gathering=db.session.get_one(Gathering, round_.gathering_id),
        found=found,
        columns=narrowed(found.columns, **choice),
        choice=choice,
        is_narrowed=any(value not in ("", "all") for value in choice.values()),
        sums=words.sums(found),
        partly=words.partly(found),
        said_by=words.by,
        said_words=words.SAID_WORDS,
        kinds=tuple(papers.MAKERS),
        fault=fault,
    )
    return drawn, status


def _choice() -> dict[str, str]:
    """What the page is narrowed to, from its address."""
    given = request.args
    return {
        "column": given.get("column", "")[:3],
        "words": given.get("words", "")[:LONGEST],
        "said": given.get("said", "all")[:10],
    }
