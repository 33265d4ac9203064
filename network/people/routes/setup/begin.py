"""The one-time set-up address: a page with a button, and the first person who presses it (rules SU-1, SU-2)."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import NOTHING, acts, allows, authorize_anywhere
from network.core.db import unit_of_work
from network.core.errors import Conflict
from network.people import identity, rules
from network.people.forms.setup import BeginForm
from network.people.routes.setup.steps import ENDPOINTS, NAME, blueprint
from network.people.routes.sign_in import come_in
from network.people.services import sessions, setup
from network.people.services.signing_in import Answer

GONE = 410


@blueprint.get("/setup/<token>")
@acts("setup.create")
def begin_page(token: str) -> ResponseReturnValue:
    """Shows a form, and spends nothing."""
    authorize_anywhere(identity.actor(), "setup.create")
    state = setup.way_in(token)
    if state != "ready":
        return _over(state)
    return render_template("people/setup/begin.html", form=BeginForm(), token=token)


@blueprint.post("/setup/<token>")
@acts("setup.create")
def begin(token: str) -> ResponseReturnValue:
    authorize_anywhere(identity.actor(), "setup.create")
    state = setup.way_in(token)
    if state != "ready":
        return _over(state)
    form = BeginForm()
    if not form.validate_on_submit():
        return render_template("people/setup/begin.html", form=form, token=token), 422
    device = rules.device_words(request.user_agent.string)
    try:
        with unit_of_work():
            begun = setup.begin(token, name=form.name.data, email=form.email.data, device=device)
            sessions.leave_former(identity.session_id(), by=begun.person_id)
    except Conflict:
        return _over("used")
    answer = Answer("signed_in", secret=begun.secret, session_id=begun.session_id, person_id=begun.person_id)
    response = come_in(answer)
    response.location = url_for(ENDPOINTS[NAME])
    return response


def _over(state: str) -> ResponseReturnValue:
    """What to do instead. Whoever pressed twice is already in, and goes on."""
    if state == "used" and allows(identity.actor(), "setup.edit", NOTHING):
        return redirect(url_for(ENDPOINTS[NAME]), 303)
    return render_template("people/setup/over.html", state=state), GONE
