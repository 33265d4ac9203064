"""Making a case public, and taking it back: the municipality's own decision, asked in words at that moment."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize
from network.cases.forms import PublishForm
from network.cases.queries import cases as queries
from network.cases.services import writing
from network.core.db import unit_of_work
from network.core.language import gettext as _
from network.core.markdown import render
from network.people.identity import actor

blueprint = Blueprint("case_publishing", __name__, url_prefix="/cases/<public_id>/publication")


@blueprint.get("")
@acts("case.read")
def ask(public_id: str) -> ResponseReturnValue:
    return _page(public_id, PublishForm())


@blueprint.post("")
@acts("case.publish")
def publish(public_id: str) -> ResponseReturnValue:
    authorize(actor(), "case.publish", queries.case_by_public_id(public_id))
    form = PublishForm()
    if not form.validate_on_submit():
        return _page(public_id, form), 422
    with unit_of_work():
        case = authorize(actor(), "case.publish", queries.case_by_public_id(public_id))
        writing.publish(case, by_id=actor().person_id)
    flash(_("The case is public. Everybody who has the address can read it."), "success")
    return redirect(url_for("cases.show", public_id=public_id), 303)


@blueprint.post("/end")
@acts("case.publish")
def unpublish(public_id: str) -> ResponseReturnValue:
    with unit_of_work():
        case = authorize(actor(), "case.publish", queries.case_by_public_id(public_id))
        writing.unpublish(case, by_id=actor().person_id)
    flash(_("The case is no longer public. Copies that others have made we cannot take back."), "success")
    return redirect(url_for("cases.show", public_id=public_id), 303)


def _page(public_id: str, form: PublishForm) -> str:
    case = authorize(actor(), "case.publish", queries.case_by_public_id(public_id))
    return render_template("cases/publish.html", case=case, form=form, contact=render(case.contact, level=3))
