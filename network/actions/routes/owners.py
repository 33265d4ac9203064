"""The link in a mail to somebody who was not there: will you take this on? A scanner that follows it says nothing."""

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize
from network.access.scopes import Facts
from network.actions.forms.agreements import OwnershipForm
from network.actions.models import ActionPoint
from network.actions.queries.agreements import point_by_public_id
from network.actions.services import owners
from network.core.db import unit_of_work
from network.core.errors import Conflict, NotFound
from network.people.identity import actor
from network.sessions.gatherings.routes.editing import whole
from network.sessions.gatherings.rules.links import LinkKind, opened, sealed

blueprint = Blueprint("owners", __name__, url_prefix="/ansvar")


class Ownership:
    """What a link opens: one action and the person who was asked."""

    def __init__(self, point: ActionPoint, person_id: int) -> None:
        self.point, self.person_id = point, person_id

    def facts(self) -> Facts:
        return Facts(owner_id=self.person_id, is_published=True)


def link_for(point: ActionPoint) -> str:
    """The address in the mail: good for the one who is asked now, and nobody after her."""
    token = sealed(_key(), LinkKind.OWNER, f"{point.public_id}~{point.owner_id}")
    return whole(url_for("owners.page", token=token))


@blueprint.after_request
def _keep_out_of_indexes(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@blueprint.get("/<token>")
@acts("network.read")
def page(token: str) -> ResponseReturnValue:
    ownership = _ownership(token)
    if ownership is None:
        return render_template("actions/owner.html", point=None, token=token), 404
    return render_template("actions/owner.html", point=ownership.point, person_id=ownership.person_id, token=token)


@blueprint.post("/<token>")
@acts("ownership.create")
def answer(token: str) -> ResponseReturnValue:
    form = OwnershipForm()
    try:
        with unit_of_work():
            ownership = _ownership(token)
            if ownership is None:
                raise NotFound()
            owners.accept(ownership.point, ownership.person_id, is_yes=form.answer.data == "yes")
    except Conflict as refusal:
        return render_template("actions/owner.html", point=None, token=token, said=refusal.message), 409
    return redirect(url_for("owners.page", token=token), 303)


def _ownership(token: str) -> Ownership | None:
    named = opened(_key(), LinkKind.OWNER, token) or ""
    public_id, _tilde, person = named.partition("~")
    point = point_by_public_id(public_id) if person.isdigit() else None
    if point is None:
        authorize(actor(), "network.read", NOBODYS)
        return None
    return authorize(actor(), "ownership.create", Ownership(point, int(person)))


def _key() -> str:
    return str(current_app.extensions["settings"].secret_key)


class _Nobodys:
    def facts(self) -> Facts:
        return Facts(is_published=True)


NOBODYS = _Nobodys()
