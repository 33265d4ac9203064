"""The hall's edge to Socket.IO: who follows a gathering, and what its pages hear."""

from typing import Any

from flask import Flask

from network.access.guard import allows, authorize
from network.core import signals
from network.core.db import db
from network.live import Connection, channel, on
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id
from network.sessions.groups.models import GroupRound
from network.sessions.stage.queries.standing import standing
from network.sessions.stage.services import telling, watching


def register(app: Flask) -> None:
    on("hall:join", lambda connection, public_id: join(app, connection, public_id), action="hall.read")
    telling.forget()
    watching.forget()
    signals.hall_changed.connect(telling.hall_changed)
    signals.groups_changed.connect(groups_changed)


def join(app: Flask, connection: Connection, public_id: Any) -> None:
    """One `hall:join`: from now on this connection hears the hall, and those who lead hear the counts as well.

    The answer says where the hall stands, so that a page that missed something asks again.
    """
    if not isinstance(public_id, str):
        connection.close()
        return
    with app.app_context():
        gathering = authorize(connection.actor, "hall.read", gathering_by_public_id(public_id))
        channel(f"gathering:{public_id}").add(connection)
        if allows(connection.actor, "stage.edit", gathering.facts()):
            leading = channel(f"control:{public_id}")
            leading.add(connection)
            watching.watch(gathering.id, leading)
        state = standing(gathering.id)
        connection.send("hall:joined", public_id, state.revision, telling.facts_of(state))


def groups_changed(round_id: int, person_ids: list[int], **_more: object) -> None:
    """Heard inside the unit of work that gives people other places; each hears of her own when that is stored."""
    round_ = db.session.get(GroupRound, round_id)
    if round_ is None:
        return
    people = list(person_ids)
    if len(people) > telling.PERSONS_ONE_BY_ONE:
        telling.hall_changed(round_.gathering_id)
    else:
        telling.tell_persons(round_.gathering_id, people)
