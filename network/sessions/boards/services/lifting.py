"""Up to three notes of a group for everybody: chosen by its members, in their order (BO-10)."""

from sqlalchemy import delete

from network.core import clock
from network.core.audit import audit
from network.core.db import after_commit, db
from network.core.errors import Conflict, NotFound
from network.core.language import gettext as _
from network.core.signals import hall_changed
from network.sessions.boards.models import Board, PlenaryChoice
from network.sessions.boards.queries import plenary_ids
from network.sessions.boards.rules.plenary import chosen
from network.sessions.boards.services.opened import OpenBoard


class ThreeAlready(Conflict):
    """A fourth note: somebody has to say which of the three it takes the place of."""


def lift(
    board: Board,
    opened: OpenBoard,
    note_id: str,
    *,
    is_wanted: bool,
    by_id: int | None,
    instead_of: str | None = None,
    is_first: bool = False,
) -> list[str]:
    """Have a note on the group's list for everybody, or off it; the list as it is then. Inside a unit of work.

    Raises NotFound for a note that is not on the board, ThreeAlready for a fourth without `instead_of`.
    """
    here = {note.id for note in opened.notes()}
    if note_id not in here:
        raise NotFound()
    stored = plenary_ids(board.id)
    now = [one for one in stored if one in here]
    after = chosen(now, note_id, is_wanted=is_wanted, instead_of=instead_of, is_first=is_first)
    if after is None:
        raise ThreeAlready(_("Three notes are chosen already. Which one shall this take the place of?"))
    if after == stored:
        return after
    _store(board, after, by_id)
    audit(by_id, "plenary.create", "board", board.id, count=len(after))
    hall_changed.send(gathering_id=board.gathering_id)
    after_commit(lambda: _tell(opened, after))
    return after


def _store(board: Board, note_ids: list[str], by_id: int | None) -> None:
    db.session.execute(delete(PlenaryChoice).where(PlenaryChoice.board_id == board.id))
    at = clock.now()
    for rank, note_id in enumerate(note_ids, start=1):
        db.session.add(PlenaryChoice(board_id=board.id, note_id=note_id, rank=rank, by_id=by_id, at=at))
    db.session.flush()


def _tell(opened: OpenBoard, note_ids: list[str]) -> None:
    opened.plenary = note_ids
    opened.channel.tell("board:plenary", opened.public_id, note_ids)
