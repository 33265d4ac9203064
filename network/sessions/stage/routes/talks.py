"""The talk's pages: one's own line and questions on the phone, the fair list, what stands with the item afterwards."""

import secrets

from flask import Blueprint, Flask, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from network.access.guard import acts, allows, authorize
from network.core import clock
from network.core.db import db, unit_of_work
from network.core.errors import Conflict, Invalid, NotFound
from network.core.language import gettext as _
from network.people.identity import actor
from network.sessions.gatherings.models import Gathering, ProgrammeItem
from network.sessions.stage.forms.talks import AnswerForm, LineForm, QuestionForm
from network.sessions.stage.models import Question, QuestionState, TalkLine
from network.sessions.stage.queries import talks as queries
from network.sessions.stage.routes import talks_panels as panels
from network.sessions.stage.rules import talks as rules
from network.sessions.stage.services import talks
from network.web.errors import STATUS, wants_json

blueprint = Blueprint("talks", __name__, url_prefix="/gatherings/<public_id>/items/<item_id>")

KEY_BYTES = 16


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    talks.register(app)
    panels.register(app)


@blueprint.get("")
@acts("programme.read")
def item(public_id: str, item_id: str) -> ResponseReturnValue:
    return _page(authorize(actor(), "programme.read", queries.item_by_public_ids(public_id, item_id)))


@blueprint.post("/lines")
@acts("talk_line.create")
def write_line(public_id: str, item_id: str) -> ResponseReturnValue:
    found = authorize(actor(), "talk_line.create", _spoken(public_id, item_id))
    form = LineForm()
    if not form.validate_on_submit():
        return _not_taken(found, form, "line")
    try:
        with unit_of_work():
            again = authorize(actor(), "talk_line.create", _spoken(public_id, item_id))
            sign_in = actor().only_sign_in_id
            talks.write_line(again, _asker(), key=form.key.data, text=form.text.data, only_sign_in_id=sign_in)
    except (Invalid, Conflict) as refusal:
        return _not_taken(_spoken(public_id, item_id), form, "line", refusal)
    return _done(public_id, item_id, _("Kept. Only you can see it."), "talk")


@blueprint.post("/lines/<int:line_id>")
@acts("talk_line.create")
def change_line(public_id: str, item_id: str, line_id: int) -> ResponseReturnValue:
    form = LineForm()
    found = authorize(actor(), "talk_line.read", _own_line(public_id, item_id, line_id))
    if not form.validate_on_submit():
        return _not_taken(_spoken(public_id, item_id), form, f"line-{found.id}")
    with unit_of_work():
        line = authorize(actor(), "talk_line.read", _own_line(public_id, item_id, line_id))
        talks.change_line(line, form.text.data)
    return _done(public_id, item_id, _("Changed. Only you can see it."), "talk")


@blueprint.post("/lines/<int:line_id>/removal")
@acts("talk_line.create")
def delete_line(public_id: str, item_id: str, line_id: int) -> ResponseReturnValue:
    with unit_of_work():
        authorize(actor(), "talk_line.create", _spoken(public_id, item_id))
        line = _own_line(public_id, item_id, line_id)
        if line is not None:  # none: the same form has been sent before (F10)
            talks.delete_line(authorize(actor(), "talk_line.read", line))
    return _done(public_id, item_id, _("Deleted."), "talk")


@blueprint.post("/questions")
@acts("question.create")
def ask(public_id: str, item_id: str) -> ResponseReturnValue:
    found = authorize(actor(), "question.create", _spoken(public_id, item_id))
    form = QuestionForm()
    if not form.validate_on_submit():
        return _not_taken(found, form, "question")
    try:
        with unit_of_work():
            again = authorize(actor(), "question.create", _spoken(public_id, item_id))
            talks.ask(again, _asker(), key=form.key.data, text=form.text.data)
    except (Invalid, Conflict) as refusal:
        return _not_taken(_spoken(public_id, item_id), form, "question", refusal)
    return _done(public_id, item_id, _("Your question is in the list."), "talk")


@blueprint.post("/more")
@acts("question.create")
def want_more(public_id: str, item_id: str) -> ResponseReturnValue:
    with unit_of_work():
        found = authorize(actor(), "question.create", _spoken(public_id, item_id))
        talks.want_more(found, _asker(), is_wanted=_is_wanted())
    said = _("Noted: you want to hear more.") if _is_wanted() else _("Taken back.")
    return _done(public_id, item_id, said, "talk")


@blueprint.get("/questions")
@acts("question.read")
def questions(public_id: str, item_id: str) -> ResponseReturnValue:
    """The fair list. Those who lead move questions in it, others say which they want asked too."""
    found = authorize(actor(), "question.read", _spoken(public_id, item_id))
    gathering = db.session.get_one(Gathering, found.gathering_id)
    return render_template(
        "sessions/stage/talk_questions.html",
        gathering=gathering,
        item=found,
        rows=queries.questions_for(actor(), found),
        leads=allows(actor(), "question.edit", found.facts()),
        is_open=rules.takes_questions(gathering.ends_at, clock.now()),
        more=queries.want_more_count(found.id),
    )


@blueprint.post("/questions/<int:question_id>/vote")
@acts("question.create")
def back(public_id: str, item_id: str, question_id: int) -> ResponseReturnValue:
    with unit_of_work():
        authorize(actor(), "question.create", _spoken(public_id, item_id))
        question = authorize(actor(), "question.read", _question(public_id, item_id, question_id))
        talks.back(question, _asker(), is_wanted=_is_wanted())
    return _done(public_id, item_id, "", f"question-{question_id}", page="talks.questions")


@blueprint.post("/questions/<int:question_id>/state")
@acts("question.edit")
def set_state(public_id: str, item_id: str, question_id: int) -> ResponseReturnValue:
    wanted = request.form.get("state", "")
    if wanted not in set(QuestionState):
        raise Invalid("state")
    with unit_of_work():
        question = authorize(actor(), "question.edit", _question(public_id, item_id, question_id))
        talks.set_state(question, QuestionState(wanted))
    return _done(public_id, item_id, "", f"question-{question_id}", page="talks.questions")


@blueprint.post("/questions/<int:question_id>/picture")
@acts("stage.edit")
def show(public_id: str, item_id: str, question_id: int) -> ResponseReturnValue:
    """Put the question on the big screen: the words alone."""
    with unit_of_work():
        question = authorize(actor(), "question.edit", _question(public_id, item_id, question_id))
        talks.show_question(question, by_id=actor().person_id)
    said = _("The question stands on the big screen.")
    return _done(public_id, item_id, said, f"question-{question_id}", page="talks.questions")


@blueprint.post("/questions/<int:question_id>/answer")
@acts("question.answer")
def answer(public_id: str, item_id: str, question_id: int) -> ResponseReturnValue:
    form = AnswerForm()
    found = authorize(actor(), "question.answer", _question(public_id, item_id, question_id))
    if not form.validate_on_submit():
        return _answer_page(found, form), 422
    with unit_of_work():
        question = authorize(actor(), "question.answer", _question(public_id, item_id, question_id))
        talks.answer(question, form.text.data, by_id=actor().person_id)
    flash(_("The answer stands with the question."), "success")
    can_read = allows(actor(), "programme.read", found.item.facts())
    back_to = url_for("talks.item", public_id=public_id, item_id=item_id) if can_read else url_for("cases.all")
    return redirect(back_to, 303)


@blueprint.get("/questions/<int:question_id>/answer")
@acts("question.read")
def answer_page(public_id: str, item_id: str, question_id: int) -> ResponseReturnValue:
    question = authorize(actor(), "question.answer", _question(public_id, item_id, question_id))
    form = AnswerForm()
    form.text.data = question.answer
    return _answer_page(question, form)


def _answer_page(question: Question, form: AnswerForm) -> str:
    gathering = db.session.get_one(Gathering, question.gathering_id)
    return render_template(
        "sessions/stage/talk_answer.html", question=question, item=question.item, gathering=gathering, form=form
    )


def _page(found: ProgrammeItem, *, typed: dict[str, str] | None = None, faults: dict[str, str] | None = None) -> str:
    gathering = db.session.get_one(Gathering, found.gathering_id)
    spoken = found if found.kind in rules.SPEAKING else None
    return render_template(
        "sessions/stage/talk_item.html",
        gathering=gathering,
        item=found,
        box=_box(gathering, spoken, typed=typed, faults=faults) if spoken else None,
        rows=queries.questions_for(actor(), found) if allows(actor(), "question.read", found.facts()) else {},
        leads=allows(actor(), "question.edit", found.facts()),
        may_answer=allows(actor(), "question.answer", found.facts()),
    )


def _box(
    gathering: Gathering, spoken: ProgrammeItem, *, typed: dict[str, str] | None, faults: dict[str, str] | None
) -> Markup | None:
    """The same box as on the phone's "Now": finished HTML, which no page may write out as text."""
    drawn = panels.box(gathering, spoken, typed=typed, faults=faults, back="item")
    return Markup(drawn) if drawn is not None else None


def _not_taken(
    found: ProgrammeItem, form: LineForm | QuestionForm, name: str, refusal: Invalid | Conflict | None = None
) -> ResponseReturnValue:
    """The page as it was, with what was typed and what to do about it; for a script the sentence alone."""
    message = refusal.message if refusal else str(next(iter(form.errors.values()))[0])
    status = STATUS[type(refusal)] if refusal else 422
    if wants_json():
        return jsonify(ok=False, error="invalid" if status == 422 else "conflict", message=message), status
    typed = {name: form.text.data or "", f"{name}-key": form.key.data or ""}
    return _page(found, typed=typed, faults={name: message}), status


def _done(public_id: str, item_id: str, said: str, anchor: str, *, page: str = "talks.item") -> ResponseReturnValue:
    if wants_json():
        return jsonify(ok=True)
    if said:
        flash(said, "success")
    if request.form.get("back") == "now":
        return redirect(url_for("home.now", _anchor=anchor), 303)
    if request.form.get("back") == "control":
        return redirect(url_for("stage.control", public_id=public_id), 303)
    return redirect(url_for(page, public_id=public_id, item_id=item_id, _anchor=anchor), 303)


def _is_wanted() -> bool:
    return request.form.get("wanted") == "1"


def _asker() -> int:
    person_id = actor().person_id
    if person_id is None:
        raise NotFound()
    return person_id


def _spoken(public_id: str, item_id: str) -> ProgrammeItem:
    """The talk or case that the address means; time for questions has no list of its own. Raises NotFound."""
    found = queries.item_by_public_ids(public_id, item_id)
    spoken = queries.spoken_item(found) if found is not None else None
    if spoken is None:
        raise NotFound()
    return spoken


def _own_line(public_id: str, item_id: str, line_id: int) -> TalkLine | None:
    line = db.session.get(TalkLine, line_id)
    is_there = line is not None and line.item_id == _spoken(public_id, item_id).id
    return line if is_there and line is not None and queries.is_shown_to(actor(), line) else None


def _question(public_id: str, item_id: str, question_id: int) -> Question | None:
    question = db.session.get(Question, question_id)
    return question if question is not None and question.item_id == _spoken(public_id, item_id).id else None


def new_key() -> str:
    return secrets.token_urlsafe(KEY_BYTES)
