"""Reading how a day was: its times, who was there, what each municipality agreed, as far as the reader may see it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from network.access.actor import Actor
from network.access.guard import allows
from network.actions.models import ActionPoint
from network.actions.queries.agreements import Sheet, sheets_of
from network.actions.rules.agreements import may_go
from network.core import clock
from network.core.db import db
from network.people.models import Municipality, Person
from network.people.queries import the_network
from network.sessions.gatherings.models import Attendance, Gathering, GatheringMember, GatheringRole, ProgrammeItem
from network.sessions.gatherings.queries.attendance import BY_NAME, Presence, times_for
from network.sessions.gatherings.rules.programme import item_times
from network.sessions.stage.models import Question
from network.sessions.stage.queries.standing import Scene, scene_of
from network.sessions.stage.queries.talks import UNANSWERED


@dataclass(frozen=True)
class Run:
    """An item of the programme: when it should begin and when it really went on; neither moment when nobody led it."""

    title: str
    planned_at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    is_left_out: bool


@dataclass(frozen=True)
class Part:
    """A municipality's part of the record.

    `is_whole`: the reader is of it, and sees how each delegate answered. Who leads sees who was there, where it stands
    and the sentences that are agreed (RC-2).
    """

    sheet: Sheet
    people: Sequence[Presence]
    points: Sequence[ActionPoint]
    is_whole: bool
    released_by: str

    @property
    def municipality(self) -> Municipality:
        return self.sheet.municipality


@dataclass(frozen=True)
class Asked:
    """A question that was not answered on the day, with what it was asked about. Nobody's name."""

    item: ProgrammeItem
    text: str


@dataclass(frozen=True)
class Record:
    """The day as one reader may see it, at the moment `at`. `others` are those named who came for no municipality.

    `came` is how many people there were, from how many municipalities, `unnamed` guests and speakers among them.
    """

    gathering: Gathering
    network: str
    at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    runs: Sequence[Run]
    came: int
    municipalities: int
    unnamed: int
    ready: int
    parts: Sequence[Part]
    others: Sequence[Presence]
    questions: Sequence[Asked]


def record_for(actor: Actor, gathering: Gathering) -> Record:
    """The number of questions to the database grows neither with people nor with municipalities."""
    scene = scene_of(gathering)
    sheets = sheets_of(gathering)
    people = times_for(actor, gathering).people
    came, unnamed = _counts(gathering.id)
    runs = _runs(gathering, scene)
    network = the_network()
    began = [run.began_at for run in runs if run.began_at is not None]
    return Record(
        gathering=gathering,
        network=network.name if network else "",
        at=clock.now(),
        began_at=min(began, default=None),
        ended_at=scene.state.finished_at,
        runs=runs,
        came=came,
        municipalities=len(sheets),
        unnamed=unnamed,
        ready=sum(may_go(sheet.standing) for sheet in sheets),
        parts=_parts(actor, gathering, sheets, people),
        others=[one for one in people if one.row.municipality_id is None],
        questions=_questions(gathering.id) if allows(actor, "question.read", gathering.facts()) else [],
    )


def _parts(actor: Actor, gathering: Gathering, sheets: Sequence[Sheet], people: Sequence[Presence]) -> list[Part]:
    leads = allows(actor, "gate.read", gathering.facts())
    whole = {sheet.municipality.id for sheet in sheets if allows(actor, "agreement.read", sheet.facts())}
    shown = [sheet for sheet in sheets if leads or sheet.municipality.id in whole]
    names = _names({sheet.agreement.released_by_id for sheet in shown if sheet.agreement is not None})
    came: defaultdict[int | None, list[Presence]] = defaultdict(list)
    for one in people:
        came[one.row.municipality_id].append(one)
    return [
        Part(
            sheet,
            came[sheet.municipality.id],
            _points(actor, sheet, is_whole=sheet.municipality.id in whole),
            sheet.municipality.id in whole,
            names.get((sheet.agreement.released_by_id or 0) if sheet.agreement is not None else 0, ""),
        )
        for sheet in shown
    ]


def _points(actor: Actor, sheet: Sheet, *, is_whole: bool) -> list[ActionPoint]:
    """All of one's own; of others what the matrix gives: what is agreed."""
    return [one for one in sheet.points if is_whole or allows(actor, "action_point.read", one.facts())]


def _runs(gathering: Gathering, scene: Scene) -> list[Run]:
    """Each item of the plan with the time from its first beginning to its last end."""
    planned = item_times(gathering.starts_at, [(item.id, item.minutes) for item in scene.items])
    found = []
    for item in scene.items:
        real = [run for run in scene.runs if run.item_id == item.id and not run.is_skipped]
        ended = [run.ended_at for run in real if run.ended_at is not None]
        began = min((run.started_at for run in real), default=None)
        is_left_out = item.id in scene.skipped_ids and not real
        found.append(Run(item.title, planned[item.id][0], began, max(ended, default=None), is_left_out))
    return found


def _counts(gathering_id: int) -> tuple[int, int]:
    """How many came, and how many of them are not named: guests and speakers."""
    is_hers = (GatheringMember.gathering_id == Attendance.gathering_id) & (
        GatheringMember.person_id == Attendance.person_id
    )
    role = func.coalesce(GatheringMember.role, GatheringRole.PARTICIPANT)
    rows = select(func.count(), func.count().filter(role.not_in(BY_NAME))).select_from(Attendance)
    row = db.session.execute(
        rows.outerjoin(GatheringMember, is_hers).where(Attendance.gathering_id == gathering_id)
    ).one()
    return int(row[0]), int(row[1])


def _names(person_ids: set[int | None]) -> dict[int, str]:
    rows = select(Person.id, Person.name).where(Person.id.in_(person_ids - {None}))
    return {row.id: row.name for row in db.session.execute(rows)} if person_ids - {None} else {}


def _questions(gathering_id: int) -> list[Asked]:
    """What is kept with its item until it is answered, as it was asked; nothing that was hidden."""
    rows = select(Question).join(Question.item)
    rows = rows.where(Question.gathering_id == gathering_id, Question.text != "", Question.state.in_(UNANSWERED))
    found = db.session.scalars(rows.order_by(ProgrammeItem.position, Question.id).options(joinedload(Question.item)))
    return [Asked(one.item, one.text) for one in found]
