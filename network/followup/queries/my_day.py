"""Reading one person's day: her own lines and marks, what her municipality agreed, the slides, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from network.access.actor import Actor
from network.access.guard import allows, can
from network.actions.models import ActionPoint
from network.actions.queries import marks
from network.actions.queries.agreements import Sheet, sheet_of
from network.core import clock
from network.core.db import db
from network.followup.models import Briefing
from network.followup.queries import evaluation
from network.people.models import Person
from network.sessions.gatherings.models import Attendance, Gathering, Material, ProgrammeItem
from network.sessions.gatherings.queries.gatherings import next_gathering_for
from network.sessions.gatherings.queries.programme import programme
from network.sessions.stage.models import TalkLine
from network.sessions.stage.queries.talks import is_shown_to


@dataclass(frozen=True)
class Written:
    """What she wrote, or marked, and at what. Nobody else's words."""

    title: str
    line: str


@dataclass(frozen=True)
class MyDay:
    """One person's day. `sheet` is her municipality's, if she was there as its delegate; None for guests."""

    gathering: Gathering
    lines: Sequence[Written]
    marks: Sequence[Written]
    sheet: Sheet | None
    own_points: Sequence[ActionPoint]
    other_points: Sequence[ActionPoint]
    owes_answer: bool
    materials: Sequence[tuple[ProgrammeItem, Material]]
    briefing: Briefing | None
    evaluation: evaluation.Standing
    next_gathering: Gathering | None
    may_read_record: bool

    @property
    def may_evaluate(self) -> bool:
        """Whether she can answer how the day was, and has not."""
        return self.evaluation.is_open and self.evaluation.was_there and not self.evaluation.answers


def presence_of(gathering: Gathering | None, person_id: int | None) -> Attendance | None:
    """Her presence at the gathering; None when she was not there, or the day was called off."""
    if gathering is None or gathering.cancelled_at is not None or person_id is None:
        return None
    return db.session.get(Attendance, (gathering.id, person_id))


def came(gathering_id: int) -> list[int]:
    """Everybody who was there and has an address."""
    rows = select(Attendance.person_id).join(Person, Person.id == Attendance.person_id)
    rows = rows.where(Attendance.gathering_id == gathering_id, Person.email.is_not(None))
    return list(db.session.scalars(rows.order_by(Attendance.person_id)))


def my_day(actor: Actor, row: Attendance, gathering: Gathering) -> MyDay:
    """Her part of the day on which `row` says that she was there."""
    sheet = _sheet(actor, row, gathering)
    points = sheet.points if sheet is not None and sheet.is_asked else ()
    return MyDay(
        gathering=gathering,
        lines=_lines(actor, gathering.id),
        marks=_marks(actor, gathering),
        sheet=sheet,
        own_points=[one for one in points if one.owner_id == actor.person_id],
        other_points=[one for one in points if one.owner_id != actor.person_id],
        owes_answer=sheet is not None and sheet.is_asked and sheet.is_open and actor.person_id in sheet.missing,
        materials=_materials(actor, gathering),
        briefing=_briefing(actor, row),
        evaluation=evaluation.standing(gathering, actor.person_id),
        next_gathering=next_gathering_for(actor, clock.now()),
        may_read_record=allows(actor, "record.read", gathering.facts()),
    )


def _sheet(actor: Actor, row: Attendance, gathering: Gathering) -> Sheet | None:
    """Of the municipality that she came for, if she may read it: what it agreed without her is not in her day."""
    if row.municipality is None:
        return None
    sheet = sheet_of(gathering, row.municipality)
    return sheet if can(actor, "agreement.read", sheet) else None


def _lines(actor: Actor, gathering_id: int) -> list[Written]:
    """There is no query for anybody else's."""
    rows = select(TalkLine).join(TalkLine.item)
    rows = rows.where(TalkLine.person_id == actor.person_id, ProgrammeItem.gathering_id == gathering_id)
    found = db.session.scalars(rows.order_by(ProgrammeItem.position, TalkLine.id).options(joinedload(TalkLine.item)))
    own = [one for one in found if can(actor, "talk_line.read", one) and is_shown_to(actor, one)]
    return [Written(one.item.title, one.text) for one in own]


def _marks(actor: Actor, gathering: Gathering) -> list[Written]:
    """With her own line. What others said stays where it was said: a mail goes on to where nobody asks who may read."""
    return [
        Written(one.thing.title if one.thing is not None else "", one.mark.line)
        for one in marks.mine(actor, gathering).marks
    ]


def _materials(actor: Actor, gathering: Gathering) -> list[tuple[ProgrammeItem, Material]]:
    found = [(timed.item, one) for timed in programme(gathering) for one in timed.item.materials]
    return [(item, one) for item, one in found if can(actor, "material.read", one)]


def _briefing(actor: Actor, row: Attendance) -> Briefing | None:
    """The draft for the council of the municipality that she came for, once there is one."""
    if row.municipality_id is None:
        return None
    rows = select(Briefing).where(
        Briefing.gathering_id == row.gathering_id, Briefing.municipality_id == row.municipality_id
    )
    found = db.session.scalar(rows)
    return found if found is not None and can(actor, "briefing.read", found) else None
