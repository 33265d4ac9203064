"""Answering, on the phone or to a host. Everything works as a plain form, and waits on the phone without a network."""

from flask import Blueprint, flash, jsonify, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts
from network.core.db import unit_of_work
from network.core.errors import Conflict, Invalid, NotFound
from network.core.language import gettext as _
from network.people.identity import actor
from network.sessions.polls.forms.making import choices_given
from network.sessions.polls.routes.found import poll_for
from network.sessions.polls.rules.asking import State
from network.sessions.polls.services import answering
from network.web.errors import STATUS, wants_json

blueprint = Blueprint("poll_answers", __name__, url_prefix="/gatherings/<public_id>/polls/<poll_id>")
NOTED = "poll_noted"
"""In the browser's session: the question and the press that it has noted last, so that it can be taken back."""


@blueprint.post("/answers")
@acts("poll.answer")
def answer(public_id: str, poll_id: str) -> ResponseReturnValue:
    """One's own answer. That the question has closed meanwhile is said as it is, not as a lack of rights."""
    try:
        with unit_of_work():
            poll = poll_for("poll.read", public_id, poll_id)
            if poll.state == State.CLOSED:
                raise Conflict(_("This question is closed. What you chose was not counted."))
            poll = poll_for("poll.answer", public_id, poll_id)
            answering.answer(poll, _asker(), choices_given(), key=request.form.get("key", ""))
    except (Invalid, Conflict) as refusal:
        return _refused(public_id, poll_id, refusal)
    said = _("Your answer is in. You can change it until the question is closed.")
    if wants_json():
        return jsonify(ok=True, message=said)
    flash(said, "success")
    return _back(public_id, poll_id)


@blueprint.post("/noted")
@acts("poll.edit")
def note(public_id: str, poll_id: str) -> ResponseReturnValue:
    """The answer of somebody without a phone, or taking back what was noted a moment ago."""
    key, is_back = request.form.get("key", ""), request.form.get("act") == "take_back"
    try:
        with unit_of_work():
            poll = poll_for("poll.edit", public_id, poll_id)
            if is_back:
                answering.take_back(poll, key=key)
            else:
                answering.note(poll, choices_given(), key=key)
    except (Invalid, Conflict) as refusal:
        return _refused(public_id, poll_id, refusal)
    flash(_("Taken back.") if is_back else _("Noted, for somebody without a phone."), "success")
    session[NOTED] = [] if is_back else [poll_id, key]
    return redirect(url_for("polls.one", public_id=public_id, poll_id=poll_id), 303)


def _refused(public_id: str, poll_id: str, refusal: Invalid | Conflict) -> ResponseReturnValue:
    if wants_json():
        return jsonify(ok=False, error=refusal.code, message=refusal.message), STATUS[type(refusal)]
    flash(refusal.message, "warning")
    return _back(public_id, poll_id)


def _back(public_id: str, poll_id: str) -> ResponseReturnValue:
    if request.form.get("back") == "now":
        return redirect(url_for("home.now", _anchor="poll"), 303)
    return redirect(url_for("polls.one", public_id=public_id, poll_id=poll_id), 303)


def _asker() -> int:
    person_id = actor().person_id
    if person_id is None:
        raise NotFound()
    return person_id
