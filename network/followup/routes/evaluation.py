"""How people found the day: three questions on the phone, and what they add up to when it is closed."""

from datetime import timedelta

from flask import Blueprint, Flask, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, allows, authorize
from network.actions.queries.hour import is_last_hour
from network.core import clock
from network.core.db import unit_of_work
from network.core.errors import Conflict, Invalid, NotFound
from network.core.language import format_datetime
from network.core.language import gettext as _
from network.followup import words
from network.followup.queries import evaluation as queries
from network.followup.rules import evaluation as rules
from network.followup.services import evaluation
from network.people.identity import actor
from network.privacy import retention, small_numbers
from network.sessions.gatherings.models import Gathering, ProgrammeItem
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id, gatherings_for
from network.sessions.stage.queries.now import gathering_today_for
from network.sessions.stage.queries.standing import scene_of
from network.web import panels
from network.web.errors import STATUS, wants_json

blueprint = Blueprint("evaluation", __name__, url_prefix="/gatherings/<public_id>/evaluation")

KEPT = timedelta(days=5 * 365)


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    panels.add(app, "now_item", _now, order=80)
    panels.add(app, "home", _home, order=15)
    panels.add(app, "gathering", _on_gathering, order=70)
    retention.hold(retention.Holding("evaluation", KEPT, evaluation.forget))


@blueprint.get("")
@acts("evaluation.create")
def page(public_id: str) -> ResponseReturnValue:
    return _page(authorize(actor(), "evaluation.create", gathering_by_public_id(public_id)))


@blueprint.post("")
@acts("evaluation.create")
def answer(public_id: str) -> ResponseReturnValue:
    found = authorize(actor(), "evaluation.create", gathering_by_public_id(public_id))
    try:
        with unit_of_work():
            found = authorize(actor(), "evaluation.create", gathering_by_public_id(public_id))
            evaluation.answer(found, _asker(), _values())
    except (Invalid, Conflict) as refusal:
        return _not_taken(public_id, refusal)
    closes = format_datetime(rules.closes_at(found.ends_at), "short", zone=found.zone)
    return _done(public_id, _("Stored. You can change it until %(moment)s.", moment=closes))


@blueprint.post("/remark")
@acts("evaluation.create")
def write_remark(public_id: str) -> ResponseReturnValue:
    authorize(actor(), "evaluation.create", gathering_by_public_id(public_id))
    try:
        with unit_of_work():
            found = authorize(actor(), "evaluation.create", gathering_by_public_id(public_id))
            evaluation.write_remark(found, _asker(), request.form.get("text", ""))
    except (Invalid, Conflict) as refusal:
        return _not_taken(public_id, refusal)
    return _done(public_id, _("Your line is sent, without your name."))


@blueprint.get("/results")
@acts("evaluation.read")
def results(public_id: str) -> ResponseReturnValue:
    """The figures, for all from the same moment: when nothing more is taken (EV-5). Lines are for those who lead."""
    found = authorize(actor(), "evaluation.read", gathering_by_public_id(public_id))
    closes = rules.closes_at(found.ends_at)
    is_closed = clock.now() >= closes
    answered, came = queries.turnout(found.id)
    leads = allows(actor(), "evaluation.edit", found.facts())
    return render_template(
        "followup/evaluation_results.html",
        gathering=found,
        closes_at=closes,
        is_closed=is_closed,
        answered=answered,
        came=came,
        figures=queries.figures(found) if is_closed else [],
        remarks=queries.remarks(found.id) if is_closed and leads else [],
        asks_for_remarks=leads and "different" in queries.questions_of(found.id),
        trends=[one for one in queries.trends(actor()) if len(one.averages) > 1] if is_closed else [],
        words=words,
        least=small_numbers.LEAST,
    )


@blueprint.get("/questions")
@acts("evaluation.edit")
def questions(public_id: str) -> ResponseReturnValue:
    return _questions(authorize(actor(), "evaluation.edit", gathering_by_public_id(public_id)))


@blueprint.post("/questions")
@acts("evaluation.edit")
def choose(public_id: str) -> ResponseReturnValue:
    authorize(actor(), "evaluation.edit", gathering_by_public_id(public_id))
    try:
        with unit_of_work():
            found = authorize(actor(), "evaluation.edit", gathering_by_public_id(public_id))
            chosen, seen = request.form.getlist("question"), request.form.get("seen", "")
            evaluation.choose(found, chosen, by_id=actor().person_id, seen=seen)
    except (Invalid, Conflict) as refusal:
        found = authorize(actor(), "evaluation.edit", gathering_by_public_id(public_id))
        return _questions(found, fault=refusal.message), STATUS[type(refusal)]
    flash(_("These three are asked."), "success")
    return redirect(url_for("gatherings.show", public_id=public_id), 303)


def _page(gathering: Gathering, *, fault: str = "", text: str = "") -> str:
    standing = queries.standing(gathering, actor().person_id)
    typed = {name: value for name, value in _values().items() if name in standing.questions}
    return render_template(
        "followup/evaluation.html",
        gathering=gathering,
        standing=standing,
        chosen={**standing.answers, **typed},
        fault=fault,
        text=text,
        words=words,
        kinds=rules.QUESTIONS,
        limit=rules.REMARK_LIMIT,
        may_read=allows(actor(), "evaluation.read", gathering.facts()),
    )


def _questions(gathering: Gathering, *, fault: str = "") -> str:
    """What was chosen in the form that was not taken, beside what stands: the mark is of that, she has seen it now."""
    asked = queries.questions_of(gathering.id)
    seen, typed = rules.mark(asked), request.form
    is_fixed = queries.has_answers(gathering.id)
    is_hers, is_another = bool(fault) and not is_fixed, bool(fault) and typed.get("seen", seen) != seen
    return render_template(
        "followup/evaluation_questions.html",
        gathering=gathering,
        questions=words.QUESTIONS,
        chosen=typed.getlist("question") if is_hers else asked,
        asked=[words.QUESTIONS[name] for name in asked] if is_another else [],
        seen=seen,
        fault=fault,
        is_fixed=is_fixed,
    )


def _values() -> dict[str, int]:
    """The answers of the form, by question; what is no number is none."""
    found = {name: request.form.get(name, "") for name in rules.QUESTIONS if rules.QUESTIONS[name] != rules.REMARK}
    return {name: int(value) for name, value in found.items() if value in ("1", "2", "3", "4", "5")}


def _not_taken(public_id: str, refusal: Invalid | Conflict) -> ResponseReturnValue:
    status = STATUS[type(refusal)]
    if wants_json():
        return jsonify(ok=False, error=refusal.code, message=refusal.message), status
    found = authorize(actor(), "evaluation.create", gathering_by_public_id(public_id))
    return _page(found, fault=refusal.message, text=request.form.get("text", "")), status


def _done(public_id: str, said: str) -> ResponseReturnValue:
    if wants_json():
        return jsonify(ok=True, message=said)
    flash(said, "success")
    return redirect(url_for("evaluation.page", public_id=public_id), 303)


def _asker() -> int:
    person_id = actor().person_id
    if person_id is None:
        raise NotFound()
    return person_id


def _now(*, gathering: Gathering, item: ProgrammeItem | None, **_facts: object) -> str | None:
    """On the phone's "Now" from the last part of the day on. Before that 120 phones ask the database nothing for it."""
    scene = scene_of(gathering)
    is_time = is_last_hour(scene, item) or queries.has_reached_the_end(gathering, scene)
    return _offer(gathering) if is_time and allows(actor(), "evaluation.create", gathering.facts()) else None


def _home(**_facts: object) -> str | None:
    """On the front page of the evening and the next day, when the gathering has left it."""
    asker, now = actor(), clock.now()
    if asker.person_id is None or gathering_today_for(asker) is not None:
        return None
    lately = [one for one in gatherings_for(asker) if one.ends_at <= now < rules.closes_at(one.ends_at)]
    own = [one for one in lately if one.id in asker.gathering_ids]
    return _offer(own[0]) if own else None


def _offer(gathering: Gathering) -> str | None:
    standing = queries.standing(gathering, actor().person_id)
    if not standing.is_open or not standing.was_there:
        return None
    return render_template("followup/_evaluation_offer.html", gathering=gathering, standing=standing)


def _on_gathering(*, gathering: Gathering, **_facts: object) -> str | None:
    """On the gathering's page: the way to choose the questions, to answer, to read what came of it."""
    asker, facts = actor(), gathering.facts()
    may_read, may_choose = (allows(asker, f"evaluation.{act}", facts) for act in ("read", "edit"))
    has_ended = clock.now() >= gathering.ends_at
    standing = queries.standing(gathering, asker.person_id)
    may_answer = standing.is_open and standing.was_there and allows(asker, "evaluation.create", facts)
    if gathering.cancelled_at is not None or not (may_choose or may_answer or (may_read and has_ended)):
        return None
    return render_template(
        "followup/_evaluation_tool.html",
        gathering=gathering,
        standing=standing,
        questions=[words.QUESTIONS[name] for name in standing.questions] if may_choose else [],
        may_choose=may_choose,
        may_answer=may_answer,
        may_read=may_read and has_ended,
    )
