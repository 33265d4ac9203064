"""Who may do what, in words, from the very table that the program obeys."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize_anywhere
from network.access.matrix import table
from network.people import identity
from network.people.rights_words import ROLE_WORDS, subjects

blueprint = Blueprint("help", __name__)


@blueprint.get("/help/rights")
@acts("network.read")
def rights() -> ResponseReturnValue:
    authorize_anywhere(identity.actor(), "network.read")
    return render_template("people/rights.html", roles=ROLE_WORDS, subjects=subjects(table()))
