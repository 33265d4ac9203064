"""Boards follow their round: made when people go to their tables, opened when work begins, closed when it is over.

Heard inside the unit of work that moves the round or its groups (BO-12).
"""

from collections.abc import Iterable
from functools import partial

from sqlalchemy import delete, exists, select

from network.core import clock
from network.core.audit import audit
from network.core.db import after_commit, db
from network.core.language import gettext as _
from network.core.language import speaking
from network.core.signals import board_changed
from network.documents.models import DocumentClient, DocumentRecord, DocumentSnapshot, DocumentUpdate
from network.people.models import Goal
from network.sessions.boards.models import Board, BoardColumn, BoardPhoto, NoteAuthor, OwnNotes
from network.sessions.boards.rules.alone import WRITE
from network.sessions.boards.rules.templates import BoardTemplate, template_for
from network.sessions.boards.services import making
from network.sessions.boards.services.opened import opened
from network.sessions.boards.services.revealing import show_soon
from network.sessions.gatherings.models import Gathering, ProgrammeItem
from network.sessions.groups.models import BreakoutGroup, GroupRound, RoundState
from network.sessions.groups.queries.rounds import groups_sat_in, phase_key

WITH_BOARDS = (RoundState.GATHER, RoundState.RUNNING, RoundState.WRAP_UP, RoundState.CLOSED)
WITH_OPEN_BOARDS = (RoundState.RUNNING, RoundState.WRAP_UP)


def when_round_moved(*, round_id: int) -> None:
    round_ = db.session.get_one(GroupRound, round_id)
    if round_.state in WITH_BOARDS:
        boards = _boards_for(round_)
        if round_.state in WITH_OPEN_BOARDS:
            _open(boards)
        write_alone(boards, is_wanted=_is_written_alone(round_))
        if round_.state == RoundState.CLOSED:
            _close(_all_boards(round_))


def when_phase_moved(*, round_id: int) -> None:
    round_ = db.session.get_one(GroupRound, round_id)
    write_alone(_all_boards(round_), is_wanted=_is_written_alone(round_))


def _is_written_alone(round_: GroupRound) -> bool:
    """Whether the round is in the phase in which each writes for herself (BO-15)."""
    return phase_key(round_) == WRITE


def write_alone(boards: Iterable[Board], *, is_wanted: bool) -> None:
    """Have these boards written alone from now on, or together: then what was written alone is put on them."""
    for board in boards:
        if (board.alone_at is not None) == is_wanted:
            continue
        board.alone_at = clock.now() if is_wanted else None
        making.changed(None, board, "board.alone" if is_wanted else "board.reveal")
        if not is_wanted:
            after_commit(partial(show_soon, board.public_id))


def when_groups_changed(*, round_id: int, person_ids: Iterable[int]) -> None:
    """A group that came to be later gets its board; one that a new deal left empty loses the board nobody wrote on."""
    round_ = db.session.get_one(GroupRound, round_id)
    if round_.state not in WITH_BOARDS or round_.state == RoundState.CLOSED:
        return
    boards = _boards_for(round_)
    if round_.state in WITH_OPEN_BOARDS:
        _open([board for board in boards if board.opened_at is None])
        write_alone(boards, is_wanted=_is_written_alone(round_))
    if round_.state == RoundState.GATHER:
        _remove_left(round_)


def _boards_for(round_: GroupRound) -> list[Board]:
    """One board for each group of the round, the missing ones made, titled as their groups are called now."""
    groups = groups_sat_in(round_.id)
    rows = select(Board).where(Board.group_id.in_([group.id for group in groups])).order_by(Board.id)
    known = {board.group_id: board for board in db.session.scalars(rows)}
    item = db.session.get_one(ProgrammeItem, round_.item_id)
    template = template_for(item.board_template, kind=str(round_.kind))
    with speaking(db.session.get_one(Gathering, round_.gathering_id).language):
        columns = _columns(template)
        for group in groups:
            if group.id not in known:
                known[group.id] = _make(group, item, template, columns)
            elif known[group.id].title != group.label and not _is_written_on(known[group.id]):
                known[group.id].title = group.label
    return [known[group.id] for group in groups]


def _all_boards(round_: GroupRound) -> list[Board]:
    """Also those of groups that were put together with others: nobody sits there any more."""
    rows = select(Board).join(BreakoutGroup, BreakoutGroup.id == Board.group_id)
    return list(db.session.scalars(rows.where(BreakoutGroup.round_id == round_.id).order_by(Board.id)))


def _make(group: BreakoutGroup, item: ProgrammeItem, template: BoardTemplate, columns: list[making.Column]) -> Board:
    question = item.question or str(template.title)
    return making.create_board(
        None, group, title=group.label, question=question, columns=columns, template=template.key, is_open=False
    )


def _columns(template: BoardTemplate) -> list[making.Column]:
    """The template's columns in the language now spoken; the network's own goals where the board is about them."""
    goals = _goals() if template.key == "goals" else []
    if goals:
        return [
            making.Column(f"goal_{goal.number}"[:20], _("Goal %(number)s", number=goal.number), goal.text)
            for goal in goals
        ]
    return [making.Column(one.key, str(one.title), str(one.prompt)) for one in template.columns]


def _goals() -> list[Goal]:
    """The network's goals of today, without their parts: 2, but neither 2a nor 2b where there is a 2."""
    today = clock.now().date()
    rows = select(Goal).where(Goal.from_date <= today, (Goal.to_date.is_(None)) | (Goal.to_date >= today))
    held = list(db.session.scalars(rows.order_by(Goal.position)))
    numbers = {goal.number for goal in held}
    return [goal for goal in held if goal.number.rstrip("abcdefgh") not in numbers - {goal.number}]


def _open(boards: Iterable[Board]) -> None:
    for board in boards:
        if not board.is_open:
            making.reopen_board(None, board)


def _close(boards: Iterable[Board]) -> None:
    for board in boards:
        if board.is_open:
            making.close_board(None, board)


def _is_written_on(board: Board) -> bool:
    """Whether there are notes or photos on it, or somebody's own notes that will be."""
    has_notes, has_own = exists().where(NoteAuthor.board_id == board.id), exists().where(OwnNotes.board_id == board.id)
    has_photos = exists().where(BoardPhoto.board_id == board.id)
    return bool(db.session.scalar(select(has_notes | has_own | has_photos)))


def _remove_left(round_: GroupRound) -> None:
    """Boards of groups that are no more. One with a note on it stays, as does one that somebody looks at now."""
    alive = [group.id for group in groups_sat_in(round_.id)]
    rows = (
        select(Board)
        .join(BreakoutGroup, BreakoutGroup.id == Board.group_id)
        .where(BreakoutGroup.round_id == round_.id, Board.group_id.not_in(alive))
    )
    for board in list(db.session.scalars(rows)):
        if opened(board.public_id) is None and not _is_written_on(board):
            _remove(board)


def _remove(board: Board) -> None:
    document = board.document_id
    audit(None, "board.delete", "board", board.id)
    board_changed.send(board_id=board.id)
    db.session.execute(delete(BoardColumn).where(BoardColumn.board_id == board.id))
    db.session.execute(delete(Board).where(Board.id == board.id))
    db.session.expunge(board)
    for table in (DocumentSnapshot, DocumentClient, DocumentUpdate):
        db.session.execute(delete(table).where(table.document_id == document))
    db.session.execute(delete(DocumentRecord).where(DocumentRecord.id == document))
