"""A municipality that the built-in list lacks, and one that is called something else now."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize, authorize_anywhere
from network.core import clock
from network.core.db import unit_of_work
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.people import queries
from network.people.forms.people import FoundingForm, NameForm, explain
from network.people.identity import actor
from network.people.services import municipalities
from network.people.services.municipalities import Founding

blueprint = Blueprint("naming", __name__, url_prefix="/municipalities")


@blueprint.get("/new")
@acts("municipality.read")
def new() -> ResponseReturnValue:
    authorize_anywhere(actor(), "municipality.create")
    return _new_page(FoundingForm())


@blueprint.post("")
@acts("municipality.create")
def add() -> ResponseReturnValue:
    authorize_anywhere(actor(), "municipality.create")
    form = FoundingForm()
    if not form.validate_on_submit():
        return _new_page(form, status=422)
    founding = Founding(form.number.data or "", form.name.data or "")
    try:
        with unit_of_work():
            authorize_anywhere(actor(), "municipality.create")
            number = municipalities.take_in(founding, on=clock.now().date(), by=actor().person_id).number
    except Invalid as fault:
        return _new_page(form, status=explain(form, fault))
    flash(_("%(name)s takes part.", name=form.name.data), "success")
    return redirect(url_for("municipalities.show", number=number), 303)


@blueprint.get("/<number>/name")
@acts("municipality.read")
def name(number: str) -> ResponseReturnValue:
    municipality = authorize(actor(), "municipality.edit", queries.municipality_by_number(number))
    return _name_page(number, NameForm(name=municipality.name, seen=municipality.name))


@blueprint.post("/<number>/name")
@acts("municipality.edit")
def rename(number: str) -> ResponseReturnValue:
    authorize(actor(), "municipality.edit", queries.municipality_by_number(number))
    form = NameForm()
    if not form.validate_on_submit():
        return _name_page(number, form, status=422)
    try:
        with unit_of_work():
            municipality = authorize(actor(), "municipality.edit", queries.municipality_by_number(number))
            municipalities.rename(municipality, form.name.data or "", seen=form.seen.data or "", by=actor().person_id)
    except (Invalid, Conflict) as fault:
        stored = authorize(actor(), "municipality.edit", queries.municipality_by_number(number))
        form.seen.data = stored.name
        return _name_page(number, form, status=explain(form, fault))
    flash(_("The name is changed."), "success")
    return redirect(url_for("municipalities.show", number=number), 303)


def _new_page(form: FoundingForm, *, status: int = 200) -> ResponseReturnValue:
    return render_template("people/new_municipality.html", form=form), status


def _name_page(number: str, form: NameForm, *, status: int = 200) -> ResponseReturnValue:
    return render_template("people/municipality_name.html", form=form, number=number), status
