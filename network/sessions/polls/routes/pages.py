"""The pages: what the hall was asked, a new question, and one question with what those who lead can do to it."""

import secrets

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, allows, authorize, can
from network.core.db import unit_of_work
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.core.language import speaking
from network.people.identity import actor
from network.sessions.gatherings.models import Gathering
from network.sessions.polls import content
from network.sessions.polls.forms.making import KEY_BYTES, PollForm, ready_draft
from network.sessions.polls.models import Poll, PollAnswer
from network.sessions.polls.queries import answers as answer_queries
from network.sessions.polls.queries import polls as queries
from network.sessions.polls.queries import results
from network.sessions.polls.routes.answering import NOTED
from network.sessions.polls.routes.found import gathering_for, poll_for
from network.sessions.polls.rules.asking import TAKING, Kind, State
from network.sessions.polls.services import making, running
from network.web.errors import STATUS

blueprint = Blueprint("polls", __name__, url_prefix="/gatherings/<public_id>/polls")


@blueprint.get("")
@acts("hall.read")
def all_of_day(public_id: str) -> ResponseReturnValue:
    """What the hall was asked that day, with the figures; for those who lead also what is prepared."""
    gathering = gathering_for("hall.read", public_id)
    found = queries.polls_for(actor(), gathering)
    views = [(poll, results.view_for(actor(), poll, _own(poll))) for poll in found]
    leads = allows(actor(), "poll.create", gathering.facts())
    return render_template("sessions/polls/all.html", gathering=gathering, views=views, leads=leads)


@blueprint.get("/new")
@acts("poll.create")
def new(public_id: str) -> ResponseReturnValue:
    return _form_page(gathering_for("poll.create", public_id), PollForm())


@blueprint.post("")
@acts("poll.create")
def make(public_id: str) -> ResponseReturnValue:
    """A question of one's own, one that is ready, or one that was asked before; asked at once, or kept for later."""
    gathering = gathering_for("poll.create", public_id)
    form = PollForm()
    try:
        with unit_of_work():
            gathering = gathering_for("poll.create", public_id)
            poll = _made(gathering, form)
            if request.form.get("then") == "open":
                running.open_to_all(poll, by_id=actor().person_id)
    except (Invalid, Conflict) as refusal:
        if request.form.get("back") == "control":
            return _told(public_id, refusal)
        return _form_page(gathering_for("poll.create", public_id), form, refusal=refusal), STATUS[type(refusal)]
    return _back(public_id, poll)


def _made(gathering: Gathering, form: PollForm) -> Poll:
    by_id, key = actor().person_id, form.key.data or ""
    if before_id := request.form.get("again"):
        before = authorize(actor(), "poll.edit", queries.poll_by_public_id(before_id))
        return making.repeat(before, gathering, key=key, by_id=by_id)
    with speaking(gathering.language):
        draft = ready_draft(request.form.get("ready", ""))
    return making.make(gathering, draft or form.draft(gathering), key=key, by_id=by_id)


@blueprint.get("/<poll_id>")
@acts("poll.read")
def one(public_id: str, poll_id: str) -> ResponseReturnValue:
    return _page(poll_for("poll.read", public_id, poll_id))


@blueprint.post("/<poll_id>")
@acts("poll.edit")
def change(public_id: str, poll_id: str) -> ResponseReturnValue:
    poll = poll_for("poll.edit", public_id, poll_id)
    form = PollForm()
    try:
        with unit_of_work():
            poll = poll_for("poll.edit", public_id, poll_id)
            making.change(poll, form.draft(poll.gathering), by_id=actor().person_id)
    except (Invalid, Conflict) as refusal:
        return _page(poll_for("poll.edit", public_id, poll_id), form=form, refusal=refusal), STATUS[type(refusal)]
    flash(_("Changed."), "success")
    return _back(public_id, poll)


@blueprint.post("/<poll_id>/moves")
@acts("poll.edit")
def move(public_id: str, poll_id: str) -> ResponseReturnValue:
    """One step of a question: `act` says which."""
    poll = poll_for("poll.edit", public_id, poll_id)
    try:
        with unit_of_work():
            poll = poll_for("poll.edit", public_id, poll_id)
            _do(poll, request.form.get("act", ""))
    except Conflict as refusal:
        return _told(public_id, refusal, poll)
    return _back(public_id, None if request.form.get("act") == "remove" else poll)


def _do(poll: Poll, act: str) -> None:
    by_id, word = actor().person_id, request.form.get("word", "")[:100]
    if act in ("hide", "unhide"):
        return running.hide_word(poll, word, is_hidden=act == "hide")
    doings = {
        "open": running.open_to_all,
        "count": running.count_words,
        "reveal": running.reveal,
        "close": running.close,
        "show": running.show_again,
        "remove": making.remove,
    }
    if act not in doings:
        raise Invalid("act")
    return doings[act](poll, by_id=by_id)


def _page(poll: Poll, *, form: PollForm | None = None, refusal: Invalid | Conflict | None = None) -> str:
    leads = can(actor(), "poll.edit", poll)
    may_change = leads and poll.state == State.DRAFT and poll.before_id is None
    own, noted = _own(poll), session.get(NOTED, [])
    return render_template(
        "sessions/polls/one.html",
        gathering=poll.gathering,
        poll=poll,
        own=own,
        view=results.view_for(actor(), poll, own),
        leads=leads,
        answered=answer_queries.answered(poll.id) if leads and poll.state in TAKING else 0,
        may_answer=can(actor(), "poll.answer", poll),
        form=(form or PollForm()).offer(poll.gathering, poll) if may_change else None,
        refusal=refusal,
        written=results.written_words(poll) if leads and poll.kind == Kind.WORDS else [],
        repeated=queries.repeated_by(poll) if leads and poll.state == State.CLOSED else None,
        key=secrets.token_urlsafe(KEY_BYTES),
        noted=noted[1] if leads and noted[:1] == [poll.public_id] else "",
    )


def _form_page(gathering: Gathering, form: PollForm, *, refusal: Invalid | Conflict | None = None) -> str:
    return render_template(
        "sessions/polls/new.html",
        gathering=gathering,
        form=form.offer(gathering, None),
        refusal=refusal,
        ready=content.READY,
        again=queries.may_be_repeated(actor()),
        keys=[secrets.token_urlsafe(KEY_BYTES) for _each in range(len(content.READY) + 1)],
    )


def _own(poll: Poll) -> PollAnswer | None:
    person_id = actor().person_id
    return answer_queries.own_answer(poll, person_id) if person_id is not None and poll.state in TAKING else None


def _told(public_id: str, refusal: Invalid | Conflict, poll: Poll | None = None) -> ResponseReturnValue:
    """Back to where the button stood, with what to do first."""
    flash(refusal.message, "warning")
    return _back(public_id, poll)


def _back(public_id: str, poll: Poll | None) -> ResponseReturnValue:
    if request.form.get("back") == "control":
        return redirect(url_for("stage.control", public_id=public_id), 303)
    if poll is None:
        return redirect(url_for("polls.all_of_day", public_id=public_id), 303)
    return redirect(url_for("polls.one", public_id=public_id, poll_id=poll.public_id), 303)
