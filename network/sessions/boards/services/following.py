"""Boards follow their round: made when people go to their tables, opened when work begins, closed when it is over.

Heard inside the unit of work that moves the round or its groups (BO-12).
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from sqlalchemy import delete, exists, select

from network.core import clock
from network.core.audit import audit
from network.core.db import after_commit, db
from network.core.language import speaking
from network.core.signals import board_changed
from network.documents import erase
from network.sessions.boards.models import Board, BoardColumn, BoardPhoto, OwnNotes
from network.sessions.boards.rules.alone import WRITE
from network.sessions.boards.services import making, naming
from network.sessions.boards.services.opened import opened
from network.sessions.boards.services.revealing import show_soon
from network.sessions.gatherings.board_templates.queries import template_for
from network.sessions.gatherings.board_templates.rules.template import BoardTemplate, TemplateColumn
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
            making.reopen_all(None, boards)
        write_alone(_all_boards(round_), is_wanted=_is_written_alone(round_))
        if round_.state == RoundState.CLOSED:
            making.close_all(None, _all_boards(round_))


def when_phase_moved(*, round_id: int) -> None:
    round_ = db.session.get_one(GroupRound, round_id)
    write_alone(_all_boards(round_), is_wanted=_is_written_alone(round_))


def _is_written_alone(round_: GroupRound) -> bool:
    """Whether the round is in the phase in which each writes for herself (BO-15)."""
    return phase_key(round_) == WRITE


def when_names_changed(*, item_id: int) -> None:
    """The programme's level holds for the boards of that item's rounds too. Raises Invalid as `set_names` does."""
    item = db.session.get_one(ProgrammeItem, item_id)
    for round_ in db.session.scalars(select(GroupRound).where(GroupRound.item_id == item_id)):
        for board in _all_boards(round_):
            naming.set_names(board, item.names)


def write_alone(boards: Iterable[Board], *, is_wanted: bool) -> None:
    """Have these boards written alone from now on, or together: then what was written alone is put on them."""
    others = [board for board in boards if (board.alone_at is not None) != is_wanted]
    for board in others:
        board.alone_at = clock.now() if is_wanted else None
    making.changed(None, others, "board.alone" if is_wanted else "board.reveal")
    for board in others if not is_wanted else ():
        after_commit(partial(show_soon, board.public_id))


def when_groups_changed(*, round_id: int, person_ids: Iterable[int]) -> None:
    """A group that came to be later gets its board; one that a new deal left empty loses the board nobody wrote on."""
    round_ = db.session.get_one(GroupRound, round_id)
    if round_.state not in WITH_BOARDS or round_.state == RoundState.CLOSED:
        return
    boards = _boards_for(round_)
    if round_.state in WITH_OPEN_BOARDS:
        making.reopen_all(None, [board for board in boards if board.opened_at is None])
        write_alone(boards, is_wanted=_is_written_alone(round_))
    if round_.state == RoundState.GATHER:
        _remove_left(round_)


def _boards_for(round_: GroupRound) -> list[Board]:
    """The newest board of each group of the round, the missing ones made, titled as their groups are called now."""
    groups = groups_sat_in(round_.id)
    rows = select(Board).where(Board.group_id.in_([group.id for group in groups])).order_by(Board.id)
    known = {board.group_id: board for board in db.session.scalars(rows)}
    item = db.session.get_one(ProgrammeItem, round_.item_id)
    with speaking(db.session.get_one(Gathering, round_.gathering_id).language):
        template = _as_begun(template_for(item.board_template, kind=str(round_.kind)), known.values())
        fresh = [_new(group, item, template) for group in groups if group.id not in known]
        making.store_new(None, fresh)
        for group in groups:
            if group.id in known and known[group.id].title != group.label and not _is_written_on(known[group.id]):
                known[group.id].title = group.label
    known.update({board.group_id: board for board in fresh})
    return [known[group.id] for group in groups]


def _all_boards(round_: GroupRound) -> list[Board]:
    """Also those of groups that were put together with others: nobody sits there any more. And those that a group had
    before it got one made of a file (EX-10).
    """
    rows = select(Board).join(BreakoutGroup, BreakoutGroup.id == Board.group_id)
    return list(db.session.scalars(rows.where(BreakoutGroup.round_id == round_.id).order_by(Board.id)))


def _new(group: BreakoutGroup, item: ProgrammeItem, template: BoardTemplate) -> Board:
    return making.new_board(
        group,
        group.label,
        item.question or str(template.title),
        [making.Column(one.key, str(one.title), str(one.prompt)) for one in template.columns],
        template=template.key,
        help=str(template.help),
        is_open=False,
        names=item.names,
    )


def _as_begun(template: BoardTemplate, made: Iterable[Board]) -> BoardTemplate:
    """The template as the round's first boards have it: a group that comes later asks what the others ask (BO-50)."""
    first = next((board for board in made if board.template == template.key), None)
    if first is None:
        return template
    columns = tuple(TemplateColumn(one.key, one.title, one.prompt) for one in first.columns)
    return replace(template, columns=columns, help=first.help)


def _is_written_on(board: Board) -> bool:
    """Whether there are notes or photos on it, or somebody is about to write her own."""
    has_own = exists().where(OwnNotes.board_id == board.id)
    has_photos = exists().where(BoardPhoto.board_id == board.id)
    return naming.is_written_on(board) or bool(db.session.scalar(select(has_own | has_photos)))


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
    erase(document)
