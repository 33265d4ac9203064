"""Answering how the day was, and choosing what is asked."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError

from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.followup.models import EvaluationAnswer, EvaluationChoice, EvaluationRemark
from network.followup.queries import evaluation as queries
from network.followup.rules import evaluation as rules
from network.sessions.gatherings.models import Attendance, Gathering, GatheringMember, GatheringRole


def answer(gathering: Gathering, person_id: int, values: Mapping[str, int]) -> None:
    """Keep a person's answers; given again they are changed. Raises Conflict or Invalid."""
    asked = _must_be_open(gathering, person_id)
    if not values:
        raise Invalid("answers", _("Choose at least one answer first."))
    if any(name not in asked or not rules.is_answer(name, value) for name, value in values.items()):
        raise Invalid("answers", _("The questions have been changed meanwhile. Reload the page, and answer again."))
    for question, value in values.items():
        _keep(gathering, person_id, question, value)
    db.session.flush()


def write_remark(gathering: Gathering, person_id: int, text: str) -> None:
    """Keep a line without its writer. That she has written stands under her ballot; which line is hers nowhere (EV-4).

    The same words sent again are the same line. Raises Conflict for another one, Invalid.
    """
    text = text.strip()
    asked = _must_be_open(gathering, person_id)
    if "different" not in asked or not text or len(text) > rules.REMARK_LIMIT:
        raise Invalid("text", _("Write a line of at most %(limit)s characters.", limit=rules.REMARK_LIMIT))
    if queries.standing(gathering, person_id).has_written:
        same = select(EvaluationRemark.id).where(EvaluationRemark.gathering_id == gathering.id)
        if db.session.scalar(same.where(EvaluationRemark.text == text).limit(1)) is None:
            raise Conflict(_("You have sent your line. It cannot be changed, since nobody knows which one is yours."))
        return
    _keep(gathering, person_id, "different", 1)
    db.session.add(EvaluationRemark(id=_lot(), gathering_id=gathering.id, text=text))
    db.session.flush()


def choose(gathering: Gathering, questions: Sequence[str], *, by_id: int | None, seen: str | None = None) -> None:
    """Say which three questions a gathering asks.

    `seen` is the mark of the three that stood on her page; None replaces whatever stands there: for programs.
    Raises Invalid, or Conflict when somebody has answered, or has chosen others meanwhile (F16).
    """
    wanted = rules.chosen(questions)
    if len(set(questions)) != rules.ASKED or len(wanted) != rules.ASKED or set(wanted) != set(questions):
        raise Invalid("questions", _("Choose exactly three questions."))
    asked = queries.questions_of(gathering.id)
    if wanted == asked:
        return
    if queries.has_answers(gathering.id):
        raise Conflict(_("Somebody has answered already. The questions stay as they are."))
    if seen is not None and seen != rules.mark(asked):
        raise Conflict(_("Somebody else has changed this since you opened the page. Compare, and save again."))
    db.session.execute(delete(EvaluationChoice).where(EvaluationChoice.gathering_id == gathering.id))
    rows = [EvaluationChoice(gathering_id=gathering.id, question=name, position=n) for n, name in enumerate(wanted)]
    db.session.add_all(rows)
    audit(by_id, "evaluation.edit", "gathering", gathering.id)
    db.session.flush()


def forget(before: datetime) -> int:
    """Let go of the answers and remarks of gatherings that ended before this moment (EV-9)."""
    over = select(Gathering.id).where(Gathering.ends_at < before)
    tables = (EvaluationAnswer, EvaluationRemark)
    gone = [db.session.execute(delete(table).where(table.gathering_id.in_(over))) for table in tables]
    return sum(one.rowcount for one in gone if isinstance(one, CursorResult))


def _must_be_open(gathering: Gathering, person_id: int) -> tuple[str, ...]:
    standing = queries.standing(gathering, person_id)
    if standing.is_closed:
        raise Conflict(_("This closed 48 hours after the gathering. Nothing more is taken."))
    if not standing.is_open:
        raise Conflict(_("This opens with the last part of the programme."))
    if not standing.was_there:
        raise Conflict(_("Only those who were there answer. If you were, ask at the table to be checked in."))
    return standing.questions


def _keep(gathering: Gathering, person_id: int, question: str, value: int) -> None:
    """One answer a person and question, also when two requests of hers come in the same moment."""
    ballot = queries.ballot_of(person_id)
    mine = select(EvaluationAnswer).where(
        EvaluationAnswer.gathering_id == gathering.id,
        EvaluationAnswer.question == question,
        EvaluationAnswer.ballot == ballot,
    )
    row = db.session.scalar(mine)
    if row is None:
        row = EvaluationAnswer(
            id=_lot(), gathering_id=gathering.id, question=question, ballot=ballot, role=_role(gathering, person_id)
        )
        row.value = value
        try:
            with db.session.begin_nested():
                db.session.add(row)
                db.session.flush()
        except IntegrityError:
            row = db.session.scalars(mine).one()
    row.value = value


def _role(gathering: Gathering, person_id: int) -> str:
    """D for somebody who came for a municipality, as delegate or substitute; G for all others."""
    member = db.session.get(GatheringMember, (gathering.id, person_id))
    came = db.session.get(Attendance, (gathering.id, person_id))
    is_participant = member is None or member.role == GatheringRole.PARTICIPANT
    return "D" if is_participant and came is not None and came.municipality_id is not None else "G"


def _lot() -> str:
    return secrets.token_urlsafe(12)
