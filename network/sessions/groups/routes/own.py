"""One's own group: the table, who sits there, the roles, the way to the board."""

from flask import Blueprint, Flask, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize, can
from network.core.db import db, unit_of_work
from network.core.errors import Invalid, NotFound
from network.people.identity import actor
from network.sessions.gatherings.routes.hall_version import hall_version
from network.sessions.groups.forms import RoleForm
from network.sessions.groups.models import BreakoutGroup, GroupKind, GroupRole, GroupRound
from network.sessions.groups.queries import explained, page, rounds
from network.sessions.groups.routes.found import gathering_of, person_at, round_to
from network.sessions.groups.routes.sayings import day_sentence
from network.sessions.groups.routes.words import ROLE_TASKS, ROLE_WORDS, STATE_WORDS
from network.sessions.groups.services import moving

blueprint = Blueprint("own_group", __name__)


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.add_url_rule("/rounds/<round_id>/mine", endpoint="rounds.mine", view_func=mine)


@acts("round.read")
def mine(round_id: str) -> ResponseReturnValue:
    """For somebody without a group in a local round: where help may be asked for, unless she is only not there yet."""
    round_ = round_to("round.read", round_id)
    version, person_id = hall_version(gathering_of(round_)), actor().person_id or 0
    own = page.own_group(round_, person_id) if round_.is_told else None
    is_free = (
        own is None and round_.is_told and round_.kind == GroupKind.LOCAL and not page.is_expected(round_, person_id)
    )
    day = explained.of_day(gathering_of(round_), person_id, is_told=True) if own is not None else None
    return render_template(
        "sessions/groups/mine.html",
        round=round_,
        gathering=gathering_of(round_),
        version=version,
        state=STATE_WORDS[round_.state],
        own=own,
        of_day=day_sentence(day, is_own=True) if day and day.groups > 1 else "",
        tables=[(group.label, rounds.where(group)) for group in rounds.groups_and_tables(round_.id)] if is_free else [],
        is_local=round_.kind == GroupKind.LOCAL,
        can_swap=own is not None and can(actor(), "group.edit", own.group),
        roles=list(ROLE_WORDS),
        role_words=ROLE_WORDS,
        role_tasks=ROLE_TASKS,
    )


@blueprint.post("/groups/<int:group_id>/roles")
@acts("group.edit")
def take_role(group_id: int) -> ResponseReturnValue:
    """Take a role, or give it to somebody at the table; the other gets hers in exchange."""
    form = RoleForm()
    form.validate_on_submit()
    if form.role.data not in set(GroupRole):
        raise Invalid("role")
    with unit_of_work():
        group = authorize(actor(), "group.edit", db.session.get(BreakoutGroup, group_id))
        round_ = db.session.get(GroupRound, group.round_id) if group.round_id is not None else None
        if round_ is None:
            raise NotFound()
        person_id = person_at(round_, form.person.data).id if form.person.data else actor().person_id
        moving.take_role(group, person_id or 0, GroupRole(form.role.data), by_id=actor().person_id)
        public_id = round_.public_id
    return redirect(url_for("rounds.mine", round_id=public_id), 303)
