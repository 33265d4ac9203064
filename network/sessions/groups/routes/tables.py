"""The hall's tables: numbers, and where they stand."""

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize
from network.core.db import unit_of_work
from network.core.language import gettext as _
from network.people.identity import actor
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id
from network.sessions.groups.forms import TablesForm, seal_of
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
        gathering = _gathering(public_id)
        stored = hall_tables(gathering.id)
        is_said = form.says(stored)
        is_stale = not is_said and form.seal != seal_of(stored)
        if not is_said and not is_stale:
            save_tables(gathering, form.wanted, by_id=actor().person_id)
    if is_stale:
        return _clash_page(_gathering(public_id), form)
    flash(_("The tables are saved."), "success")
    return redirect(url_for("tables.show", public_id=public_id), 303)


def _gathering(public_id: str) -> Gathering:
    return authorize(actor(), "table.edit", gathering_by_public_id(public_id))


def _clash_page(gathering: Gathering, form: TablesForm) -> ResponseReturnValue:
    """Two were at the tables at once: her rows stay in the form, what stands now is shown beside them (F16)."""
    stored = hall_tables(gathering.id)
    return _page(gathering, form.beside(stored), status=409, differences=form.clash(stored))


def _page(gathering: Gathering, form: TablesForm, *, status: int = 200, **facts: object) -> ResponseReturnValue:
    return render_template("sessions/groups/tables.html", gathering=gathering, form=form, **facts), status
