"""Who leads notes what a delegate says who is there without a phone; she reads the sentence, and nobody's answer."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts
from network.actions.forms.agreements import ANSWER_WORDS, AnswerForm
from network.actions.models import Answer
from network.actions.queries.agreements import Sheet
from network.actions.routes.sheets import agreement_to, sheet_to
from network.actions.rules.agreements import LINE_LIMIT
from network.actions.services import answers as services
from network.core.db import unit_of_work
from network.core.errors import Conflict, Invalid, NotAllowed
from network.core.language import gettext as _
from network.people.identity import actor
from network.people.queries import person_by_key

blueprint = Blueprint("noting", __name__, url_prefix="/gatherings/<public_id>/gate/<number>/sentences")

STATUS: dict[type[Exception], int] = {Invalid: 422, Conflict: 409, NotAllowed: 403}


@dataclass(frozen=True)
class Sentence:
    """What somebody who is here has not answered yet, as it is worded now. All that who leads reads of an agreement."""

    key: str
    wording: int
    words: str
    people: list[tuple[str, str]]


@blueprint.get("")
@acts("gate.note")
def show(public_id: str, number: str) -> ResponseReturnValue:
    return _page(public_id, number)


@blueprint.post("/<subject>")
@acts("gate.note")
def note(public_id: str, number: str, subject: str) -> ResponseReturnValue:
    """The same words whatever was said: she hears that it is noted, and not what stands."""
    sheet_to("gate.note", public_id, number)
    form = AnswerForm()
    try:
        person_id, said = _chosen(form)
        with unit_of_work():
            services.note_for(
                agreement_to("gate.note", public_id, number),
                subject,
                person_id,
                said,
                line=form.line.data or "",
                wording=form.wording.data or 0,
                by_id=actor().person_id,
            )
    except (Invalid, Conflict, NotAllowed) as refusal:
        typed = {name: form[name].data or "" for name in ("person", "answer", "line")}
        return _page(public_id, number, fault=refusal, typed={**typed, "subject": subject})
    flash(_("Noted."), "success")
    return redirect(url_for("noting.show", public_id=public_id, number=number), 303)


def _chosen(form: AnswerForm) -> tuple[int, Answer]:
    """Nobody and nothing is proposed: what is not chosen is asked for. Raises Invalid."""
    person = person_by_key(form.person.data) if form.person.data else None
    if person is None:
        raise Invalid("person", _("Choose who says it."))
    if form.answer.data not in set(Answer):
        raise Invalid("answer", _("Choose what she says."))
    return person.id, Answer(form.answer.data)


def _page(
    public_id: str,
    number: str,
    *,
    fault: Invalid | Conflict | NotAllowed | None = None,
    typed: dict[str, str] | None = None,
) -> tuple[str, int]:
    sheet = sheet_to("gate.note", public_id, number)
    sentences = _sentences(sheet) if sheet.is_open else []
    typed = typed or {}
    is_asked_still = typed.get("subject") in [one.key for one in sentences]
    drawn = render_template(
        "actions/noting.html",
        gathering=sheet.gathering,
        municipality=sheet.municipality,
        sentences=sentences,
        answer_words=ANSWER_WORDS,
        line_limit=LINE_LIMIT,
        said=fault.message if fault else "",
        faulty=fault.field if isinstance(fault, Invalid) else "",
        typed=typed,
        yours="" if is_asked_still else typed.get("line", ""),
    )
    return drawn, STATUS[type(fault)] if fault else 200


def _sentences(sheet: Sheet) -> list[Sentence]:
    words = {point.public_id: point.what for point in sheet.points}
    because = sheet.agreement.nothing_because if sheet.agreement else ""
    lacking = {one.key: [(who.public_key, who.name) for who in sheet.lacking(one.key)] for one in sheet.subjects}
    return [
        Sentence(one.key, one.wording, words.get(one.key, because), lacking[one.key])
        for one in sheet.subjects
        if lacking[one.key]
    ]
