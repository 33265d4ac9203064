"""The fifth page: on to the people, now or later. With it the first set-up is done."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts
from network.core.db import unit_of_work
from network.people.checks import import_address
from network.people.routes.setup.steps import PEOPLE, blueprint, network_for, shown
from network.people.services import setup

NOW = "now"


@blueprint.get("/network/setup/people")
@acts("setup.edit")
def people_page() -> ResponseReturnValue:
    return shown(PEOPLE, "people", network_for("setup.edit"))


@blueprint.post("/network/setup/people")
@acts("setup.edit")
def finish() -> ResponseReturnValue:
    network_for("setup.edit")
    with unit_of_work():
        setup.pass_page(network_for("setup.edit"), PEOPLE)
    return redirect(import_address() if request.form.get("act") == NOW else url_for("home.now"), 303)
