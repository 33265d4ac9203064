"""The link in a mail to somebody who was not there: will you take this on? A scanner that follows it says nothing."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize
from network.access.scopes import Facts
from network.actions import links
from network.actions.forms.agreements import OwnershipForm
from network.actions.models import ActionPoint
from network.actions.queries.agreements import point_by_public_id
from network.actions.routes.unsigned import keep_out_of_indexes, open_nothing
from network.actions.services import owners
from network.core.db import unit_of_work
from network.core.errors import Conflict, Invalid, NotFound
from network.people.identity import actor
from network.sessions.gatherings.routes.editing import whole

blueprint = Blueprint("owners", __name__, url_prefix="/ansvar")
blueprint.after_request(keep_out_of_indexes)


class Ownership:
    """What a link opens: one action and the person who was asked."""

    def __init__(self, point: ActionPoint, person_id: int) -> None:
        self.point, self.person_id = point, person_id

    def facts(self) -> Facts:
        return Facts(owner_id=self.person_id, is_published=True)


def link_for(point: ActionPoint) -> str:
    """The address in the mail: good for the one who is asked now, and nobody after her."""
    return whole(url_for("owners.page", token=links.owner_token(point.public_id, point.owner_id or 0)))


@blueprint.get("/<token>")
@acts("network.read")
def page(token: str) -> ResponseReturnValue:
    ownership = _ownership(token)
    return _page(ownership, token), 200 if ownership is not None else 404


@blueprint.post("/<token>")
@acts("ownership.create")
def answer(token: str) -> ResponseReturnValue:
    form = OwnershipForm()
    if form.answer.data not in ("yes", "no"):
        raise Invalid("answer")
    try:
        with unit_of_work():
            ownership = _ownership(token)
            if ownership is None:
                raise NotFound()
            is_yes, read = form.answer.data == "yes", form.wording.data or 0
            owners.accept(ownership.point, ownership.person_id, is_yes=is_yes, wording=read)
    except owners.Reworded as refusal:
        return _page(_ownership(token), token, said=refusal.message), 409
    except Conflict as refusal:
        return render_template("actions/owner.html", point=None, token=token, said=refusal.message), 409
    return redirect(url_for("owners.page", token=token), 303)


def _page(ownership: Ownership | None, token: str, *, said: str = "") -> str:
    point, person_id = (ownership.point, ownership.person_id) if ownership is not None else (None, None)
    return render_template("actions/owner.html", point=point, person_id=person_id, token=token, said=said)


def _ownership(token: str) -> Ownership | None:
    named = links.opened_owner_token(token)
    point = point_by_public_id(named[0]) if named else None
    if named is None or point is None:
        open_nothing()
        return None
    return authorize(actor(), "ownership.create", Ownership(point, named[1]))
