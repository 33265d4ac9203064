"""The front page: what Samling is, or what goes on now."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize_anywhere
from network.core import clock
from network.people import identity

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@acts("network.read")
def now() -> ResponseReturnValue:
    asker = identity.actor()
    authorize_anywhere(asker, "network.read")
    if asker.person_id is None:
        return render_template("people/welcome.html")
    return render_template("people/now.html", name=asker.name, today=clock.now())
