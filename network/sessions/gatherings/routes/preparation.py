"""The page for the evening before: the question of the day, two to think about, how to get there (B6)."""

from dataclasses import replace

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize
from network.access.scopes import Facts
from network.core import clock
from network.core.db import unit_of_work
from network.core.errors import Invalid
from network.core.language import gettext as _
from network.people.identity import actor
from network.sessions.gatherings.forms.door import LateForm
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries.preparation import Answers, answers_for
from network.sessions.gatherings.queries.programme import programme
from network.sessions.gatherings.routes.editing import gathering_to
from network.sessions.gatherings.services.preparation import LONGEST, QUESTIONS, keep_answer
from network.web.errors import wants_json

blueprint = Blueprint("preparation", __name__, url_prefix="/gatherings/<public_id>/preparation")


class OwnThoughts:
    """What a person writes for herself before a gathering."""

    def __init__(self, gathering: Gathering, person_id: int | None) -> None:
        self.gathering_id, self.person_id = gathering.id, person_id

    def facts(self) -> Facts:
        return Facts(owner_id=self.person_id, gathering_id=self.gathering_id)


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("")
@acts("preparation.read")
def page(public_id: str) -> ResponseReturnValue:
    gathering = gathering_to("gathering.read", public_id)
    authorize(actor(), "preparation.read", OwnThoughts(gathering, actor().person_id))
    return _page(gathering, answers_for(actor(), gathering.id))


@blueprint.post("")
@acts("preparation.edit")
def keep(public_id: str) -> ResponseReturnValue:
    """Both answers of the form, or the one that a script sends while she writes."""
    typed = {number: request.form.get(f"answer_{number}") for number in QUESTIONS}
    given = {number: text.replace("\r\n", "\n") for number, text in typed.items() if text is not None}
    try:
        with unit_of_work():
            gathering = gathering_to("gathering.read", public_id)
            owner = authorize(actor(), "preparation.edit", OwnThoughts(gathering, actor().person_id))
            before = answers_for(actor(), gathering.id)
            for number, text in given.items():
                _must_be_hers(number, before)
                keep_answer(gathering, owner.person_id or 0, number, text, at=clock.now() - LateForm().waited())
    except Invalid as refusal:
        gathering = gathering_to("gathering.read", public_id)
        typed_again = replace(answers_for(actor(), gathering.id), shown=given)
        return _page(gathering, typed_again, faults={refusal.field: refusal.message}), 422
    if wants_json():
        return {"ok": True}
    flash(_("Stored. Only you can read it."), "success")
    return redirect(url_for("preparation.page", public_id=public_id), 303)


def _must_be_hers(number: int, before: Answers) -> None:
    """Nobody writes over what she is not shown. Raises Invalid."""
    if number in before.kept_back:
        raise Invalid(f"answer_{number}", _("You wrote something here before. Sign in by e-mail to change it."))


def _page(gathering: Gathering, answers: Answers, *, faults: dict[str, str] | None = None) -> str:
    questions = [(1, gathering.first_question), (2, gathering.second_question)]
    return render_template(
        "sessions/gatherings/preparation.html",
        gathering=gathering,
        questions=[(number, text) for number, text in questions if text],
        answers=answers.shown,
        kept_back=answers.kept_back,
        items=programme(gathering),
        faults=faults or {},
        longest=LONGEST,
    )
