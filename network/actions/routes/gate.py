"""The gate: who is ready to go home, what each municipality lacks, and letting one go without."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize, can
from network.actions.forms.agreements import ReleaseForm
from network.actions.models import TakeHomeAgreement
from network.actions.queries import agreements as queries
from network.actions.queries.agreements import Sheet
from network.actions.routes.sheets import LACKS
from network.actions.rules.agreements import NEEDED, may_go
from network.actions.services import agreements as services
from network.actions.services.agreements import begun, lacks
from network.core.db import unit_of_work
from network.core.errors import Invalid, NotFound
from network.core.language import format_list
from network.people.identity import actor
from network.people.queries import municipality_by_number
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id
from network.sessions.stage.queries.standing import standing

blueprint = Blueprint("gate", __name__, url_prefix="/gatherings/<public_id>/gate")


@blueprint.get("")
@acts("gate.read")
def show(public_id: str) -> ResponseReturnValue:
    return _page(public_id)


@blueprint.post("/<number>/release")
@acts("gate.release")
def release(public_id: str, number: str) -> ResponseReturnValue:
    reason = ReleaseForm().reason.data or ""
    try:
        with unit_of_work():
            services.release(_agreement(public_id, number), reason, by_id=actor().person_id)
    except Invalid as fault:
        return _page(public_id, faulty=number, reason=reason, fault=fault.message, status=422)
    return _back(public_id)


@blueprint.post("/<number>/release/end")
@acts("gate.release")
def hold_back(public_id: str, number: str) -> ResponseReturnValue:
    with unit_of_work():
        services.hold_back(_agreement(public_id, number), by_id=actor().person_id)
    return _back(public_id)


def _agreement(public_id: str, number: str) -> TakeHomeAgreement:
    """Of a municipality that is there, or has been. Raises NotFound."""
    gathering = authorize(actor(), "gate.release", gathering_by_public_id(public_id))
    municipality = municipality_by_number(number)
    sheet = queries.sheet_of(gathering, municipality) if municipality is not None else None
    if sheet is None or not (sheet.delegates or sheet.agreement):
        raise NotFound()
    return begun(gathering, sheet.municipality)


def _page(
    public_id: str, *, faulty: str = "", reason: str = "", fault: str = "", status: int = 200
) -> ResponseReturnValue:
    gathering = authorize(actor(), "gate.read", gathering_by_public_id(public_id))
    sheets = queries.sheets_of(gathering)
    waiting = [one for one in sheets if not may_go(one.standing)]
    drawn = render_template(
        "actions/gate.html",
        gathering=gathering,
        state=standing(gathering.id),
        waiting=waiting,
        lacking={sheet.municipality.number: _lacking(sheet) for sheet in waiting if not sheet.is_asked},
        ready=[one for one in sheets if may_go(one.standing)],
        count=len(sheets),
        noting={sheet.municipality.number for sheet in waiting if _may_note(sheet)},
        faulty=faulty,
        reason=reason,
        fault=fault,
    )
    return drawn, status


def _lacking(sheet: Sheet) -> str:
    """What its actions still lack before anybody can be asked, in words, and nothing of what they say."""
    missing = {name for point in sheet.points for name in lacks(point)}
    return format_list([str(LACKS[name]) for name in NEEDED if name in missing])


def _may_note(sheet: Sheet) -> bool:
    """Whether somebody is there for whom the asker can note an answer."""
    lacks_one = any(sheet.lacking(one.key) for one in sheet.subjects)
    return lacks_one and sheet.is_open and can(actor(), "gate.note", sheet)


def _back(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("gate.show", public_id=public_id), 303)
