"""Who in a group somebody can write for: its members, but those whose own device is on the board now."""

from dataclasses import dataclass

from sqlalchemy import select

from network.core.db import db
from network.core.language import current
from network.core.names import name_key
from network.people.models import Person
from network.sessions.boards.models import Board
from network.sessions.boards.services import alone
from network.sessions.boards.services.opened import OpenBoard
from network.sessions.groups.models import GroupMember


@dataclass(frozen=True)
class Member:
    """Somebody of the group. `is_here`: a device of hers is on the board, so she writes herself."""

    id: int
    key: str
    name: str
    is_here: bool


def others_in_group(board: Board, opened: OpenBoard, person_id: int | None) -> list[Member]:
    """The group's members but this one, by name; who was moved to another group is none any more."""
    rows = select(Person.id, Person.public_key, Person.name).join(GroupMember, GroupMember.person_id == Person.id)
    found = db.session.execute(
        rows.where(GroupMember.group_id == board.group_id, GroupMember.moved_at.is_(None), Person.id != person_id)
    )
    here = _people_here(opened)
    ones = [Member(row.id, row.public_key, row.name, row.id in here) for row in found]
    return sorted(ones, key=lambda one: name_key(one.name, current()))


def _people_here(opened: OpenBoard) -> set[int]:
    channels = [opened.channel, *(own.channel for own in alone.opened_of(opened))]
    return {connection.person_id for channel in channels for connection in channel if connection.person_id is not None}
