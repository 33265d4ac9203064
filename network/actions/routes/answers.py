"""What each delegate says to what her municipality takes home: on her own phone, or recorded by a colleague."""

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts
from network.actions.forms.agreements import ANSWER_WORDS, AnswerForm
from network.actions.models import Answer
from network.actions.routes.sheets import agreement_to, gives_back, page, sheet_to
from network.actions.services import answers as services
from network.core.db import unit_of_work
from network.core.errors import Conflict, Invalid, NotFound
from network.core.language import gettext as _
from network.people.identity import actor
from network.people.queries import person_by_key
from network.web.errors import wants_json

blueprint = Blueprint("agreement_answers", __name__, url_prefix="/gatherings/<public_id>/agreements/<number>/sentences")


@blueprint.post("/<subject>")
@acts("agreement.answer")
@gives_back
def answer(public_id: str, number: str, subject: str) -> ResponseReturnValue:
    """Her own answer, or one that she records for a colleague who said it aloud or by phone.

    A script sends it when there is a network (rule AG-11).
    """
    sheet_to("agreement.answer", public_id, number)
    form = AnswerForm()
    try:
        said = Answer(form.answer.data or "")
    except ValueError as fault:
        raise Invalid("answer") from fault
    line = form.line.data or ""
    try:
        with unit_of_work():
            row = services.answer(
                agreement_to("agreement.answer", public_id, number),
                subject,
                _voter(form.person.data),
                said,
                line=line,
                wording=form.wording.data or 0,
                by_id=actor().person_id,
                waited=form.waited(),
            )
            stands = row.answer
    except (Invalid, Conflict) as refusal:
        if wants_json():
            raise
        typed = {"subject": subject, "line": line, "answer": str(said), "person": form.person.data or ""}
        status = 422 if isinstance(refusal, Invalid) else 409
        yours = line if form.person.data and status == 409 else ""  # her name may stand in no form any more
        return page(public_id, number, said=refusal.message, answered=typed, yours=yours, status=status)
    if wants_json():
        return jsonify(ok=True, message=_told(stands, said))
    if form.person.data:
        flash(_("Noted."), "success")
    if request.form.get("back") == "now":
        return redirect(url_for("home.now"), 303)
    return redirect(url_for("agreements.show", public_id=public_id, number=number, _anchor=f"say-{subject}"), 303)


def _told(stands: Answer, said: Answer) -> str:
    """What is stored now: hers, or what was answered after hers had been pressed."""
    if stands != said:
        return _("Another answer was given later, and that one counts: %(answer)s.", answer=ANSWER_WORDS[stands])
    return _("Stored: %(answer)s.", answer=ANSWER_WORDS[stands])


def _voter(key: str | None) -> int:
    """The person that the answer is for: the asker, unless she names a colleague."""
    if not key:
        return actor().person_id or 0
    person = person_by_key(key)
    if person is None:
        raise NotFound()
    return person.id
