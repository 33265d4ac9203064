"""A note that comes by a form, laid where it belongs at that moment: on the board, or among its author's own."""

from network.access.actor import Actor
from network.sessions.boards.models import Board
from network.sessions.boards.services import alone, making
from network.sessions.boards.services.opened import BegunAnew, OpenBoard


def note_step(
    board: Board,
    opened: OpenBoard,
    author: Actor,
    *,
    text: str,
    column: str,
    note_id: str | None,
    typist: Actor | None = None,
) -> str:
    """Write it; its id. Waits. Where names go meanwhile it is laid among her own instead: no text is lost to that.

    Raises as `making.note_step` and `alone.note_step` do.
    """
    if not (opened.is_alone or opened.hides_all):
        try:
            return making.note_step(opened, author, text=text, column=column, note_id=note_id, typist=typist)
        except BegunAnew:
            pass
    own = alone.open_own_notes(board, author)
    return alone.note_step(own, author, text=text, column=column, note_id=note_id, typist=typist)
