"""The link in a mail: an answer without signing in. A scanner that follows it changes nothing (rule GA-7)."""

from flask import Blueprint, Flask, Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize
from network.core.db import unit_of_work
from network.core.errors import Conflict, Invalid, NotFound
from network.people.identity import actor
from network.sessions.gatherings.forms.invitations import REPLY_WORDS, ReplyForm
from network.sessions.gatherings.models import Invitation
from network.sessions.gatherings.queries.invitations import invitation_by_public_id
from network.sessions.gatherings.routes.editing import event_token, links_for
from network.sessions.gatherings.routes.invitations import SAMPLE
from network.sessions.gatherings.rules.links import LinkKind, opened
from network.sessions.gatherings.services.replies import give_answer, state_of

blueprint = Blueprint("reply", __name__, url_prefix="/svar")
NOT_INDEXED = {"X-Robots-Tag": "noindex, nofollow"}


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.after_request
def _keep_out_of_indexes(response: Response) -> Response:
    response.headers.update(NOT_INDEXED)
    return response


@blueprint.get("/<token>")
@acts("network.read")
def page(token: str) -> ResponseReturnValue:
    invitation = _invitation(token)
    if invitation is None:
        return _no_link(token)
    if state_of(invitation) != "open":
        return _over(invitation)
    form = ReplyForm()
    form.fill(invitation)
    return _page(invitation, token, form)


@blueprint.post("/<token>")
@acts("reply.create")
def answer(token: str) -> ResponseReturnValue:
    invitation = _invitation(token)
    if invitation is None:
        return _no_link(token)
    if state_of(invitation) != "open":
        return _over(invitation)
    form = ReplyForm()
    if not form.validate_on_submit():
        return _page(invitation, token, form), 422
    try:
        with unit_of_work():
            invitation = authorize(actor(), "reply.create", _invitation(token))
            give_answer(invitation, form.answer(), by_id=None, links_for=links_for)
    except (Invalid, Conflict) as refusal:
        field = refusal.field if isinstance(refusal, Invalid) else "substitute_email"
        form[field].errors = [refusal.message]
        status = 422 if isinstance(refusal, Invalid) else 409
        return _page(authorize(actor(), "reply.create", _invitation(token)), token, form), status
    return redirect(url_for("reply.page", token=token, _anchor="stored"), 303)


def _invitation(token: str) -> Invitation | None:
    """The invitation of a link that was made here; whoever holds it may answer, whoever she is."""
    public_id = opened(current_app.extensions["settings"].secret_key, LinkKind.REPLY, token)
    found = invitation_by_public_id(public_id) if public_id else None
    try:
        return authorize(actor(), "reply.create", found)
    except NotFound:
        return None


def _page(invitation: Invitation, token: str, form: ReplyForm) -> str:
    return render_template(
        "sessions/gatherings/reply.html",
        invitation=invitation,
        gathering=invitation.gathering,
        token=token,
        calendar=event_token(invitation),
        form=form,
        reply_words=REPLY_WORDS,
    )


def _no_link(token: str) -> ResponseReturnValue:
    page = render_template("sessions/gatherings/reply_over.html", why="sample" if token == SAMPLE else "wrong")
    return page, 404


def _over(invitation: Invitation) -> ResponseReturnValue:
    page = render_template(
        "sessions/gatherings/reply_over.html", why=state_of(invitation), gathering=invitation.gathering
    )
    return page, 410
