"""Who has opened her group's board: once a person, outside the path of her messages (BO-13).

Noted in memory where somebody joins or writes, stored a second later in one unit of work for all.
"""

from collections.abc import Sequence

from flask import Flask
from sqlalchemy import bindparam, update

from network.core import clock
from network.core.db import db, unit_of_work
from network.core.signals import hall_changed
from network.jobs import periodic
from network.sessions.boards.services.opened import OpenBoard
from network.sessions.groups.models import GroupMember

MARK_SEEN = (
    update(GroupMember)
    .where(
        GroupMember.group_id == bindparam("its_group"),
        GroupMember.person_id == bindparam("who"),
        GroupMember.seen_at.is_(None),
    )
    .values(seen_at=bindparam("seen_at"))
)

_waiting: dict[tuple[int, int], int] = {}
"""(group id, person id) → gathering id."""
_seen: set[tuple[int, int]] = set()


def register(app: Flask) -> None:
    begin_anew()
    periodic.every(app, periodic.Job("seen", 1.0, store_due))


def begin_anew() -> None:
    _waiting.clear()
    _seen.clear()


def note(board: OpenBoard, person_id: int | None) -> None:
    """This person looks at this board. Costs a look into a set."""
    facts = board.facts()
    if person_id is None or facts.group_id is None or facts.gathering_id is None:
        return
    key = facts.group_id, person_id
    if key not in _seen:
        _seen.add(key)
        _waiting[key] = facts.gathering_id


def store_due() -> None:
    """Store who is new, if anybody. What cannot be stored waits for the next second."""
    new = dict(_waiting)
    if not new:
        return
    with unit_of_work():
        for gathering_id in sorted(set(new.values())):
            if _store([key for key, its in new.items() if its == gathering_id]):
                hall_changed.send(gathering_id=gathering_id)
    for key in new:
        _waiting.pop(key, None)


def _store(keys: Sequence[tuple[int, int]]) -> bool:
    """Whether any of them is a member who had not seen it; others may read a board too. A hall's come at once."""
    now = clock.now()
    rows = [{"its_group": group_id, "who": person_id, "seen_at": now} for group_id, person_id in keys]
    return bool(db.session.connection().execute(MARK_SEEN, rows).rowcount)
