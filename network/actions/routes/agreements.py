"""What a municipality's delegates write before they ask each other: action points, and who tells the council."""

from collections.abc import Callable, Mapping, Sequence

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts
from network.actions.forms.agreements import BrieferForm, NothingForm, PointForm
from network.actions.models import ActionPoint
from network.actions.queries import agreements as queries
from network.actions.routes.owners import link_for
from network.actions.routes.sheets import agreement_to, gives_back, page, point_to, sheet_to
from network.actions.services import agreements as services
from network.actions.services import marks, owners, points
from network.core.db import unit_of_work
from network.core.edits import Merged, mark
from network.core.errors import Conflict, Invalid, NotFound
from network.core.language import format_date, format_list
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.people.identity import actor
from network.sessions.gatherings.forms.fields import day_from, usable_key
from network.web.errors import wants_json
from network.writing import services as writing

blueprint = Blueprint("agreements", __name__, url_prefix="/gatherings/<public_id>/agreements/<number>")

FIELD_WORDS = {
    "what": _l("the sentence"),
    "owner": _l("who is responsible"),
    "first_step": _l("the first step"),
    "first_step_on": _l("when the first step is taken"),
    "due_on": _l("when it is done"),
    "goal": _l("the goal"),
    "case": _l("the case"),
    "is_for_council": _l("the council’s decision"),
}


@blueprint.get("")
@acts("agreement.read")
def show(public_id: str, number: str) -> ResponseReturnValue:
    return page(public_id, number)


@blueprint.post("/points")
@acts("agreement.edit")
@gives_back
def add(public_id: str, number: str) -> ResponseReturnValue:
    """One more action point; the form's key makes it one, however often it is sent (F10)."""
    key = usable_key(request.form.get("key"))
    try:
        with unit_of_work():
            agreement = agreement_to("agreement.edit", public_id, number)
            point = queries.point_by_public_id(key) if key else None
            if point is None:
                point = points.add_point(agreement, by_id=actor().person_id, public_id=key)
                _note_source(point, request.form.get("source", ""))
            if point.agreement_id != agreement.id:
                raise NotFound()
            anchor = f"point-{point.public_id}"
    except (Invalid, Conflict) as refusal:
        return page(public_id, number, said=refusal.message, status=_status(refusal))
    return _back(public_id, number, anchor)


@blueprint.post("/points/<point_id>")
@acts("agreement.edit")
@gives_back
def save(public_id: str, number: str, point_id: str) -> ResponseReturnValue:
    """What was chosen for a point. A script sends it at each choice, and hears what others chose meanwhile."""
    point = point_to("agreement.edit", public_id, number, point_id)
    form = PointForm()
    if not form.validate_on_submit():
        return _not_taken(public_id, number, point, form, form.errors)
    try:
        with unit_of_work():
            point = point_to("agreement.edit", public_id, number, point_id)
            chosen = form.chosen(sheet_to("agreement.read", public_id, number))
            merged = points.save_point(point, chosen, marks=form.marks(), by_id=actor().person_id)
        _put_texts(point_to("agreement.edit", public_id, number, point_id))
    except Invalid as fault:
        return _not_taken(public_id, number, point, form, {fault.field: [fault.message]})
    except writing.Contested as contested:
        return _contested(public_id, number, contested)
    except Conflict as refusal:
        return _refused(public_id, number, refusal)
    if merged.clashes:
        return _clash(public_id, number, point_id, form, merged)
    if wants_json():
        return _saved(point_to("agreement.read", public_id, number, point_id), merged)
    flash(_("Saved."), "success")
    return _back(public_id, number, f"point-{point_id}")


@blueprint.post("/points/<point_id>/removal")
@acts("agreement.edit")
@gives_back
def remove(public_id: str, number: str, point_id: str) -> ResponseReturnValue:
    return _change_point(public_id, number, point_id, lambda point: points.remove_point(point, by_id=actor().person_id))


@blueprint.post("/points/<point_id>/return")
@acts("agreement.edit")
@gives_back
def put_back(public_id: str, number: str, point_id: str) -> ResponseReturnValue:
    return _change_point(public_id, number, point_id, lambda point: points.put_back(point, by_id=actor().person_id))


@blueprint.post("/points/<point_id>/first")
@acts("agreement.edit")
@gives_back
def put_first(public_id: str, number: str, point_id: str) -> ResponseReturnValue:
    return _change_point(public_id, number, point_id, points.put_first)


@blueprint.post("/nothing")
@acts("agreement.edit")
@gives_back
def say_nothing(public_id: str, number: str) -> ResponseReturnValue:
    form = NothingForm()
    try:
        with unit_of_work():
            agreement = agreement_to("agreement.edit", public_id, number)
            began = form.mark_because.data or ""
            services.say_nothing(agreement, form.because.data or "", by_id=actor().person_id, began=began)
    except writing.Contested as contested:
        form.because.errors = [_("Meanwhile somebody else wrote: %(other)s", other=contested.theirs or _("Nothing"))]
        form.mark_because.data = mark(contested.theirs)
        return page(public_id, number, said=contested.message, nothing=form, status=409)
    except Conflict as refusal:
        return page(public_id, number, said=refusal.message, yours=form.because.data or "", status=409)
    except Invalid as fault:
        form.because.errors = [fault.message]
        return page(public_id, number, nothing=form, status=422)
    return _back(public_id, number, "nothing")


@blueprint.post("/briefer")
@acts("agreement.edit")
@gives_back
def choose_briefer(public_id: str, number: str) -> ResponseReturnValue:
    sheet_to("agreement.edit", public_id, number)
    form = BrieferForm()
    if not form.validate_on_submit():
        return page(public_id, number, briefer=form, status=422)
    try:
        with unit_of_work():
            agreement = agreement_to("agreement.edit", public_id, number)
            person = queries.owner_with(sheet_to("agreement.read", public_id, number), form.briefer.data)
            day = day_from(form.on.data) if form.on.data else None
            is_unknown = bool(form.is_unknown.data)
            services.choose_briefer(agreement, person, on=day, is_unknown=is_unknown, seen=form.seen.data or "")
    except Conflict as refusal:
        return _other_briefer(public_id, number, form, refusal)
    flash(_("Saved."), "success")
    return _back(public_id, number, "briefer")


@blueprint.post("/request")
@acts("agreement.edit")
@gives_back
def ask(public_id: str, number: str) -> ResponseReturnValue:
    """Ask everybody for an answer; who was not there and shall be responsible is asked by mail."""
    try:
        with unit_of_work():
            agreement = agreement_to("agreement.edit", public_id, number)
            asked = services.ask(agreement, by_id=actor().person_id)
            unreachable = owners.ask_owners(asked, by_id=actor().person_id, link_for=link_for)
    except (Invalid, Conflict) as refusal:
        return page(public_id, number, said=refusal.message, status=_status(refusal))
    for person in unreachable:
        flash(
            _("%(name)s has no e-mail address here. Somebody must ask her, and note her answer.", name=person.name),
            "warning",
        )
    return _back(public_id, number, "answers")


@blueprint.post("/request/end")
@acts("agreement.edit")
@gives_back
def change(public_id: str, number: str) -> ResponseReturnValue:
    with unit_of_work():
        services.change(agreement_to("agreement.edit", public_id, number), by_id=actor().person_id)
    return _back(public_id, number, "content")


def _note_source(point: ActionPoint, target: str) -> None:
    """Where it came from, when it was made of a mark that the municipality's delegates share (AG-9)."""
    if target:
        agreement = point.agreement
        kind, named, title, line = marks.source_of(target, agreement.gathering, agreement.municipality)
        points.add_source(point, kind=kind, target=named, title=title, line=line)


def _change_point(
    public_id: str, number: str, point_id: str, act: Callable[[ActionPoint], None]
) -> ResponseReturnValue:
    try:
        with unit_of_work():
            act(point_to("agreement.edit", public_id, number, point_id))
    except (Invalid, Conflict) as refusal:
        return page(public_id, number, said=refusal.message, status=_status(refusal))
    return _back(public_id, number, "points")


def _not_taken(
    public_id: str, number: str, point: ActionPoint, form: PointForm, faults: Mapping[str, Sequence[str]]
) -> ResponseReturnValue:
    name, messages = next(iter(faults.items()))
    if wants_json():
        return jsonify(ok=False, error="invalid", message=str(messages[0]), field=name), 422
    form[name].errors = list(messages)
    return page(public_id, number, faulty=point, form=form, status=422)


def _put_texts(point: ActionPoint) -> None:
    """The texts of a form that has no script: with one they are written live, and are not sent.

    Raises writing.Contested, Invalid and NotAllowed as writing.put does.
    """
    for name in points.TEXTS:
        if name in request.form and point.writing_id is not None:
            base = request.form.get(f"base_{name}", "")
            writing.put(point.writing_id, name, request.form[name], actor(), base=base)


def _refused(public_id: str, number: str, refusal: Conflict) -> ResponseReturnValue:
    """Somebody has asked for answers meanwhile: what she typed without a script is given back beside the reason."""
    if wants_json():
        return jsonify(ok=False, error="conflict", message=refusal.message), 409
    typed = " · ".join(filter(None, (request.form.get(name, "").strip() for name in points.TEXTS)))
    return page(public_id, number, said=refusal.message, yours=typed, status=409)


def _clash(public_id: str, number: str, point_id: str, form: PointForm, merged: Merged) -> ResponseReturnValue:
    """Both choices side by side, hers in the form. The marks are of what stands beside it: she has seen that now."""
    named = format_list([str(FIELD_WORDS[name]) for name in merged.clashes])
    said = _(
        "Somebody else has chosen otherwise meanwhile: %(fields)s. Look at both, and save once more.", fields=named
    )
    if wants_json():
        return jsonify(ok=False, error="conflict", message=said), 409
    point = point_to("agreement.read", public_id, number, point_id)
    stored = points.stored(point)
    for name, value in stored.items():
        if name not in merged.clashes:
            form[name].data = bool(merged.said[name]) if name == "is_for_council" else merged.said[name]
        form[f"mark_{name}"].data = mark(value)
    theirs = {name: stored[name] for name in merged.clashes}
    return page(public_id, number, said=said, faulty=point, form=form, clashes=theirs, status=409)


def _other_briefer(public_id: str, number: str, form: BrieferForm, refusal: Conflict) -> ResponseReturnValue:
    """Both choices, hers in the form. The mark is of what stands beside it: she has seen that now."""
    agreement = sheet_to("agreement.read", public_id, number).agreement
    if agreement is not None:
        who = agreement.brief_by.name if agreement.brief_by else _("Not decided")
        day = format_date(agreement.brief_on, "long") if agreement.brief_on else ""
        other = ", ".join(filter(None, (who, day)))
        form.briefer.errors = [_("Meanwhile somebody else chose: %(other)s", other=other)]
        form.seen.data = services.briefer_mark(agreement)
    return page(public_id, number, said=refusal.message, briefer=form, status=409)


def _contested(public_id: str, number: str, contested: writing.Contested) -> ResponseReturnValue:
    """The sentence that stands there and hers, side by side: nothing she typed is lost."""
    if wants_json():
        return jsonify(ok=False, error="conflict", message=contested.message), 409
    return page(public_id, number, said=contested.message, yours=contested.yours, status=409)


def _saved(point: ActionPoint, merged: Merged) -> ResponseReturnValue:
    """What a script needs: the new marks, and what others chose."""
    stored = points.stored(point)
    return jsonify(
        ok=True,
        marks={name: mark(value) for name, value in stored.items()},
        theirs={name: stored[name] for name in merged.theirs},
    )


def _status(refusal: Invalid | Conflict) -> int:
    return 422 if isinstance(refusal, Invalid) else 409


def _back(public_id: str, number: str, anchor: str) -> ResponseReturnValue:
    return redirect(url_for("agreements.show", public_id=public_id, number=number, _anchor=anchor), 303)
