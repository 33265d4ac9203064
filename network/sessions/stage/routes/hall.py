"""What those in the hall say: done, help, message read. Everything works as a plain form."""

from flask import Blueprint, Flask, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from network.access.guard import acts, authorize
from network.core.db import db, unit_of_work
from network.core.errors import Conflict, NotFound
from network.core.language import gettext as _
from network.people.identity import actor
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id
from network.sessions.gatherings.routes.hall_version import HALL_VERSION
from network.sessions.groups.models import BreakoutGroup, GroupRound, RoundState
from network.sessions.groups.queries.rounds import group_of, round_by_public_id
from network.sessions.stage.queries.messages import message_of
from network.sessions.stage.queries.standing import standing
from network.sessions.stage.routes import board_strip
from network.sessions.stage.services import helping, messages, readiness
from network.web import panels
from network.web.errors import wants_json

blueprint = Blueprint("hall", __name__)
MOST_DIGITS = 18
"""A longer number is no row of any database."""


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    panels.add(app, HALL_VERSION, _version)


@blueprint.post("/rounds/<public_id>/readiness")
@acts("readiness.create")
def say_ready(public_id: str) -> ResponseReturnValue:
    with unit_of_work():
        round_, group = _own(public_id)
        authorize(actor(), "readiness.create", group)
        readiness.say_ready(round_, group, actor().person_id or 0, _phase_seen(round_))
    return _back()


@blueprint.post("/rounds/<public_id>/readiness/end")
@acts("readiness.create")
def take_back_ready(public_id: str) -> ResponseReturnValue:
    """The same as DELETE, for a form."""
    with unit_of_work():
        round_, group = _own(public_id)
        authorize(actor(), "readiness.create", group)
        readiness.take_back(round_, actor().person_id or 0, _phase_seen(round_))
    return _back()


@blueprint.post("/rounds/<public_id>/help")
@acts("help.create")
def ask_for_help(public_id: str) -> ResponseReturnValue:
    with unit_of_work():
        _round, group = _own(public_id)
        authorize(actor(), "help.create", group)
        helping.ask_for_help(group, actor().person_id or 0)
    return _back()


@blueprint.post("/gatherings/<public_id>/messages/<int:message_id>/seen")
@acts("message.delete")
def put_away(public_id: str, message_id: int) -> ResponseReturnValue:
    with unit_of_work():
        gathering = authorize(actor(), "message.delete", gathering_by_public_id(public_id))
        message = authorize(actor(), "message.delete", message_of(gathering.id, message_id))
        messages.put_away(message, actor().person_id or 0)
    return jsonify(ok=True) if wants_json() else _back()


@blueprint.get("/rounds/<public_id>/strip")
@acts("round.read")
def strip(public_id: str) -> ResponseReturnValue:
    """What stands on top of the round's boards, asked for when the hall moves."""
    round_ = authorize(actor(), "round.read", round_by_public_id(public_id))
    group = _group_in(round_, request.args.get("group", ""))
    strip = Markup(board_strip.strip(round_, group) or "")
    return render_template("sessions/stage/board_strip.html", strip=strip, group=group)


def _group_in(round_: GroupRound, given: str) -> BreakoutGroup | None:
    """The group on whose board the strip stands: what other features show there is asked for with it."""
    number = _number(given)
    group = db.session.get(BreakoutGroup, number) if number is not None else None
    return group if group is not None and group.round_id == round_.id else None


def _own(public_id: str) -> tuple[GroupRound, BreakoutGroup]:
    """The round, and the asker's group in it.

    Raises NotFound for one who sits in none, Conflict when the round was closed in the same moment.
    """
    round_ = authorize(actor(), "round.read", round_by_public_id(public_id))
    group = group_of(round_.id, actor().person_id or 0)
    if group is None:
        raise NotFound()
    if round_.state == RoundState.CLOSED:
        raise Conflict(_("The round is closed. What your group wrote is kept; you need do nothing more."))
    return round_, group


def _phase_seen(round_: GroupRound) -> int:
    """The phase that the page showed when she pressed, at most the present one.

    A press that comes late, or once more, must not say that she is done with what has hardly begun.
    """
    seen = _number(request.form.get("phase", ""))
    return round_.phase if seen is None else min(seen, round_.phase)


def _number(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdigit() and len(given) < MOST_DIGITS else None


def _version(gathering: Gathering) -> str:
    return str(standing(gathering.id).revision)


def _back() -> ResponseReturnValue:
    """To the page where the button stood: the front page, or the group's board."""
    came_from = request.form.get("next", "")
    is_board = came_from.startswith("/boards/") and "//" not in came_from and "\\" not in came_from
    return redirect(came_from if is_board else url_for("home.now"), 303)
