"""A state to go back to at each change of phase (BO-40). Those of every five minutes and of the close: the boards'."""

from functools import partial

from sqlalchemy import select

from network.core.db import after_commit, db
from network.documents import registry
from network.sessions.boards.models import Board
from network.sessions.boards.rules.alone import WRITE
from network.sessions.boards.services.following import WITH_OPEN_BOARDS
from network.sessions.gatherings.models import ProgrammeItem
from network.sessions.groups.models import BreakoutGroup, GroupRound
from network.sessions.groups.queries.rounds import phase_key
from network.sessions.groups.rules.rounds import phases_of


def when_phase_moved(*, round_id: int) -> None:
    """Heard inside the unit of work that moves the round; kept when that is stored."""
    round_ = db.session.get_one(GroupRound, round_id)
    key = phase_key(round_)
    if key is None or round_.state not in WITH_OPEN_BOARDS or _comes_from(round_) == WRITE:
        return
    rows = select(Board.document_id).join(BreakoutGroup, BreakoutGroup.id == Board.group_id)
    open_ones = rows.where(BreakoutGroup.round_id == round_id, Board.opened_at.is_not(None), Board.closed_at.is_(None))
    document_ids = db.session.scalars(open_ones.order_by(Board.id)).all()
    after_commit(partial(registry().states.keep, *document_ids, reason=f"before:{key}"))


def _comes_from(round_: GroupRound) -> str | None:
    """The phase before this one. What was written alone in it lies beside the board: that there was nothing on it is
    no state to go back to."""
    phases = phases_of(db.session.get_one(ProgrammeItem, round_.item_id).phases)
    return phases[round_.phase - 1].key if 0 < round_.phase <= len(phases) else None
