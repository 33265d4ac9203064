"""The answers in a mail: how does it go? A page asks once more and stores; whoever only follows a link says nothing."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize
from network.access.scopes import Facts
from network.actions import links, words
from network.actions.forms.updates import LIMIT, UpdateForm, usual
from network.actions.models import ActionPoint
from network.actions.queries import points as queries
from network.actions.routes.points import KEY_BYTES, overdue, receipt
from network.actions.routes.unsigned import keep_out_of_indexes, open_nothing
from network.actions.rules import points as rules
from network.actions.services import updates as services
from network.actions.services.asking import asked_at
from network.core import clock
from network.core.db import unit_of_work
from network.core.errors import Conflict, Invalid, NotFound
from network.people.identity import actor
from network.people.models import Person
from network.people.queries import person_by_key
from network.sessions.gatherings.forms.fields import usable_key
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id

blueprint = Blueprint("progress", __name__, url_prefix="/framdrift/<token>")
blueprint.after_request(keep_out_of_indexes)


@dataclass(frozen=True)
class Asked:
    """What a link opens: the person it was sent to, and the actions of that mail alone."""

    person: Person
    gathering: Gathering
    asked_at: datetime
    points: list[ActionPoint]

    def facts(self) -> Facts:
        return Facts(owner_id=self.person.id, is_published=True)

    def point(self, public_id: str) -> ActionPoint:
        """Raises NotFound for an action that was not in the mail."""
        found = next((point for point in self.points if point.public_id == public_id), None)
        if found is None:
            raise NotFound()
        return found


@blueprint.get("")
@acts("network.read")
def page(token: str) -> ResponseReturnValue:
    """All that she was asked about, what she has told, and the way to take that back."""
    asked = _asked(token)
    if asked is None:
        return _over()
    return render_template(
        "actions/progress.html",
        asked=asked,
        token=token,
        words=words,
        overdue=overdue,
        told={point.public_id: _hers(point, asked) for point in asked.points},
    )


@blueprint.get("/points/<point_id>/<any(done, under_way, stuck, dropped):state>")
@acts("network.read")
def confirm(token: str, point_id: str, state: str) -> ResponseReturnValue:
    """One answer chosen in the mail, to be confirmed with a button: a GET changes nothing (rule FU-3)."""
    asked = _asked(token)
    if asked is None:
        return _over()
    return _confirm(asked, token, point_id, typed={**usual(), "state": state})


@blueprint.post("/points/<point_id>")
@acts("progress.create")
def tell(token: str, point_id: str) -> ResponseReturnValue:
    form = UpdateForm()
    try:
        with unit_of_work():
            asked = _asked(token)
            if asked is None:
                raise NotFound()
            told = services.tell(
                asked.point(point_id),
                form.saying(),
                key=usable_key(form.key.data) or secrets.token_urlsafe(KEY_BYTES),
                person_id=asked.person.id,
                via="mail",
                seen=form.seen.data,
            )
            said = receipt(told, with_names=True) if told.meanwhile else ""
    except (Invalid, Conflict) as refusal:
        field = refusal.field if isinstance(refusal, Invalid) else "state"
        again = _asked(token)
        if again is None:
            return _over()
        key = "" if isinstance(refusal, services.SentBefore) else form.key.data or ""
        drawn = _confirm(again, token, point_id, typed=form.typed(), faults={field: refusal.message}, key=key)
        return drawn, 422 if isinstance(refusal, Invalid) else 409
    if said:
        flash(said, "info")
    return redirect(url_for("progress.page", token=token, _anchor=f"action-{point_id}"), 303)


@blueprint.post("/points/<point_id>/end")
@acts("progress.create")
def take_back(token: str, point_id: str) -> ResponseReturnValue:
    """Undo of what she told last."""
    with unit_of_work():
        asked = _asked(token)
        if asked is None:
            raise NotFound()
        services.take_back(asked.point(point_id), person_id=asked.person.id)
    return redirect(url_for("progress.page", token=token, _anchor=f"action-{point_id}"), 303)


def _asked(token: str) -> Asked | None:
    """What the link opens now; None when it was changed, or its twelve weeks are over (rule FU-2)."""
    named = links.opened_token(token)
    person = person_by_key(named.person_key) if named else None
    gathering = gathering_by_public_id(named.gathering_key) if named else None
    if named is None or person is None or gathering is None or named.round not in rules.WEEKS_AFTER:
        open_nothing()
        return None
    if not rules.is_link_alive(gathering.ends_at, clock.now()):
        open_nothing()
        return None
    at = asked_at(gathering, named.round)
    points = queries.points_of_mail(person.id, gathering, at)
    return authorize(actor(), "progress.create", Asked(person, gathering, at, points))


def _hers(point: ActionPoint, asked: Asked) -> tuple[str, bool] | None:
    """What she herself has told of it since she was asked, if it still counts, and whether she can take it back."""
    last = point.updates[-1] if point.updates else None
    if last is None or last.person_id != asked.person.id or last.at < asked.asked_at:
        return None
    return str(last.state), rules.may_undo(last.at, clock.now())


def _confirm(
    asked: Asked,
    token: str,
    point_id: str,
    *,
    typed: dict[str, str],
    faults: dict[str, str] | None = None,
    key: str = "",
) -> str:
    point = asked.point(point_id)
    return render_template(
        "actions/progress_confirm.html",
        asked=asked,
        point=point,
        token=token,
        words=words,
        overdue=overdue(point),
        typed=typed,
        faults=faults or {},
        seen=point.updates[-1].id if point.updates else 0,
        key=usable_key(key) or secrets.token_urlsafe(KEY_BYTES),
        limit=LIMIT,
    )


def _over() -> ResponseReturnValue:
    return render_template("actions/progress_over.html"), 404
