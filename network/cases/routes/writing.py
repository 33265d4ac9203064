"""Writing a case: a new one, the seven boxes, what was written before, where it is presented, ready or not."""

import secrets

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from network.access.actor import Actor
from network.access.guard import acts, allows, authorize
from network.cases import words
from network.cases.forms import CaseForm, NewCaseForm, PlaceForm
from network.cases.models import CaseStudy
from network.cases.queries import cases as queries
from network.cases.rules.boxes import BOXES, FIELDS, missing
from network.cases.services import writing
from network.core import clock
from network.core.db import db, unit_of_work
from network.core.edits import Merged, mark
from network.core.errors import Conflict, Invalid, NotFound
from network.core.language import format_list, format_time
from network.core.language import gettext as _
from network.core.markdown import render
from network.people import queries as people
from network.people.identity import actor
from network.people.models import Municipality
from network.sessions.gatherings.forms.fields import usable_key
from network.sessions.gatherings.models import ProgrammeItem
from network.web.errors import wants_json

blueprint = Blueprint("case_writing", __name__, url_prefix="/cases")


@blueprint.get("/new")
@acts("case.read")
def new() -> ResponseReturnValue:
    form = NewCaseForm(request.args)
    return _new_page(form, _own_municipalities(actor()))


@blueprint.post("")
@acts("case.create")
def create() -> ResponseReturnValue:
    form = NewCaseForm()
    own = _own_municipalities(actor())
    if not form.validate_on_submit():
        return _new_page(form, own), 422
    try:
        with unit_of_work():
            place = authorize(actor(), "case.create", _municipality(form, own))
            public_id = _begun(place, form)
    except Conflict as refusal:
        form.item.errors = [refusal.message]
        return _new_page(form, _own_municipalities(actor())), 409
    return redirect(url_for("case_writing.edit", public_id=public_id), 303)


@blueprint.get("/<public_id>/edit")
@acts("case.read")
def edit(public_id: str) -> ResponseReturnValue:
    case = authorize(actor(), "case.edit", queries.case_by_public_id(public_id))
    return _edit_page(case, _filled(case))


@blueprint.post("/<public_id>")
@acts("case.edit")
def save(public_id: str) -> ResponseReturnValue:
    """Save the boxes; a script does so after each pause, and hears what others changed meanwhile."""
    case = authorize(actor(), "case.edit", queries.case_by_public_id(public_id))
    form = CaseForm()
    if not form.validate_on_submit():
        return _not_taken(case, form)
    with unit_of_work():
        case = authorize(actor(), "case.edit", queries.case_by_public_id(public_id))
        merged = writing.save(case, form.said(), form.marks(), by_id=actor().person_id)
    if merged.clashes:
        return _clash(_again(public_id), form, merged)
    if wants_json():
        return _saved(_again(public_id), merged)
    flash(_("Saved."), "success")
    if request.form.get("preview"):
        return redirect(url_for("cases.show", public_id=public_id), 303)
    return redirect(url_for("case_writing.edit", public_id=public_id), 303)


@blueprint.post("/<public_id>/versions/<int:number>/return")
@acts("case.edit")
def fetch_back(public_id: str, number: int) -> ResponseReturnValue:
    with unit_of_work():
        case = authorize(actor(), "case.edit", queries.case_by_public_id(public_id))
        version = queries.version_of(case, number)
        if version is None:
            raise NotFound()
        writing.fetch_back(case, version, by_id=actor().person_id)
    flash(_("The case says again what it said then. What it said just now is kept as a version."), "success")
    return redirect(url_for("case_writing.edit", public_id=public_id), 303)


@blueprint.post("/<public_id>/place")
@acts("case.edit")
def place(public_id: str) -> ResponseReturnValue:
    form = PlaceForm()
    with unit_of_work():
        case = authorize(actor(), "case.edit", queries.case_by_public_id(public_id))
        writing.place(case, _item_of(case.municipality, form.item.data))
    flash(_("Saved."), "success")
    return redirect(url_for("cases.show", public_id=public_id), 303)


@blueprint.post("/<public_id>/state")
@acts("case.edit")
def set_state(public_id: str) -> ResponseReturnValue:
    """Ready, presented, or a draft again. What is missing is named, and nothing is changed."""
    changes = {"ready": writing.mark_ready, "draft": writing.mark_draft, "presented": writing.mark_presented}
    change = changes.get(request.form.get("state", ""))
    if change is None:
        raise Invalid("state")
    try:
        with unit_of_work():
            case = authorize(actor(), "case.edit", queries.case_by_public_id(public_id))
            change(case, by_id=actor().person_id)
    except Invalid:
        flash(_missing_sentence(_again(public_id)), "warning")
    return redirect(url_for("cases.show", public_id=public_id), 303)


@blueprint.get("/<public_id>/removal")
@acts("case.read")
def removal_page(public_id: str) -> ResponseReturnValue:
    case = authorize(actor(), "case.delete", queries.case_by_public_id(public_id))
    return render_template("cases/removal.html", case=case)


@blueprint.post("/<public_id>/removal")
@acts("case.delete")
def remove(public_id: str) -> ResponseReturnValue:
    with unit_of_work():
        try:
            case = authorize(actor(), "case.delete", queries.case_by_public_id(public_id))
        except (
            NotFound
        ) as refusal:  # the same words for what was deleted a moment ago and for what is not hers to know of
            raise NotFound(_("This case is not here. If you have just deleted it, it is done.")) from refusal
        writing.delete_case(case, by_id=actor().person_id)
    flash(_("The case is deleted."), "success")
    return redirect(url_for("cases.all"), 303)


def _begun(place: Municipality, form: NewCaseForm) -> str:
    """The public id of the case that this form begins, or has begun when it was sent before."""
    key = usable_key(form.key.data)
    case = queries.case_by_public_id(key) if key else None
    if case is None:
        item = _item_of(place, form.item.data)
        title = (form.title.data or "").strip()
        case = writing.begin(place, title, by_id=actor().person_id, item=item, public_id=key)
    return case.public_id


def _own_municipalities(asker: Actor) -> list[Municipality]:
    """Those for which the asker may begin a case. Raises NotAllowed when there is none."""
    own = [place for place in people.municipalities() if allows(asker, "case.create", place.facts())]
    if not own:
        authorize(asker, "case.create", next(iter(people.municipalities()), None))
    authorize(asker, "case.create", own[0])
    return own


def _municipality(form: NewCaseForm, own: list[Municipality]) -> Municipality | None:
    asked = form.municipality.data or (own[0].number if own else "")
    return next((place for place in people.municipalities() if place.number == asked), None)


def _item_of(municipality: Municipality, public_id: str | None) -> ProgrammeItem | None:
    """The municipality's own place on a programme with this id; None when none was chosen. Raises Invalid."""
    if not public_id:
        return None
    slots = queries.slots_of_municipality(municipality.id, since=clock.now())
    found = [slot.item for slot in slots if slot.item.public_id == public_id]
    if not found:
        raise Invalid("item", _("Choose a place on a programme that is yours."))
    return found[0]


def _new_page(form: NewCaseForm, own: list[Municipality]) -> str:
    slots = [slot for place in own for slot in queries.slots_of_municipality(place.id, since=clock.now())]
    return render_template(
        "cases/new.html",
        form=form,
        key=usable_key(form.key.data) or secrets.token_urlsafe(writing.PUBLIC_ID_BYTES),
        own=own,
        municipalities=[(place.number, place.name) for place in own],
        places=[("", _("Nowhere yet")), *((slot.item.public_id, slot.name) for slot in slots if slot.case is None)],
    )


def _filled(case: CaseStudy) -> CaseForm:
    form = CaseForm(formdata=None)
    for name, text in case.said().items():
        form[name].data = text
        form[f"mark_{name}"].data = mark(text)
    return form


def _edit_page(case: CaseStudy, form: CaseForm, *, clashes: dict[str, str] | None = None) -> str:
    return render_template(
        "cases/edit.html",
        case=case,
        form=form,
        boxes=BOXES,
        words=words,
        clashes=clashes or {},
        previews={name: _preview(form[name].data) for name in BOXES},
        other=queries.name_of(case.changed_by_id) if clashes else "",
    )


def _preview(text: str | None) -> Markup:
    return render(text or "", level=3)


def _not_taken(case: CaseStudy, form: CaseForm) -> ResponseReturnValue:
    if wants_json():
        message = str(next(iter(form.errors.values()))[0])
        return jsonify(ok=False, error="invalid", message=message, field=next(iter(form.errors))), 422
    return _edit_page(case, form), 422


def _clash(case: CaseStudy, form: CaseForm, merged: Merged) -> ResponseReturnValue:
    """Both texts side by side, hers in the form. The marks are of what stands beside it: she has seen that now."""
    if wants_json():
        named = format_list(words.labels(merged.clashes))
        said = _("Somebody else has changed the same: %(boxes)s. Press Save to see both texts.", boxes=named)
        return jsonify(ok=False, error="conflict", message=said), 409
    stored = case.said()
    for name in FIELDS:
        form[name].data = form.said()[name] if name in merged.clashes else merged.said[name]
        form[f"mark_{name}"].data = mark(stored[name])
    return _edit_page(case, form, clashes={name: stored[name] for name in merged.clashes}), 409


def _saved(case: CaseStudy, merged: Merged) -> ResponseReturnValue:
    """What a script needs: when, the new marks, and the boxes that others changed."""
    stored = case.said()
    return jsonify(
        ok=True,
        version=case.version,
        clock=format_time(clock.now()),
        marks={name: mark(text) for name, text in stored.items()},
        theirs={name: stored[name] for name in merged.theirs},
    )


def _again(public_id: str) -> CaseStudy:
    case = queries.case_by_public_id(public_id)
    if case is None:
        raise NotFound()
    db.session.refresh(case)
    return case


def _missing_sentence(case: CaseStudy) -> str:
    named = format_list(words.labels(missing(case.said())))
    return _("Not ready yet. This is missing: %(boxes)s.", boxes=named)
