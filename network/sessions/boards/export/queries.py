"""Boards as files show them: read where the page reads them, so that nothing is on the screen and not in the file."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from network.access.actor import Actor
from network.access.guard import allows
from network.core import clock
from network.core.db import db
from network.sessions.boards.dots.queries import shown_on
from network.sessions.boards.export.rules.collected import Asked, BoardCopy, Collection, Gathered, Sheet, Written
from network.sessions.boards.models import Board, BoardPhoto
from network.sessions.boards.queries import photos_of
from network.sessions.boards.rules.authors import name_in_words
from network.sessions.boards.rules.notes import PlainNote
from network.sessions.boards.rules.topics import Topic, topics_in
from network.sessions.boards.services.opened import OpenBoard, open_board, read_clusters
from network.sessions.gatherings.models import Gathering, ProgrammeItem
from network.sessions.gatherings.queries.members import day_of
from network.sessions.groups.models import BreakoutGroup, GroupKind, GroupRound, RoundState
from network.sessions.groups.queries.rounds import rounds_of
from network.web.pictures import JPEG


def collection_of(board: Board) -> Collection:
    """One board, for somebody who may read it. Source: rule EX-1 in docs/rules.md."""
    return _collection(board.gathering_id, [board])


def collection_of_round(round_: GroupRound, actor: Actor) -> Collection:
    """The boards of a round that the actor may read, by the groups' numbers."""
    item = db.session.get_one(ProgrammeItem, round_.item_id)
    return _collection(round_.gathering_id, readable_boards(round_, actor), title=item.title)


def readable_boards(round_: GroupRound, actor: Actor) -> list[Board]:
    """Those of mixed groups alone: what a municipality writes among its own is taken from its own page (EX-4)."""
    rows = select(Board).join(BreakoutGroup, BreakoutGroup.id == Board.group_id)
    of_round = rows.where(BreakoutGroup.round_id == round_.id, BreakoutGroup.kind == GroupKind.MIXED)
    boards = db.session.scalars(of_round.order_by(BreakoutGroup.number, BreakoutGroup.id, Board.id))
    return [board for board in boards if allows(actor, "board.read", board.facts())]


def rounds_in_groups(gathering_id: int) -> list[GroupRound]:
    """The rounds of mixed groups for which groups have been made, in their order."""
    dealt = (one for one in rounds_of(gathering_id) if one.state != RoundState.PLANNED)
    return [one for one in dealt if one.kind == GroupKind.MIXED]


def groups_of(boards: Iterable[Board]) -> int:
    """How many groups these boards are of."""
    return len({board.group_id for board in boards})


def _collection(gathering_id: int, boards: Sequence[Board], *, title: str = "") -> Collection:
    gathering = db.session.get_one(Gathering, gathering_id)
    copies = tuple(copy_of(board) for board in boards)
    return Collection(gathering.title, day_of(gathering), clock.now(), copies, groups_of(boards), title)


def copy_of(board: Board) -> BoardCopy:
    """The board as it stands in memory, which is what the screens show; its copies in SQL may be seconds behind."""
    opened = open_board(board)
    standing = opened.topics()
    sums = shown_on(board.id, standing).sums
    columns = tuple(Asked(column.key, column.title, column.prompt) for column in board.columns)
    return BoardCopy(
        label=board.title,
        kind=str(board.group.kind),
        question=board.question,
        state="open" if board.is_open else "planned" if board.opened_at is None else "closed",
        columns=columns,
        notes=tuple(_written(opened, standing, columns, sums)),
        clusters=tuple(_gathered(opened, standing, columns, sums)),
        photos=tuple(_sheet(photo) for photo in photos_of(board.id)),
    )


def _sheet(photo: BoardPhoto) -> Sheet:
    """One that was put up before photos were drawn anew may be of a kind that no paper takes."""
    is_shown = photo.file is not None and photo.file.mimetype == JPEG
    return Sheet(photo.alt, photo.file.sha256 if photo.file is not None and is_shown else "")


def _written(
    board: OpenBoard, standing: Sequence[Topic], columns: Iterable[Asked], sums: Mapping[str, int]
) -> Iterable[Written]:
    ranks = {note_id: rank for rank, note_id in enumerate(board.plenary, 1)}
    for column in columns:
        for topic in topics_in(standing, column.key):
            yield from (
                _note(board, note, rank=ranks.get(note.id, 0), dots=sums.get(note.id, 0)) for note in topic.notes
            )


def _gathered(
    board: OpenBoard, standing: Sequence[Topic], columns: Iterable[Asked], sums: Mapping[str, int]
) -> Iterable[Gathered]:
    named = read_clusters(board.document)
    for column in columns:
        for topic in topics_in(standing, column.key):
            if topic.is_cluster:
                yield Gathered(topic.id, named[topic.id].title, topic.title, topic.column, sums.get(topic.id, 0))


def _note(board: OpenBoard, note: PlainNote, *, rank: int, dots: int) -> Written:
    writer, place = writer_of(board, note.id)
    return Written(
        id=note.id,
        text=note.text,
        column=note.column,
        hue=note.hue,
        writer=writer,
        place=place,
        is_late=board.is_late(note.id),
        rank=rank,
        version_of=note.version_of,
        dots=dots,
        cluster=note.cluster,
    )


def writer_of(board: OpenBoard, note_id: str) -> tuple[str, str]:
    """(name, municipality) as the server tells them to those who are on the board, and in no other way (EX-2)."""
    byline = board.byline_of(note_id)
    return name_in_words(byline, board.typed_by(note_id)), byline.municipality
