"""Presenting: the phone as remote, and the page with which the hall follows."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, allows, authorize, can
from network.cases import words
from network.cases.models import CaseState, CaseStudy
from network.cases.queries import cases as queries
from network.cases.queries import presenting as live
from network.cases.routes.reading import deck_page, for_readers
from network.cases.rules.slides import slides_of, within
from network.cases.services import presenting
from network.core.db import unit_of_work
from network.core.errors import Conflict, NotFound
from network.core.language import gettext as _
from network.people.identity import actor
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id
from network.sessions.stage.queries.standing import scene_of

blueprint = Blueprint("case_presenting", __name__)


@blueprint.get("/cases/<public_id>/remote")
@acts("case.read")
def remote(public_id: str) -> ResponseReturnValue:
    return _remote_page(_presentable(public_id))


@blueprint.post("/cases/<public_id>/slide")
@acts("case.present")
def show_slide(public_id: str) -> ResponseReturnValue:
    """Show a slide, from the move that the remote saw: pressed twice it moves once, and two remotes never jump two."""
    number, rev = _whole("slide"), _whole("rev")
    try:
        with unit_of_work():
            case = _presentable(public_id)
            was_moved = presenting.show(
                case, number, rev=rev, by_id=actor().person_id, may_any_time=_leads(queries.gathering_of(case))
            )
    except Conflict as refusal:
        return _remote_page(_presentable(public_id), said=refusal.message), 409
    if not was_moved and not _stands_at(public_id, number):
        said = _("The slides were moved from another phone. This is where they are now.")
        return _remote_page(_presentable(public_id), said=said), 409
    if request.form.get("back") == "control":
        return redirect(url_for("stage.control", public_id=_presentable_gathering(public_id).public_id), 303)
    return redirect(url_for("case_presenting.remote", public_id=public_id), 303)


@blueprint.post("/cases/<public_id>/slide/end")
@acts("case.present")
def end(public_id: str) -> ResponseReturnValue:
    try:
        with unit_of_work():
            case = _presentable(public_id)
            presenting.end(case, by_id=actor().person_id, may_any_time=_leads(queries.gathering_of(case)))
    except Conflict as refusal:
        return _remote_page(_presentable(public_id), said=refusal.message), 409
    if request.form.get("back") == "control":
        return redirect(url_for("stage.control", public_id=_presentable_gathering(public_id).public_id), 303)
    return redirect(url_for("cases.show", public_id=public_id), 303)


@blueprint.get("/gatherings/<public_id>/slides")
@acts("hall.read")
def hall(public_id: str) -> ResponseReturnValue:
    """The slides of the case that is told now, for everybody in the hall while it is told (rule CA-10)."""
    gathering = authorize(actor(), "hall.read", gathering_by_public_id(public_id))
    case = case_told_now(gathering)
    if case is None:
        return render_template("cases/no_slides.html", gathering=gathering)
    return for_readers(case, deck_page(case, follows=True))


def case_told_now(gathering: Gathering) -> CaseStudy | None:
    """The case on the big screen, or the one whose item goes on when its municipality has said that it is ready."""
    case = live.case_in_hall(gathering.id)
    if case is None or case.gathering_id != gathering.id:
        return None
    is_on = live.live_slide(gathering.id, case.public_id) is not None
    return case if is_on or case.state != CaseState.DRAFT else None


def _presentable(public_id: str) -> CaseStudy:
    return authorize(actor(), "case.present", queries.case_by_public_id(public_id))


def _presentable_gathering(public_id: str) -> Gathering:
    gathering = queries.gathering_of(_presentable(public_id))
    if gathering is None:
        raise NotFound()
    return gathering


def _leads(gathering: Gathering | None) -> bool:
    return gathering is not None and allows(actor(), "stage.edit", gathering.facts())


def _stands_at(public_id: str, number: int) -> bool:
    """Whether the slide asked for is shown already: the same press, sent twice."""
    case = _presentable(public_id)
    return case.shown_slide == within(number, len(slides_of(case.said())))


def _whole(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _remote_page(case: CaseStudy, *, said: str = "") -> str:
    slides = slides_of(case.said())
    gathering = queries.gathering_of(case)
    number, item = within(case.shown_slide, len(slides)), queries.item_of(case)
    return render_template(
        "cases/remote.html",
        case=case,
        gathering=gathering,
        slide=slides[number - 1],
        following=slides[number] if number < len(slides) else None,
        is_on=gathering is not None and live.live_slide(gathering.id, case.public_id) is not None,
        scene=scene_of(gathering) if gathering is not None else None,
        item=item,
        may_read_questions=item is not None and can(actor(), "question.read", item),
        said=said,
        words=words,
    )
