"""All boards of a round at once: five questions to the database, whatever the number of groups and notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select

from network.access.actor import Actor
from network.access.guard import allows
from network.core import clock
from network.core.db import db
from network.sessions.boards.export.queries import groups_of
from network.sessions.boards.merging.rules import MergedColumn, Said, merge
from network.sessions.boards.models import Board, BoardColumn, Note, NoteAuthor, PlenaryChoice
from network.sessions.boards.rules.notes import PlainNote
from network.sessions.boards.services.opened import open_board, opened
from network.sessions.gatherings.models import Gathering, ProgrammeItem
from network.sessions.gatherings.queries.members import day_of
from network.sessions.groups.models import BreakoutGroup, GroupKind, GroupRound


@dataclass(frozen=True)
class MergedRound:
    """What all groups wrote, for one reader, as it stood `at`.

    `groups` is how many there are with a board, or with several (EX-10); of `partly` of them there is a board of which
    only what they chose for everybody is here.
    `is_alone`: each writes for herself now, and nothing is here.
    """

    title: str
    gathering: str
    day: date
    at: datetime
    groups: int
    partly: int
    is_alone: bool
    columns: Sequence[MergedColumn]

    @property
    def count(self) -> int:
        return sum(len(column.entries) for column in self.columns)


def merged_of(round_: GroupRound, actor: Actor) -> MergedRound:
    """Of a mixed group what its board shows this reader; of others, and of a municipality's own that has not been
    shared, what was chosen for everybody (BO-29). Nothing at all while the round is written alone (BO-31).
    """
    boards = _boards(round_)
    is_alone = _is_written_alone(boards)
    whole = {board.id for board in boards if _is_read_whole(board, actor)}
    gathering = db.session.get_one(Gathering, round_.gathering_id)
    return MergedRound(
        title=db.session.get_one(ProgrammeItem, round_.item_id).title,
        gathering=gathering.title,
        day=day_of(gathering),
        at=clock.now(),
        groups=groups_of(boards),
        partly=groups_of(board for board in boards if board.id not in whole),
        is_alone=is_alone,
        columns=() if is_alone else _merged(boards, whole),
    )


def _is_written_alone(boards: Sequence[Board]) -> bool:
    return any(board.alone_at is not None for board in boards)


def _boards(round_: GroupRound) -> list[Board]:
    rows = select(Board).join(BreakoutGroup, BreakoutGroup.id == Board.group_id)
    of_round = rows.where(BreakoutGroup.round_id == round_.id)
    return list(db.session.scalars(of_round.order_by(BreakoutGroup.number, BreakoutGroup.id, Board.id)))


def _is_read_whole(board: Board, actor: Actor) -> bool:
    """A call for help opens a local group's board to who leads, and does not lay it among the others."""
    is_kept = board.group.kind == GroupKind.LOCAL and board.shared_at is None
    return not is_kept and allows(actor, "board.read", board.facts())


def _merged(boards: Sequence[Board], whole: set[int]) -> list[MergedColumn]:
    ids = [board.id for board in boards]
    columns: dict[int, dict[str, BoardColumn]] = {board_id: {} for board_id in ids}
    rows = select(BoardColumn).where(BoardColumn.board_id.in_(ids)).order_by(BoardColumn.position, BoardColumn.id)
    for column in db.session.scalars(rows):
        columns[column.board_id][column.key] = column
    asked = [(column.title, column.prompt) for board_id in ids for column in columns[board_id].values()]
    titles = {(board_id, key): column.title for board_id in ids for key, column in columns[board_id].items()}
    return merge(asked, _said(boards, whole, titles))


def _said(boards: Sequence[Board], whole: set[int], titles: dict[tuple[int, str], str]) -> list[Said]:
    ids = [board.id for board in boards]
    chosen = select(PlenaryChoice.board_id, PlenaryChoice.note_id).where(PlenaryChoice.board_id.in_(ids))
    lifted = {(board_id, note_id) for board_id, note_id in db.session.execute(chosen)}
    notes = _notes(boards)
    return [
        Said(note.text, titles[board.id, note.column], board.group.label, (board.id, note.id) in lifted)
        for board in boards
        for note in notes[board.id]
        if (board.id, note.column) in titles and (board.id in whole or (board.id, note.id) in lifted)
    ]


def _notes(boards: Sequence[Board]) -> dict[int, list[PlainNote]]:
    """Board id → its notes as they stand: from the copies, and from the board itself where those lag behind it, for
    seconds while people write, or because the server was killed before it had made them.
    """
    lagging = _without_copies(boards)
    fresh = {
        board.id: open_board(board).notes()
        for board in boards
        if board.id in lagging or ((now := opened(board.public_id)) is not None and now.dirty)
    }
    ids = [board.id for board in boards if board.id not in fresh]
    rows = select(Note).where(Note.board_id.in_(ids), Note.is_deleted.is_(False)).order_by(Note.position, Note.id)
    found: dict[int, list[PlainNote]] = {board.id: fresh.get(board.id, []) for board in boards}
    for row in db.session.scalars(rows):
        found[row.board_id].append(
            PlainNote(row.id, row.text, row.column_key, row.position, row.hue, row.is_deleted, row.version_of)
        )
    return found


def _without_copies(boards: Sequence[Board]) -> set[int]:
    """Boards with a note that SQL knows the writer of and has no copy of."""
    has_copy = exists().where(Note.board_id == NoteAuthor.board_id, Note.id == NoteAuthor.note_id)
    ids = [board.id for board in boards]
    return set(
        db.session.scalars(select(NoteAuthor.board_id).where(NoteAuthor.board_id.in_(ids), ~has_copy).distinct())
    )
