"""Reading what people wrote at a talk: one's own lines to oneself alone, questions to the hall."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from network.access.actor import Actor
from network.access.guard import allows, can
from network.core.db import db
from network.sessions.gatherings.models import Gathering, GatheringMember, ProgrammeItem
from network.sessions.gatherings.queries.members import seat_on_the_day
from network.sessions.stage.models import Question, QuestionState, QuestionVote, TalkLine
from network.sessions.stage.queries.standing import programme
from network.sessions.stage.rules import talks

HEARD = (QuestionState.ASKED, QuestionState.ANSWERED)
UNANSWERED = (QuestionState.WAITING, QuestionState.LATER, QuestionState.ASKED)


@dataclass(frozen=True)
class Row:
    """A question as one reader may see it. `name` is empty for all but facilitators; `municipality` for guests."""

    id: int
    text: str
    state: str
    answer: str
    votes: int
    has_voted: bool
    is_mine: bool
    name: str
    municipality: str
    at: datetime


def item_by_public_ids(gathering_public_id: str, item_public_id: str) -> ProgrammeItem | None:
    if "\x00" in gathering_public_id + item_public_id:
        return None
    query = select(ProgrammeItem).join(Gathering, Gathering.id == ProgrammeItem.gathering_id)
    return db.session.scalar(
        query.where(Gathering.public_id == gathering_public_id, ProgrammeItem.public_id == item_public_id)
    )


def spoken_item(item: ProgrammeItem) -> ProgrammeItem | None:
    """The talk or case that this item is, or whose questions it is for."""
    items = programme(item.gathering_id)
    spoken_id = talks.spoken_item([(one.id, str(one.kind)) for one in items], item.id)
    return next((one for one in items if one.id == spoken_id), None)


def own_lines(actor: Actor, item_id: int) -> Sequence[TalkLine]:
    """The asker's own lines, oldest first. There is no query for anybody else's."""
    if actor.person_id is None:
        return []
    query = select(TalkLine).where(TalkLine.person_id == actor.person_id, TalkLine.item_id == item_id)
    rows = db.session.scalars(query.order_by(TalkLine.id).options(joinedload(TalkLine.item)))
    return [line for line in rows if can(actor, "talk_line.read", line) and is_shown_to(actor, line)]


def is_shown_to(actor: Actor, line: TalkLine) -> bool:
    """Whether she who wrote it sees it now. Whoever came in by the same badge on another phone does not (TA-10)."""
    is_by_badge = actor.only_gathering_id is not None
    return talks.is_shown(line.key, only_sign_in_id=(actor.only_sign_in_id or 0) if is_by_badge else None)


def line_of(person_id: int, key: str) -> TalkLine | None:
    """Her line with this key of a device, in whichever sign-in it was written."""
    is_it = (TalkLine.key == key) | TalkLine.key.like(f"@%{talks.key_in_badge(key)}")
    return db.session.scalar(select(TalkLine).where(TalkLine.person_id == person_id, is_it).limit(1))


def question_of(person_id: int, key: str) -> Question | None:
    return db.session.scalar(select(Question).where(Question.person_id == person_id, Question.key == key))


def count_of(model: type[TalkLine] | type[Question], person_id: int, item_id: int) -> int:
    query = select(func.count()).select_from(model).where(model.person_id == person_id, model.item_id == item_id)
    return int(db.session.scalar(query) or 0)


def municipality_at(gathering_id: int, person_id: int) -> int | None:
    """Whom a person speaks for at a gathering: as whom she was admitted, else the municipality of her seat."""
    member = db.session.get(GatheringMember, (gathering_id, person_id))
    if member is not None and member.municipality_id is not None:
        return member.municipality_id
    return seat_on_the_day(db.session.get_one(Gathering, gathering_id), person_id)


def heard_municipalities(gathering_id: int) -> set[int]:
    """Those of whom a question was asked today, at any item."""
    query = select(Question.municipality_id).where(
        Question.gathering_id == gathering_id, Question.state.in_(HEARD), Question.municipality_id.is_not(None)
    )
    return {number for number in db.session.scalars(query) if number is not None}


def questions_for(actor: Actor, item: ProgrammeItem) -> dict[str, list[Row]]:
    """State → its questions as this reader may see them. Those that wait stand in the fair order, others as they came.

    Hidden ones are for facilitators alone, and so are names.
    """
    leads = allows(actor, "question.edit", item.facts())
    query = select(Question).where(Question.item_id == item.id, Question.text != "").order_by(Question.at, Question.id)
    found = db.session.scalars(query.options(joinedload(Question.person), joinedload(Question.municipality))).all()
    counts, own = _votes(item.id), _voted(actor, item.id)
    order = _fair(found, counts, item.gathering_id)
    rows: dict[str, list[Row]] = {state.value: [] for state in QuestionState}
    for question in sorted(found, key=lambda one: order.get(one.id, 0)):
        if leads or question.state != QuestionState.HIDDEN:
            rows[question.state].append(_row(question, actor, leads, counts.get(question.id, 0), question.id in own))
    return rows


def _fair(found: Sequence[Question], counts: dict[int, int], gathering_id: int) -> dict[int, int]:
    """Question id → place, for those that wait."""
    waiting = [
        talks.Asked(one.id, counts.get(one.id, 0), one.municipality_id, one.at)
        for one in found
        if one.state == QuestionState.WAITING
    ]
    fair = talks.fair_order(waiting, heard_municipalities(gathering_id))
    return {one.id: place for place, one in enumerate(fair)}


def _row(question: Question, actor: Actor, leads: bool, votes: int, has_voted: bool) -> Row:
    return Row(
        id=question.id,
        text=question.text,
        state=str(question.state),
        answer=question.answer,
        votes=votes,
        has_voted=has_voted,
        is_mine=question.person_id == actor.person_id,
        name=question.person.name if leads else "",
        municipality=question.municipality.name if question.municipality else "",
        at=question.at,
    )


def _votes(item_id: int) -> dict[int, int]:
    query = select(QuestionVote.question_id, func.count()).join(Question, Question.id == QuestionVote.question_id)
    rows = db.session.execute(query.where(Question.item_id == item_id).group_by(QuestionVote.question_id))
    return {row[0]: row[1] for row in rows}


def _voted(actor: Actor, item_id: int) -> set[int]:
    query = select(QuestionVote.question_id).join(Question, Question.id == QuestionVote.question_id)
    return set(db.session.scalars(query.where(Question.item_id == item_id, QuestionVote.person_id == actor.person_id)))


def want_more_count(item_id: int) -> int:
    query = select(func.count()).select_from(Question).where(Question.item_id == item_id, Question.text == "")
    return int(db.session.scalar(query) or 0)


def wants_more(actor: Actor, item_id: int) -> bool:
    query = select(Question.id).where(
        Question.item_id == item_id, Question.text == "", Question.person_id == actor.person_id
    )
    return db.session.scalar(query.limit(1)) is not None


def who_want_more(item_id: int) -> list[tuple[str, str]]:
    """Name and municipality of those who asked to hear more. For the presenting municipality: the wish says so."""
    query = select(Question).where(Question.item_id == item_id, Question.text == "").order_by(Question.id)
    found = db.session.scalars(query.options(joinedload(Question.person), joinedload(Question.municipality)))
    return [(one.person.name, one.municipality.name if one.municipality else "") for one in found]


def unanswered(gathering_id: int) -> list[tuple[ProgrammeItem, int, int]]:
    """The items at which something was asked, in their order: (item, questions without an answer, all questions)."""
    left = func.count().filter(Question.state.in_(UNANSWERED))
    query = (
        select(ProgrammeItem, left, func.count())
        .join(Question, Question.item_id == ProgrammeItem.id)
        .where(ProgrammeItem.gathering_id == gathering_id, Question.text != "", Question.state != QuestionState.HIDDEN)
        .group_by(ProgrammeItem.id)
        .order_by(ProgrammeItem.position, ProgrammeItem.id)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(query)]
