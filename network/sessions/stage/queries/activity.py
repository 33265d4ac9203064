"""When each group last did something, read from what is stored anyway: no edit writes a row for it (rule ST-22)."""

from datetime import datetime
from functools import cache

from sqlalchemy import BigInteger, ScalarSelect, Select, bindparam, func, select, union_all

from network.core import clock as wall
from network.core.db import db
from network.documents.models import DocumentUpdate
from network.sessions.boards.models import Board, NoteAuthor, OwnNotes
from network.sessions.groups.models import BreakoutGroup
from network.sessions.stage.models import StageMove

PHASE_ACTS = ("start", "phase")
"""Moves that a part of the work begins with."""


def last_activity(round_id: int) -> dict[int, datetime]:
    """Group id → when a person last changed something on its board, or on notes of her own that lie behind it.

    One question for all groups; of each document the journal's index gives the last row alone.
    """
    found: dict[int, int] = {}
    for group_id, at_ms in db.session.execute(_last_changes(), {"round_id": round_id}):
        if at_ms is not None:
            found[group_id] = max(at_ms, found.get(group_id, 0))
    zone = wall.now().tzinfo
    return {group_id: datetime.fromtimestamp(at_ms / 1000, zone) for group_id, at_ms in found.items()}


@cache
def _last_changes() -> Select[int, int | None]:
    """A journal that was made short has lost who wrote: then the last new note says when."""
    boards = select(Board.group_id, func.coalesce(_in_journal(Board), _last_note()).label("at_ms"))
    own = select(Board.group_id, _in_journal(OwnNotes).label("at_ms")).join(OwnNotes, OwnNotes.board_id == Board.id)
    of_round = BreakoutGroup.round_id == bindparam("round_id")
    both = union_all(
        *(rows.join(BreakoutGroup, BreakoutGroup.id == Board.group_id).where(of_round) for rows in (boards, own))
    ).subquery()
    return select(both.c.group_id, both.c.at_ms)


def _in_journal(holder: type[Board] | type[OwnNotes]) -> ScalarSelect[int]:
    """When a person's last change of this document was stored: what the server wrote itself is nobody's work."""
    rows = select(DocumentUpdate.at_ms).where(
        DocumentUpdate.document_id == holder.document_id, DocumentUpdate.person_id.is_not(None)
    )
    return rows.order_by(DocumentUpdate.id.desc()).limit(1).correlate(holder).scalar_subquery()


def _last_note() -> ScalarSelect[int]:
    rows = select(func.max(NoteAuthor.at_ms, type_=BigInteger)).where(NoteAuthor.board_id == Board.id)
    return rows.correlate(Board).scalar_subquery()


def phase_began_at(gathering_id: int) -> datetime | None:
    """When the part of the work that goes on began."""
    rows = select(StageMove.at).where(StageMove.gathering_id == gathering_id, StageMove.act.in_(PHASE_ACTS))
    return db.session.scalar(rows.order_by(StageMove.id.desc()).limit(1))
