"""What one wants to take home: the button's page, one's own list, taking away, keeping back, showing to colleagues."""

import secrets

from flask import Blueprint, Flask, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize
from network.actions.forms.marks import MarkForm
from network.actions.models import TakeHomeMark
from network.actions.queries import marks as queries
from network.actions.queries.marked import Thing, thing_of
from network.actions.routes import marks_panels as panels
from network.actions.rules import marks as rules
from network.actions.services import marks
from network.core import clock
from network.core.db import unit_of_work
from network.core.errors import Conflict, Invalid, NotFound
from network.core.language import gettext as _
from network.core.signals import round_moved
from network.people.identity import actor
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id
from network.web.errors import STATUS, wants_json

blueprint = Blueprint("marks", __name__, url_prefix="/gatherings/<public_id>/marks")

EVERY = "*"
"""Stands for all that she marked in another sign-in: it cannot be named here, but kept back."""


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    marks.register()
    panels.register(app)
    round_moved.connect(marks.when_round_moved)


@blueprint.get("")
@acts("mark.read")
def mine(public_id: str) -> ResponseReturnValue:
    """All that the asker wants to take home from this gathering. Nobody else's list has a page."""
    asker, gathering = actor(), authorize(actor(), "gathering.read", gathering_by_public_id(public_id))
    return render_template("actions/marks.html", **panels.told(asker, gathering))


@blueprint.get("/<target>")
@acts("mark.create")
def one(public_id: str, target: str) -> ResponseReturnValue:
    """The button's own page, for what may be read: where there is no script it is all there is."""
    gathering = authorize(actor(), "mark.create", gathering_by_public_id(public_id))
    return _page(gathering, _readable(gathering, target))


@blueprint.post("")
@acts("mark.create")
def put(public_id: str) -> ResponseReturnValue:
    """Mark something, or change the line of one's mark on it."""
    gathering = authorize(actor(), "mark.create", gathering_by_public_id(public_id))
    form = MarkForm()
    thing = _readable(gathering, form.target.data)
    if not form.validate_on_submit():
        return _not_taken(gathering, thing, form)
    try:
        with unit_of_work():
            gathering = authorize(actor(), "mark.create", gathering_by_public_id(public_id))
            thing = _readable(gathering, form.target.data)
            is_told = form.told.data == "1"
            made = marks.mark(gathering, actor(), thing, key=form.key.data, line=form.line.data or "", is_told=is_told)
    except (Invalid, Conflict) as refusal:
        return _not_taken(gathering, thing, form, refusal)
    said = _("Your colleagues see it on your own board.") if made.shared_at else _("Taken. Only you can see it.")
    return _done(public_id, said, str(thing.target))


@blueprint.post("/removal")
@acts("mark.delete")
def remove(public_id: str) -> ResponseReturnValue:
    """The same as DELETE, for a form."""
    with unit_of_work():
        found = _own(public_id)
        if found is not None:  # none: the same form has been sent before (F10)
            marks.take_away(authorize(actor(), "mark.delete", found))
    return _done(public_id, _("Taken away."))


@blueprint.post("/keeping")
@acts("mark.edit")
def keep(public_id: str) -> ResponseReturnValue:
    """Keep a mark back from colleagues, or no longer: the form says which."""
    wanted = request.form.get("kept", "")
    if wanted not in ("0", "1"):
        raise Invalid("kept")
    with unit_of_work():
        for found in _meant(public_id):
            act = marks.keep_back if wanted == "1" else marks.let_see
            act(authorize(actor(), "mark.edit", found))
    return _done(public_id, _("Kept back: only you see it.") if wanted == "1" else _("No longer kept back."))


@blueprint.post("/sharing")
@acts("mark.edit")
def share(public_id: str) -> ResponseReturnValue:
    """Show colleagues what was not shown when work began: she sat down later, or the marks came later."""
    with unit_of_work():
        gathering = authorize(actor(), "gathering.read", gathering_by_public_id(public_id))
        own = [one for one in queries.own_marks(actor(), gathering.id) if queries.is_shown_to(actor(), one)]
        marks.share_rest([authorize(actor(), "mark.edit", one) for one in own])
    return _done(public_id, _("Your colleagues see them on your own board."))


def _readable(gathering: Gathering, target: str | None) -> Thing:
    """What the target means, if it is of this gathering and the asker may read it. Raises NotFound."""
    thing = thing_of(gathering.id, target)
    if thing is None or not thing.may_be_read_by(actor()):
        raise NotFound()
    return thing


def _own(public_id: str) -> TakeHomeMark | None:
    """The asker's own mark on what the form names, if she sees it in this sign-in. Raises NotFound for no target."""
    gathering = authorize(actor(), "gathering.read", gathering_by_public_id(public_id))
    target = rules.read_target(request.form.get("target"))
    if target is None:
        raise NotFound()
    found = queries.mark_on(actor().person_id or 0, str(target))
    is_here = found is not None and found.gathering_id == gathering.id
    return found if is_here and found is not None and queries.is_shown_to(actor(), found) else None


def _meant(public_id: str) -> list[TakeHomeMark]:
    """The mark that the form names, or those that she made in another sign-in."""
    if request.form.get("target") != EVERY:
        found = _own(public_id)
        return [found] if found is not None and found.removed_at is None else []
    gathering = authorize(actor(), "gathering.read", gathering_by_public_id(public_id))
    return [one for one in queries.own_marks(actor(), gathering.id) if not queries.is_shown_to(actor(), one)]


def _page(gathering: Gathering, thing: Thing, *, line: str | None = None, key: str = "", fault: str = "") -> str:
    lines = queries.lines_of(actor(), gathering.id)
    target = str(thing.target)
    return render_template(
        "actions/mark.html",
        gathering=gathering,
        thing=thing,
        target=target,
        is_marked=target in lines,
        line=lines.get(target, "") if line is None else line,
        key=key or secrets.token_urlsafe(panels.KEY_BYTES),
        fault=fault,
        is_shown_at_once=queries.shows_at_once(actor(), gathering.id),
        stays_in_group=not thing.shows_its_text_to(queries.place_of(actor(), gathering.id)),
        is_open=rules.takes_marks(gathering.ends_at, clock.now()),
        back=panels.usable_back(request.values.get("back")),
    )


def _not_taken(
    gathering: Gathering, thing: Thing, form: MarkForm, refusal: Invalid | Conflict | None = None
) -> ResponseReturnValue:
    """The page with what was typed and what to do about it; for a script the sentence alone."""
    message = refusal.message if refusal else str(next(iter(form.errors.values()))[0])
    status = STATUS[type(refusal)] if refusal else 422
    if wants_json():
        return jsonify(ok=False, error="invalid" if status == 422 else "conflict", message=message), status
    return _page(gathering, thing, line=form.line.data or "", key=form.key.data or "", fault=message), status


def _done(public_id: str, said: str, target: str = "") -> ResponseReturnValue:
    if wants_json():
        return jsonify(ok=True, message=said)
    flash(said, "success")
    back = panels.usable_back(request.form.get("back"))
    return redirect(back or url_for("marks.mine", public_id=public_id), 303)
