"""The record of a day: a page, and the same as DOCX and PDF, made beside the server while a line says so."""

from flask import Blueprint, Flask, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, allows, authorize
from network.core import clock
from network.followup.queries.record import Record, record_for
from network.followup.record_paper import name_of, paper_of
from network.people.identity import actor
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id
from network.web import panels, paper
from network.web.pdf import PdfUnavailable

blueprint = Blueprint("record", __name__, url_prefix="/gatherings/<public_id>")

UNAVAILABLE = 503


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    panels.add(app, "gathering", _on_gathering, order=60)
    panels.add(app, "gathering_tools", _tool, order=60)
    panels.add(app, "day_over", _tool, order=20)


@blueprint.get("/record")
@acts("record.read")
def show(public_id: str) -> ResponseReturnValue:
    return _page(_readable(public_id))


@blueprint.get("/record.docx")
@acts("record.read")
def as_docx(public_id: str) -> ResponseReturnValue:
    return _file(_readable(public_id), "docx")


@blueprint.get("/record.pdf")
@acts("record.read")
def as_pdf(public_id: str) -> ResponseReturnValue:
    return _file(_readable(public_id), "pdf")


def _readable(public_id: str) -> Record:
    gathering = authorize(actor(), "record.read", gathering_by_public_id(public_id))
    return record_for(actor(), gathering)


def _page(record: Record, *, fault: str = "", status: int = 200) -> ResponseReturnValue:
    """The page, with why a file could not be made, if it could not (RC-6)."""
    drawn = render_template(
        "followup/record.html",
        gathering=record.gathering,
        paper=paper_of(record),
        has_begun=clock.now() >= record.gathering.starts_at,
        fault=fault,
    )
    return drawn, status


def _file(record: Record, ending: str) -> ResponseReturnValue:
    """Nothing is stored: what is fetched is the record of this moment, for this reader."""
    made = paper_of(record)
    try:
        body = paper.pdf_of(made) if ending == "pdf" else paper.docx_of(made)
    except PdfUnavailable as fault:
        return _page(record, fault=fault.message, status=UNAVAILABLE)
    response = Response(body, mimetype=paper.PDF if ending == "pdf" else paper.DOCX)
    response.headers.set("Content-Disposition", "attachment", filename=name_of(record, ending))
    return response


def _may_be_shown(gathering: Gathering) -> bool:
    is_over = gathering.cancelled_at is None and clock.now() >= gathering.starts_at
    return is_over and allows(actor(), "record.read", gathering.facts())


def _on_gathering(*, gathering: Gathering, **_facts: object) -> str | None:
    """For who does not lead: those have it among their tools."""
    if not _may_be_shown(gathering) or allows(actor(), "gathering.edit", gathering.facts()):
        return None
    return render_template("followup/_record.html", gathering=gathering)


def _tool(*, gathering: Gathering, **_facts: object) -> str | None:
    if not _may_be_shown(gathering):
        return None
    return render_template("followup/_record_tool.html", address=url_for("record.show", public_id=gathering.public_id))
