"""Since when nobody has heard from a person: her open sockets in this process, else the last use of her sign-ins.

Nothing is stored for it. That a sign-in is used is remembered in memory and written down each minute for other reasons,
by every process of the program; what a process does not see itself it reads there, and so calls nobody silent who is
connected to another one.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select

from network.core import clock
from network.core.db import db
from network.live import hub
from network.people.models import SignInSession
from network.people.services.sessions import last_use

_began = 0.0


def begin_anew() -> None:
    """This program has just started: what was before it says nothing of anybody."""
    global _began
    _began = clock.monotonic()


def silent_since(person_ids: Collection[int]) -> dict[int, datetime]:
    """Person id → when a device of hers was last heard of, at the earliest when this program started.

    Those with an open socket are left out. Half a minute too early at most: so often open sockets count as use.
    """
    connections = hub(current_app).connections
    silent = [person_id for person_id in person_ids if not connections.of_person(person_id)]
    if not silent:
        return {}
    began = clock.now() - timedelta(seconds=clock.monotonic() - _began)
    found = dict.fromkeys(silent, began)
    rows = select(SignInSession.id, SignInSession.person_id, SignInSession.last_used_at)
    for row in db.session.execute(rows.where(SignInSession.person_id.in_(silent))):
        found[row.person_id] = max(found[row.person_id], last_use.latest(row.id, row.last_used_at))
    return found
