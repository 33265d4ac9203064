"""Municipalities become one, or one becomes several: filled in, looked at, then done."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize, authorize_anywhere
from network.core import clock
from network.core.db import unit_of_work
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.people import queries, rules
from network.people.forms.imports import whole
from network.people.forms.people import MergeForm, SplitForm, explain
from network.people.identity import actor
from network.people.models import Municipality, Seat
from network.people.services import municipalities
from network.people.services.municipalities import Founding

blueprint = Blueprint("lifetimes", __name__, url_prefix="/municipalities")


@blueprint.get("/merge")
@acts("municipality.read")
def merge_form() -> ResponseReturnValue:
    authorize_anywhere(actor(), "municipality.edit")
    form = MergeForm()
    form.on.data = form.on.data or clock.now().date().isoformat()
    return _merge_page(form)


@blueprint.post("/merge")
@acts("municipality.edit")
def preview_merge() -> ResponseReturnValue:
    """Which seats would go on and which would end. Nothing is stored."""
    authorize_anywhere(actor(), "municipality.edit")
    form = MergeForm()
    fault = _fault_of_merge(form)
    if fault is not None or "back" in request.form:
        return _merge_page(form, status=explain(form, fault) if fault else 200)
    return _merge_page(form, seats=_leaving(form))


@blueprint.post("/mergers")
@acts("municipality.edit")
def merge() -> ResponseReturnValue:
    authorize_anywhere(actor(), "municipality.edit")
    form = MergeForm()
    fault = _fault_of_merge(form)
    if fault is not None:
        return _merge_page(form, status=explain(form, fault))
    try:
        with unit_of_work():
            authorize_anywhere(actor(), "municipality.edit")
            carried = [whole(text) for text in request.form.getlist("carried")]
            heir = municipalities.merge(
                _sources(), _heir(form), on=form.on.certain, carried=carried, by=actor().person_id
            )
            number = heir.number
    except (Invalid, Conflict) as refusal:
        return _merge_page(form, status=explain(form, refusal), seats=_leaving(form))
    flash(_("The municipalities are merged. What was stays under the old names."), "success")
    return redirect(url_for("municipalities.show", number=number), 303)


@blueprint.get("/<number>/split")
@acts("municipality.read")
def split_form(number: str) -> ResponseReturnValue:
    municipality = authorize(actor(), "municipality.edit", queries.municipality_by_number(number))
    form = SplitForm()
    form.on.data = form.on.data or clock.now().date().isoformat()
    return _split_page(municipality, form)


@blueprint.post("/<number>/split")
@acts("municipality.edit")
def preview_split(number: str) -> ResponseReturnValue:
    """Where each seat would go. Nothing is stored."""
    municipality = authorize(actor(), "municipality.edit", queries.municipality_by_number(number))
    form = SplitForm()
    into = _foundings(form)
    if not form.validate_on_submit() or not _is_enough(form, into) or "back" in request.form:
        return _split_page(municipality, form, status=422 if form.errors else 200)
    return _split_page(municipality, form, into=into)


@blueprint.post("/<number>/division")
@acts("municipality.edit")
def split(number: str) -> ResponseReturnValue:
    municipality = authorize(actor(), "municipality.edit", queries.municipality_by_number(number))
    form = SplitForm()
    into = _foundings(form)
    if not form.validate_on_submit() or not _is_enough(form, into):
        return _split_page(municipality, form, status=422)
    try:
        with unit_of_work():
            municipality = authorize(actor(), "municipality.edit", queries.municipality_by_number(number))
            municipalities.split(municipality, into, on=form.on.certain, goes_to=_goes_to(into), by=actor().person_id)
    except (Invalid, Conflict) as fault:
        municipality = authorize(actor(), "municipality.edit", queries.municipality_by_number(number))
        return _split_page(municipality, form, status=explain(form, fault), into=into)
    flash(_("The municipality is split. What was stays under the old name."), "success")
    return redirect(url_for("municipalities.all"), 303)


def _fault_of_merge(form: MergeForm) -> Invalid | Conflict | None:
    """What is wrong before anybody looks at seats."""
    if not form.validate_on_submit():
        return Invalid("", _("Correct the marked fields."))
    others = {one.number for one in _sources()} | {form.heir.data}
    if len(_sources()) < 1 or len(others) < 2 or (form.heir.data == "new" and len(_sources()) < 2):
        return Invalid("sources", _("Choose the municipalities that become one: at least two."))
    if form.heir.data == "new" and not (form.name.data or "").strip():
        return Invalid("name", _("Write the name of the new municipality."))
    if form.heir.data == "new" and not (form.number.data or "").strip():
        return Invalid("number", _("Write the number of the new municipality, as 1508."))
    return None


def _sources() -> list[Municipality]:
    chosen = set(request.form.getlist("sources"))
    return [one for one in queries.municipalities() if one.number in chosen]


def _heir(form: MergeForm) -> Municipality | Founding:
    existing = queries.municipality_by_number(form.heir.data or "") if form.heir.data != "new" else None
    return existing or Founding(form.number.data or "", form.name.data or "")


def _leaving(form: MergeForm) -> list[Seat]:
    return [
        seat
        for one in _sources()
        if one.number != form.heir.data
        for seat in queries.seats_of(one.id, from_date=form.on.certain)
    ]


def _room(form: MergeForm) -> int:
    """How many seats the heir has free on that day."""
    network, heir = queries.the_network(), _heir(form)
    most = network.max_seats if network else rules.MAX_SEATS
    if isinstance(heir, Founding):
        return most
    return most - rules.most_at_once(queries.periods(heir.id), rules.Period(form.on.certain))


def _merge_page(form: MergeForm, *, status: int = 200, seats: Sequence[Seat] | None = None) -> ResponseReturnValue:
    alive = queries.municipalities_on(clock.now().date())
    chosen: list[int] = []
    if seats is not None:
        by_place: dict[int, list[int]] = {}
        for seat in seats:
            by_place.setdefault(seat.municipality_id, []).append(seat.id)
        chosen = rules.carrying.carried(by_place, room=_room(form))
        if "carried" in request.form:
            chosen = [whole(text) for text in request.form.getlist("carried")]
    page = render_template(
        "people/merge.html",
        form=form,
        municipalities=alive,
        heirs=[("new", _("A new municipality")), *((one.number, one.name) for one in alive)],
        sources=_sources() if request.method == "POST" else [],
        seats=seats,
        carried=chosen,
        room=_room(form) if seats is not None else 0,
    )
    return page, status


def _foundings(form: SplitForm) -> list[Founding]:
    """One a line: `1508 Ålesund`."""
    pieces = [line.split(maxsplit=1) for line in (form.into.data or "").splitlines() if line.strip()]
    return [Founding(piece[0], piece[1] if len(piece) > 1 else "") for piece in pieces]


def _is_enough(form: SplitForm, into: Sequence[Founding]) -> bool:
    if len(into) >= 2 and all(one.name for one in into):
        return True
    form.into.errors = [_("Write at least two lines, each with a number and a name, as 1508 Ålesund.")]
    return False


def _goes_to(into: Sequence[Founding]) -> dict[int, int]:
    """Seat id → which of the new ones, as chosen in the preview."""
    numbers = {one.number: place for place, one in enumerate(into)}
    return {
        whole(name.removeprefix("seat-")): numbers[value]
        for name, value in request.form.items()
        if name.startswith("seat-") and value in numbers
    }


def _split_page(
    municipality: Municipality, form: SplitForm, *, status: int = 200, into: Sequence[Founding] | None = None
) -> ResponseReturnValue:
    page = render_template(
        "people/split.html",
        municipality=municipality,
        form=form,
        into=into,
        options=[("", _("The seat ends")), *((one.number, one.name) for one in into or ())],
        seats=queries.seats_of(municipality.id, from_date=form.on.certain) if into is not None else [],
        chosen={name: value for name, value in request.form.items() if name.startswith("seat-")},
    )
    return page, status
