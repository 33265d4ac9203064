"""The hall's tables: numbers, and where they stand."""

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize
from network.core.db import unit_of_work
from network.core.language import gettext as _
from network.people.identity import actor
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id
from network.sessions.groups.forms import TablesForm
from network.sessions.groups.queries.rounds import hall_tables
from network.sessions.groups.services.tables import save_tables

blueprint = Blueprint("tables", __name__)


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/gatherings/<public_id>/tables")
@acts("round.read")
def show(public_id: str) -> ResponseReturnValue:
    gathering = _gathering(public_id)
    return _page(gathering, TablesForm.of(hall_tables(gathering.id)))


@blueprint.post("/gatherings/<public_id>/tables")
@acts("table.edit")
def save(public_id: str) -> ResponseReturnValue:
    form = TablesForm.read(request.form)
    if not form.is_good:
        return _page(_gathering(public_id), form, status=422)
    with unit_of_work():
        save_tables(_gathering(public_id), form.wanted, by_id=actor().person_id)
    flash(_("The tables are saved."), "success")
    return redirect(url_for("tables.show", public_id=public_id), 303)


def _gathering(public_id: str) -> Gathering:
    return authorize(actor(), "table.edit", gathering_by_public_id(public_id))


def _page(gathering: Gathering, form: TablesForm, *, status: int = 200) -> ResponseReturnValue:
    return render_template("sessions/groups/tables.html", gathering=gathering, form=form), status
