"""What has been marked: a talk, a case, a question or a note, with where it comes from in words.

Nobody is named, and no other group: "A mixed group, round 1" is as near as a note's origin is told (MK-8).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from network.access.actor import Actor
from network.access.guard import allows, can
from network.actions.rules.marks import CASE, ITEM_KINDS, NOTE, QUESTION, Target, read_target, shows_its_text
from network.core.db import db
from network.core.language import gettext as _
from network.people.models import Municipality
from network.sessions.boards.models import Board, Note, NoteAuthor, PlenaryChoice
from network.sessions.gatherings.models import ProgrammeItem
from network.sessions.groups.models import BreakoutGroup, GroupKind
from network.sessions.stage.models import Question, QuestionState


@dataclass(frozen=True)
class Thing:
    """Something to be marked. `text` is what it says, empty for a talk or a case, which is its title."""

    target: Target
    gathering_id: int
    title: str
    text: str = ""
    item: ProgrammeItem | None = None
    question: Question | None = None
    board: Board | None = None
    is_chosen: bool = False

    @property
    def kind(self) -> str:
        return self.target.kind

    def may_be_read_by(self, actor: Actor) -> bool:
        """Nobody marks what she may not read."""
        if self.board is not None:
            return can(actor, "board.read", self.board)
        if self.question is not None:
            is_hidden = self.question.state == QuestionState.HIDDEN
            may_lead = allows(actor, "question.edit", self.question.facts())
            return can(actor, "question.read", self.question) and (may_lead or not is_hidden)
        return self.item is not None and can(actor, "programme.read", self.item)

    def shows_its_text_to(self, municipality_id: int | None) -> bool:
        is_ours = self.board is not None and municipality_id is not None and _is_of(self.board, municipality_id)
        return shows_its_text(self.kind, is_chosen=self.is_chosen, is_ours=is_ours)

    def text_for(self, municipality_id: int | None) -> str:
        """What of it this municipality may see word for word."""
        is_hidden = self.question is not None and self.question.state == QuestionState.HIDDEN
        return self.text if self.shows_its_text_to(municipality_id) and not is_hidden else ""


def thing_of(gathering_id: int, target: str | None) -> Thing | None:
    """What a target means at this gathering, if there is such a thing."""
    found = read_target(target)
    return things_of(gathering_id, [str(found)]).get(str(found)) if found is not None else None


def things_of(gathering_id: int, targets: Iterable[str]) -> dict[str, Thing]:
    """Target → the thing. At most five questions to the database, however many there are."""
    wanted = [found for found in map(read_target, targets) if found is not None]
    items = _items(gathering_id, [one for one in wanted if one.kind in ITEM_KINDS])
    questions = _questions(gathering_id, [one for one in wanted if one.kind == QUESTION])
    notes = _notes(gathering_id, [one for one in wanted if one.kind == NOTE])
    return {str(one.target): one for one in (*items, *questions, *notes)}


def _items(gathering_id: int, wanted: Sequence[Target]) -> list[Thing]:
    if not wanted:
        return []
    rows = (
        select(ProgrammeItem, Municipality.name)
        .outerjoin(Municipality, Municipality.id == ProgrammeItem.municipality_id)
        .where(ProgrammeItem.gathering_id == gathering_id, ProgrammeItem.id.in_([one.number for one in wanted]))
    )
    by_id = {item.id: (item, place) for item, place in db.session.execute(rows)}
    found = [(one, *by_id.get(one.number, (None, None))) for one in wanted]
    return [
        Thing(one, gathering_id, _item_title(item, place), item=item)
        for one, item, place in found
        if item is not None and item.kind == one.kind
    ]


def _item_title(item: ProgrammeItem, told_by: str | None) -> str:
    """ "Case frå ein kommune (Giske)": what kind of thing it is, unless its own title begins with that."""
    named = _("Case: %(title)s", title=item.title) if item.kind == CASE else _("Talk: %(title)s", title=item.title)
    word = named.removesuffix(item.title).rstrip(": ")
    title = item.title if item.title.casefold().startswith(word.casefold()) else named
    return f"{title} ({told_by})" if told_by and item.kind == CASE else title


def _questions(gathering_id: int, wanted: Sequence[Target]) -> list[Thing]:
    if not wanted:
        return []
    rows = select(Question).where(
        Question.gathering_id == gathering_id, Question.id.in_([one.number for one in wanted]), Question.text != ""
    )
    by_id = {one.id: one for one in db.session.scalars(rows.options(joinedload(Question.item)))}
    found = [(one, by_id.get(one.number)) for one in wanted]
    return [
        Thing(one, gathering_id, _("A question at “%(title)s”", title=asked.item.title), asked.text, question=asked)
        for one, asked in found
        if asked is not None
    ]


def _notes(gathering_id: int, wanted: Sequence[Target]) -> list[Thing]:
    if not wanted:
        return []
    board_ids = {one.number for one in wanted}
    boards = _boards(gathering_id, board_ids)
    known = _of_notes(NoteAuthor, board_ids, wanted)
    texts = _texts(board_ids, wanted)
    chosen = _of_notes(PlenaryChoice, board_ids, wanted)
    return [
        Thing(
            one,
            gathering_id,
            _note_title(boards[one.number]),
            texts.get((one.number, one.note_id or ""), ""),
            board=boards[one.number],
            is_chosen=(one.number, one.note_id) in chosen,
        )
        for one in wanted
        if one.number in boards and (one.number, one.note_id) in known
    ]


def _of_notes(
    table: type[NoteAuthor] | type[PlenaryChoice], board_ids: Iterable[int], wanted: Sequence[Target]
) -> set[tuple[int, str]]:
    """(board, note) of those wanted that stand in this table."""
    rows = select(table.board_id, table.note_id).where(
        table.board_id.in_(list(board_ids)), table.note_id.in_([one.note_id for one in wanted])
    )
    return {(row[0], row[1]) for row in db.session.execute(rows)}


def _texts(board_ids: Iterable[int], wanted: Sequence[Target]) -> dict[tuple[int, str], str]:
    """(board, note) → its words as SQL has them; of a deleted note there are none."""
    rows = select(Note.board_id, Note.id, Note.text).where(
        Note.board_id.in_(list(board_ids)), Note.id.in_([one.note_id for one in wanted]), Note.is_deleted.is_(False)
    )
    return {(row[0], row[1]): row[2] for row in db.session.execute(rows)}


def _boards(gathering_id: int, ids: Iterable[int]) -> dict[int, Board]:
    rows = select(Board).where(Board.gathering_id == gathering_id, Board.id.in_(list(ids)))
    group = joinedload(Board.group)
    return {board.id: board for board in db.session.scalars(rows.options(group.joinedload(BreakoutGroup.round)))}


def _note_title(board: Board) -> str:
    question = board.question or board.title
    if board.group.kind == GroupKind.LOCAL:
        return _("Our own board: “%(question)s”", question=question)
    number = board.group.round.number if board.group.round is not None else None
    if number is None:
        return _("A mixed group: “%(question)s”", question=question)
    return _("A mixed group, round %(number)s: “%(question)s”", number=number, question=question)


def _is_of(board: Board, municipality_id: int) -> bool:
    return board.group.kind == GroupKind.LOCAL and board.group.municipality_id == municipality_id
