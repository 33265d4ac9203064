"""An action's own page: what was agreed, how it goes, and telling so in a few seconds."""

import secrets
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import NOTHING, acts, allows, authorize, authorize_anywhere, can
from network.actions import words
from network.actions.forms.agreements import ANSWER_WORDS
from network.actions.forms.updates import LIMIT, UpdateForm, usual
from network.actions.models import ActionPoint, ActionUpdate
from network.actions.queries import points as queries
from network.actions.queries.agreements import municipalities_with, point_by_public_id, sheet_of
from network.actions.rules import points as rules
from network.actions.services import updates as services
from network.core import clock
from network.core.db import db, unit_of_work
from network.core.errors import Conflict, Invalid, NotFound
from network.core.language import gettext as _
from network.people.identity import actor
from network.sessions.gatherings.forms.fields import usable_key
from network.sessions.gatherings.models import StoredFile
from network.sessions.gatherings.rules.calendar import CouncilDay, feed
from network.web import uploads

blueprint = Blueprint("actions", __name__, url_prefix="/actions")
KEY_BYTES = 12
BACK = {"now": "home.now", "mine": "actions.mine"}


@blueprint.url_value_preprocessor
def _room_for_a_file(endpoint: str | None, values: dict[str, object] | None) -> None:
    """Only for somebody who may tell how this goes: the form is read before any view is asked."""
    if endpoint != "actions.tell" or not values:
        return
    point = point_by_public_id(str(values["public_id"]))
    if point is not None and can(actor(), "action_point.update", point):
        uploads.allow_file()


@blueprint.get("")
@acts("network.read")
def mine() -> ResponseReturnValue:
    """Her own actions first, then those of her municipality."""
    asker = actor()
    authorize_anywhere(asker, "network.read")
    own = _readable(queries.own_points(asker.person_id or 0))
    if asker.person_id is None:
        raise NotFound()
    ours = _readable(queries.points_of_municipalities(asker.municipality_ids))
    return render_template(
        "actions/mine.html",
        own=own,
        ours=[point for point in ours if point not in own],
        places=municipalities_with(asker.municipality_ids),
        leads=allows(asker, "followup.read", NOTHING),
        overdue=overdue,
        words=words,
    )


@blueprint.get("/<public_id>")
@acts("action_point.read")
def show(public_id: str) -> ResponseReturnValue:
    return _page(public_id)


@blueprint.post("/<public_id>/updates")
@acts("action_point.update")
def tell(public_id: str) -> ResponseReturnValue:
    """How it goes, in one form. A file's bytes are kept before anything is stored about them."""
    asked = point_to("action_point.update", public_id)
    form = UpdateForm()
    file = request.files.get("file")
    try:
        saying = form.saying(has_file=bool(file and file.filename))
        upload = None
        if saying.evidence_kind == "file":
            services.check_file(asked, saying, person_id=actor().person_id)
            upload = uploads.take(file)
        with unit_of_work():
            point = point_to("action_point.update", public_id)
            sees_all = allows(actor(), "action_point.read_all", point.facts())
            told = services.tell(
                point,
                replace(saying, file=_row(upload)),
                key=usable_key(form.key.data) or secrets.token_urlsafe(KEY_BYTES),
                person_id=actor().person_id,
                via="page" if sees_all else "lead",
                seen=form.seen.data,
            )
            said = receipt(told, with_names=sees_all)
    except (Invalid, Conflict) as refusal:
        field = refusal.field if isinstance(refusal, Invalid) else "state"
        typed, status = form.typed(), 422 if isinstance(refusal, Invalid) else 409
        key = "" if isinstance(refusal, services.SentBefore) else form.key.data or ""
        return _page(public_id, typed=typed, faults={field: refusal.message}, key=key, status=status)
    flash(said, "success")
    return _back(public_id)


@blueprint.post("/<public_id>/updates/end")
@acts("action_point.update")
def take_back(public_id: str) -> ResponseReturnValue:
    """Undo of what one told last oneself."""
    with unit_of_work():
        point = point_to("action_point.update", public_id)
        services.take_back(point, person_id=actor().person_id or 0)
    return _back(public_id)


@blueprint.get("/<public_id>/evidence/<int:update_id>")
@acts("action_point.read")
def evidence(public_id: str, update_id: int) -> ResponseReturnValue:
    point = point_to("action_point.read", public_id)
    update = db.session.get(ActionUpdate, update_id)
    if update is None or update.action_point_id != point.id or update.file is None:
        raise NotFound()
    file = update.file
    return uploads.download(uploads.Upload(file.sha256, file.name, file.mimetype, file.size_bytes))


@blueprint.get("/<public_id>/calendar.ics")
@acts("action_point.read")
def calendar(public_id: str) -> ResponseReturnValue:
    """The first step and the deadline, as whole days."""
    point = point_to("action_point.read", public_id)
    sees_all = allows(actor(), "action_point.read_all", point.facts())
    days = [
        CouncilDay(f"action-{point.public_id}-{name}@samling", title, day, clock.now())
        for name, title, day in (
            ("first", _("First step: %(step)s", step=point.first_step), point.first_step_on if sees_all else None),
            ("due", _("Deadline: %(what)s", what=point.what), point.due_on),
        )
        if day is not None
    ]
    headers = {"Content-Disposition": 'attachment; filename="tiltak.ics"', "X-Robots-Tag": "noindex, nofollow"}
    return Response(feed(_("Samling"), [], days), content_type="text/calendar; charset=utf-8", headers=headers)


def point_to(action: str, public_id: str) -> ActionPoint:
    """The action, if the actor may do this to it and it was not taken away."""
    point = point_by_public_id(public_id)
    return authorize(actor(), action, point if point is not None and point.removed_at is None else None)


def _row(upload: uploads.Upload | None) -> StoredFile | None:
    if upload is None:
        return None
    return StoredFile(
        sha256=upload.sha256,
        name=upload.name,
        mimetype=upload.mimetype,
        size_bytes=upload.size_bytes,
        by_id=actor().person_id,
        at=clock.now(),
    )


def receipt(told: services.Told, *, with_names: bool) -> str:
    """What was stored, and who came first meanwhile with what: her word counts no more (F16)."""
    stored = _("Stored: %(state)s.", state=words.state_name(told.update.state))
    if not told.meanwhile:
        return stored
    other = told.meanwhile[-1]
    who = other.person.name if other.person and with_names else _("somebody else")
    before = _("Before you, %(name)s told: %(state)s.", name=who, state=words.state_name(other.state))
    return " ".join((stored, before, _("Both stand in the history; yours counts now.")))


def _page(
    public_id: str,
    *,
    typed: dict[str, str] | None = None,
    faults: dict[str, str] | None = None,
    key: str = "",
    status: int = 200,
) -> tuple[str, int]:
    asker = actor()
    point = point_to("action_point.read", public_id)
    sees_all = allows(asker, "action_point.read_all", point.facts())
    history = queries.history_of(point.id)
    own = queries.last_update_of(point.id, asker.person_id) if asker.person_id else None
    drawn = render_template(
        "actions/point.html",
        point=point,
        sees_all=sees_all,
        history=history,
        answers=sheet_of(point.gathering, point.municipality).answers_to(point.public_id) if sees_all else (),
        answer_words=ANSWER_WORDS,
        may_update=can(asker, "action_point.update", point) and rules.may_follow(point.state, rules.DONE),
        undoable=own.id if own and rules.may_undo(own.at, clock.now()) else None,
        undo_minutes=rules.UNDO // timedelta(minutes=1),
        overdue=overdue(point),
        typed=typed or usual(),
        faults=faults or {},
        key=usable_key(key) or secrets.token_urlsafe(KEY_BYTES),
        seen=history[0].id if history else 0,
        may_see_case=point.case is not None and can(asker, "case.read", point.case),
        may_see_gathering=can(asker, "gathering.read", point.gathering),
        accepted=uploads.ACCEPTED,
        limit=LIMIT,
        words=words,
        host_of=rules.host_of,
    )
    return drawn, status


def _readable(points: list[ActionPoint]) -> list[ActionPoint]:
    """Without what a badge does not reach."""
    return [point for point in points if can(actor(), "action_point.read", point)]


def overdue(point: ActionPoint) -> int:
    """How many days ago its deadline went out, by the clock of the gathering's place."""
    today = clock.now().astimezone(ZoneInfo(point.gathering.zone)).date()
    return rules.days_over(point.due_on, point.state, today)


def _back(public_id: str) -> ResponseReturnValue:
    place = BACK.get(request.form.get("back", ""))
    where = url_for(place, _anchor=f"action-{public_id}") if place else url_for("actions.show", public_id=public_id)
    return redirect(where, 303)
