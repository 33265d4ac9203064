"""Reading a programme: its items with their times, what hangs on them, and what is still missing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from network.core.db import db
from network.people.models import Goal, Municipality
from network.people.queries.setup import seats_held_on, taking_part_on
from network.sessions.gatherings.models import (
    Gathering,
    GatheringGoal,
    GatheringMember,
    GatheringRole,
    ItemKind,
    Material,
    ProgrammeItem,
)
from network.sessions.gatherings.queries.coverage import least_delegates
from network.sessions.gatherings.rules.lint import Finding, Plan, PlannedItem, lint, untouched
from network.sessions.gatherings.rules.programme import clock_from, item_times, next_time


@dataclass(frozen=True)
class Timed:
    """An item with the times that are planned for it, and the municipality that it is about."""

    item: ProgrammeItem
    starts_at: datetime
    ends_at: datetime
    municipality: str


def item_of(gathering: Gathering, public_id: str) -> ProgrammeItem | None:
    """An item of this gathering, also one that was taken away."""
    if "\x00" in public_id:  # PostgreSQL fails at one, SQLite finds nothing
        return None
    rows = select(ProgrammeItem).where(ProgrammeItem.public_id == public_id, ProgrammeItem.gathering_id == gathering.id)
    return db.session.scalar(rows)


def programme(gathering: Gathering) -> list[Timed]:
    """The items in their order, with times and materials, in a number of queries that does not grow."""
    rows = (
        select(ProgrammeItem, Municipality.name)
        .outerjoin(Municipality, Municipality.id == ProgrammeItem.municipality_id)
        .where(ProgrammeItem.gathering_id == gathering.id, ProgrammeItem.removed_at.is_(None))
        .order_by(ProgrammeItem.position, ProgrammeItem.id)
        .options(selectinload(ProgrammeItem.materials).joinedload(Material.file))
    )
    found = [(row[0], row[1]) for row in db.session.execute(rows)]
    times = item_times(gathering.starts_at, [(item.id, item.minutes) for item, _name in found])
    return [Timed(item, *times[item.id], municipality=name or "") for item, name in found]


def phases(item: ProgrammeItem) -> dict[str, int]:
    """Phase → its minutes."""
    return {str(key): int(minutes) for key, minutes in json.loads(item.phases or "[]")}


def material_by_public_id(gathering: Gathering, public_id: str) -> Material | None:
    if "\x00" in public_id:  # PostgreSQL fails at one, SQLite finds nothing
        return None
    rows = select(Material).where(Material.public_id == public_id, Material.gathering_id == gathering.id)
    return db.session.scalar(rows.options(joinedload(Material.file)))


def goals_on(day: date) -> Sequence[Goal]:
    """The network's goals that hold on this day."""
    holds = (Goal.from_date <= day) & or_(Goal.to_date.is_(None), Goal.to_date >= day)
    return db.session.scalars(select(Goal).where(holds).order_by(Goal.position, Goal.id)).all()


def goal_ids(gathering: Gathering) -> set[int]:
    return set(db.session.scalars(select(GatheringGoal.goal_id).where(GatheringGoal.gathering_id == gathering.id)))


def departure(gathering: Gathering) -> datetime | None:
    """The moment of the last way home: the first after the gathering begins, so after midnight it is the next day's."""
    at = clock_from(gathering.last_departure) if gathering.last_departure else None
    return next_time(gathering.starts_at, at, gathering.zone) if at is not None else None


def findings(gathering: Gathering, items: Sequence[Timed]) -> list[Finding]:
    """What the gathering still lacks (B1)."""
    day = gathering.starts_at.astimezone(ZoneInfo(gathering.zone)).date()
    own_goals = goal_ids(gathering)
    return lint(
        Plan(
            items=[_planned(timed.item) for timed in items],
            facilitators=_facilitators(gathering.id),
            ends_at=gathering.ends_at,
            departs_at=departure(gathering),
            has_goals=bool(own_goals) or not goals_on(day),
            untouched_goals=untouched([(goal.id, goal.number) for goal in goals_on(day)], _served_until(gathering)),
            has_practical=bool(gathering.practical.strip()),
            is_invited=gathering.invited_at is not None,
            short_of_seats=[f"{name} ({held})" for name, held in _short_of_seats(day)],
        )
    )


def _short_of_seats(day: date) -> list[tuple[str, int]]:
    """Name and seats held of each municipality that takes part on a day with fewer than the network asks for (A1)."""
    least = least_delegates()
    held = seats_held_on(day)
    return [(one.name, held.get(one.id, 0)) for one in taking_part_on(day) if held.get(one.id, 0) < least]


def _planned(item: ProgrammeItem) -> PlannedItem:
    has_owner = item.municipality_id is not None if item.kind == ItemKind.CASE else bool(item.speaker.strip())
    return PlannedItem(
        kind=str(item.kind),
        title=item.title,
        minutes=item.minutes,
        has_question=bool(item.question.strip()),
        has_owner=has_owner,
    )


def _facilitators(gathering_id: int) -> int:
    rows = select(func.count()).select_from(GatheringMember)
    rows = rows.where(GatheringMember.gathering_id == gathering_id, GatheringMember.role == GatheringRole.FACILITATOR)
    return int(db.session.scalar(rows) or 0)


def _served_until(gathering: Gathering) -> list[set[int]]:
    """The goals of this gathering and of the two before it, the latest first."""
    rows = (
        select(Gathering.id)
        .where(Gathering.starts_at <= gathering.starts_at, Gathering.cancelled_at.is_(None))
        .order_by(Gathering.starts_at.desc(), Gathering.id.desc())
        .limit(3)
    )
    ids = list(db.session.scalars(rows))
    served: dict[int, set[int]] = {one: set() for one in ids}
    pairs = select(GatheringGoal.gathering_id, GatheringGoal.goal_id).where(GatheringGoal.gathering_id.in_(ids))
    for gathering_id, goal_id in db.session.execute(pairs):
        served[gathering_id].add(goal_id)
    return [served[one] for one in ids]
