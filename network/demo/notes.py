"""Notes on the demo's boards: each with an id that is drawn from the seed, so that writing them again doubles none."""

import base64
import random
from collections.abc import Sequence

from sqlalchemy import select

from network.access.actor import actor_for
from network.core.db import db
from network.demo import content
from network.sessions.boards.models import Board
from network.sessions.boards.queries import known_notes
from network.sessions.boards.services import making, projection
from network.sessions.boards.services.opened import open_board
from network.sessions.gatherings.models import Attendance, ProgrammeItem
from network.sessions.groups.models import BreakoutGroup, GroupMember, GroupRound

Written = Sequence[tuple[str, str]]
"""Column and words."""


def boards_of(item: ProgrammeItem) -> Sequence[Board]:
    """The boards of a round, by their groups' numbers."""
    rows = select(Board).join(BreakoutGroup, BreakoutGroup.id == Board.group_id)
    rows = rows.join(GroupRound, GroupRound.id == BreakoutGroup.round_id)
    return db.session.scalars(rows.where(GroupRound.item_id == item.id).order_by(BreakoutGroup.number)).all()


def lie_on(board: Board, notes: Written, *, salt: int) -> bool:
    return known_notes(board.id).keys() >= set(ids_of(notes, salt=salt))


def write(row: Board, notes: Written, writers: Sequence[int], *, salt: int) -> bool:
    """Write those that are missing, and bring their copies up to date. Says whether any was. No unit of work is open.

    What people have written meanwhile is left as it is.
    """
    if lie_on(row, notes, salt=salt):
        return False
    board = open_board(row)
    for number, (note_id, (column, text)) in enumerate(zip(ids_of(notes, salt=salt), notes, strict=True)):
        writer = actor_for(writers[number % len(writers)])
        making.note_step(board, writer, text=text, column=column, note_id=note_id)
    projection.settle(board)
    return True


def at_table(board: Board) -> list[int]:
    """Who sits there and holds a seat, in a fixed order."""
    came = (Attendance.person_id == GroupMember.person_id) & (Attendance.gathering_id == board.gathering_id)
    rows = select(GroupMember.person_id).join(Attendance, came)
    rows = rows.where(GroupMember.group_id == board.group_id, GroupMember.moved_at.is_(None))
    return list(db.session.scalars(rows.where(Attendance.municipality_id.is_not(None)).order_by(GroupMember.person_id)))


def ids_of(notes: Written, *, salt: int) -> list[str]:
    chance = random.Random(content.SEED + salt)
    return [_note_id(chance) for _note in notes]


def _note_id(chance: random.Random) -> str:
    return base64.urlsafe_b64encode(chance.randbytes(making.NOTE_ID_BYTES)).decode().rstrip("=")
