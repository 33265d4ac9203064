"""Reading what people thought of the day: one's own answers, how many have answered, the figures once it is closed."""

import hashlib
import hmac
import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import func, select

from network.access.actor import Actor
from network.access.guard import allows
from network.actions.models import TakeHomeAgreement
from network.core import clock
from network.core.db import db
from network.core.settings import Settings
from network.followup.models import EvaluationAnswer, EvaluationChoice, EvaluationRemark
from network.followup.rules import evaluation as rules
from network.people.queries import the_network
from network.privacy import small_numbers
from network.sessions.gatherings.models import Attendance, Gathering
from network.sessions.gatherings.rules.programme import item_times
from network.sessions.stage.queries.standing import Scene, scene_of


@dataclass(frozen=True)
class Standing:
    """Where an evaluation stands for one person. `answers` is what she has answered, `has_written` her line."""

    questions: tuple[str, ...]
    is_open: bool
    is_closed: bool
    closes_at: datetime
    was_there: bool
    answers: Mapping[str, int]
    has_written: bool


@dataclass(frozen=True)
class Figures:
    """One question's figures: of how many, the average of a scale, its parts, and by role where that may be shown."""

    question: str
    count: int
    average: float | None
    parts: Sequence[rules.Part]
    by_role: Mapping[str, tuple[int, float]]


@dataclass(frozen=True)
class Trend:
    """A scale over the gatherings, and of those who answered at the first and the last: how many, then, now."""

    question: str
    averages: Sequence[tuple[Gathering, float]]
    same: tuple[int, float, float] | None


def ballot_of(person_id: int) -> str:
    """Under which a person's answers stand, the same in every gathering of this network."""
    settings: Settings = current_app.extensions["settings"]
    network = the_network()
    said = f"evaluation:{network.id if network else 0}:{person_id}"
    return hmac.new(settings.secret_key.encode(), said.encode(), hashlib.sha256).hexdigest()


def questions_of(gathering_id: int) -> tuple[str, ...]:
    rows = select(EvaluationChoice.question).where(EvaluationChoice.gathering_id == gathering_id)
    return rules.chosen(db.session.scalars(rows))


def has_answers(gathering_id: int) -> bool:
    rows = select(EvaluationAnswer.id).where(EvaluationAnswer.gathering_id == gathering_id)
    return db.session.scalar(rows.limit(1)) is not None


def standing(gathering: Gathering, person_id: int | None) -> Standing:
    """Where it stands now, for this person."""
    closes = rules.closes_at(gathering.ends_at)
    is_closed = clock.now() >= closes
    own = _own(gathering.id, person_id) if person_id is not None else {}
    came = db.session.get(Attendance, (gathering.id, person_id)) if person_id is not None else None
    return Standing(
        questions=questions_of(gathering.id),
        is_open=not is_closed and gathering.cancelled_at is None and _has_begun(gathering, came),
        is_closed=is_closed,
        closes_at=closes,
        was_there=came is not None,
        answers={name: value for name, value in own.items() if rules.is_answer(name, value)},
        has_written="different" in own,
    )


def _own(gathering_id: int, person_id: int) -> dict[str, int]:
    rows = select(EvaluationAnswer.question, EvaluationAnswer.value).where(
        EvaluationAnswer.gathering_id == gathering_id, EvaluationAnswer.ballot == ballot_of(person_id)
    )
    return {row.question: row.value for row in db.session.execute(rows)}


def _has_begun(gathering: Gathering, came: Attendance | None) -> bool:
    """From the last part of the programme on; before that when her municipality is ready."""
    return has_reached_the_end(gathering, scene_of(gathering)) or _is_ready(gathering.id, came)


def has_reached_the_end(gathering: Gathering, scene: Scene) -> bool:
    """Whether the last part of the programme has begun, as planned or as it goes. Asks nothing of the database."""
    if scene.is_over or not scene.items:
        return scene.is_over or clock.now() >= gathering.ends_at
    times = item_times(gathering.starts_at, ((item.id, item.minutes) for item in scene.items))
    last = scene.items[-1].id
    return scene.state.item_id == last or clock.now() >= times[last][0]


def _is_ready(gathering_id: int, came: Attendance | None) -> bool:
    if came is None or came.municipality_id is None:
        return False
    rows = select(TakeHomeAgreement.id).where(
        TakeHomeAgreement.gathering_id == gathering_id,
        TakeHomeAgreement.municipality_id == came.municipality_id,
        TakeHomeAgreement.ready_at.is_not(None) | TakeHomeAgreement.released_at.is_not(None),
    )
    return db.session.scalar(rows) is not None


def turnout(gathering_id: int) -> tuple[int, int]:
    """How many have answered, of how many who were there."""
    ballots = select(func.count(EvaluationAnswer.ballot.distinct())).where(
        EvaluationAnswer.gathering_id == gathering_id
    )
    came = select(func.count()).select_from(Attendance).where(Attendance.gathering_id == gathering_id)
    return int(db.session.scalar(ballots) or 0), int(db.session.scalar(came) or 0)


def figures(gathering: Gathering) -> list[Figures]:
    """What may be shown of a closed evaluation, a question each; one with fewer than five answers has no figures."""
    answers = _answers([gathering.id])
    asked = [name for name in questions_of(gathering.id) if rules.QUESTIONS[name] != rules.REMARK]
    return [_figures(name, answers[gathering.id, name]) for name in asked]


Answers = Mapping[str, tuple[str, int]]
"""Ballot → role and value."""


def _answers(gathering_ids: Sequence[int]) -> dict[tuple[int, str], dict[str, tuple[str, int]]]:
    found: dict[tuple[int, str], dict[str, tuple[str, int]]] = defaultdict(dict)
    columns = (EvaluationAnswer.gathering_id, EvaluationAnswer.question, EvaluationAnswer.ballot)
    rows = select(*columns, EvaluationAnswer.role, EvaluationAnswer.value)
    for gathering_id, question, ballot, role, value in db.session.execute(
        rows.where(EvaluationAnswer.gathering_id.in_(gathering_ids))
    ):
        found[gathering_id, question][ballot] = role, value
    return found


def _figures(question: str, answers: Answers) -> Figures:
    values = [value for _role, value in answers.values()]
    if len(values) < small_numbers.LEAST:
        return Figures(question, len(values), None, (), {})
    is_scale = rules.QUESTIONS[question] == rules.SCALE
    roles = _roles(answers) if is_scale and small_numbers.shown(_steps(answers))[1] else {}
    return Figures(
        question,
        len(values),
        rules.average(values) if is_scale else None,
        rules.parts(values, rules.VALUES[rules.QUESTIONS[question]]),
        {role: (len(group), _average(group, answers)) for role, group in roles.items()},
    )


def _roles(answers: Answers) -> dict[str, small_numbers.Group]:
    return {letter: frozenset(one for one, (role, _) in answers.items() if role == letter) for letter in ("D", "G")}


def _steps(answers: Answers) -> list[tuple[small_numbers.Group, ...]]:
    """What a gathering's own page shows of a question, in the order in which it is allowed."""
    return [(frozenset(answers),), tuple(_roles(answers).values())]


def _average(group: small_numbers.Group, answers: Answers) -> float:
    return rules.average([answers[one][1] for one in group])


def trends(actor: Actor) -> list[Trend]:
    """The scales over all closed gatherings that the actor may read. Which figures are shown is decided by all of them:
    what another reader sees must not complete what this one sees (EV-7).
    """
    closed = [one for one in db.session.scalars(select(Gathering).order_by(Gathering.starts_at)) if _is_closed(one)]
    answers = _answers([one.id for one in closed])
    scales = [name for name, kind in rules.QUESTIONS.items() if kind == rules.SCALE]
    return [_trend(actor, name, [(one, answers[one.id, name]) for one in closed]) for name in scales]


def _is_closed(gathering: Gathering) -> bool:
    return gathering.cancelled_at is None and clock.now() >= rules.closes_at(gathering.ends_at)


def _trend(actor: Actor, question: str, rows: Sequence[tuple[Gathering, Answers]]) -> Trend:
    enough = [(one, answers) for one, answers in rows if len(answers) >= small_numbers.LEAST]
    readable = [(one, answers) for one, answers in enough if allows(actor, "evaluation.read", one.facts())]
    averages = [(one, _average(frozenset(answers), answers)) for one, answers in readable]
    may_compare = len(enough) >= 2 and len(readable) == len(enough)
    return Trend(question, averages, _same([answers for _one, answers in enough]) if may_compare else None)


def _same(series: Sequence[Answers]) -> tuple[int, float, float] | None:
    """Those who answered first and last. Each earlier "last" was shown in its time, and is thought of with it."""
    first, *later = series
    both = [frozenset(first) & frozenset(answers) for answers in later]
    is_shown = False
    beside = small_numbers.accepted(_steps(first))
    for group, answers in zip(both, later, strict=True):
        is_shown = small_numbers.fits(beside, (group,)) and small_numbers.shown([*_steps(answers), (group,)])[-1]
        beside += [group] if is_shown else []
    if not is_shown:
        return None
    return len(both[-1]), _average(both[-1], first), _average(both[-1], later[-1])


def remarks(gathering_id: int) -> list[str]:
    """What people wrote, in an order drawn anew each time; nothing of fewer than five (EV-6, EV-8)."""
    found = list(db.session.scalars(select(EvaluationRemark.text).where(EvaluationRemark.gathering_id == gathering_id)))
    secrets.SystemRandom().shuffle(found)
    return found if len(found) >= small_numbers.LEAST else []
