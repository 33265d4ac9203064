"""Where a gathering stands, read: its state, its programme, what has been gone through, and the last move."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, cached_property

from sqlalchemy import Select, bindparam, select

from network.core import clock as wall
from network.core.db import db
from network.core.reading import once
from network.people.models import Person
from network.sessions.gatherings.models import Gathering, ProgrammeItem
from network.sessions.gatherings.rules.programme import item_times
from network.sessions.groups.models import GroupRound
from network.sessions.stage.models import ItemRun, StageMove, StageState
from network.sessions.stage.rules import clock, drift, flow
from network.sessions.stage.rules.clock import Clock

NO_SESSION = ("arrival", "break", "closing")
"""Item kinds that are not counted in "session 2 of 4"."""


def stored_state(gathering_id: int) -> StageState | None:
    return db.session.get(StageState, gathering_id)


def standing(gathering_id: int) -> StageState:
    """The state of the hall; one that nobody has moved yet is made for reading and not stored."""
    return stored_state(gathering_id) or StageState(
        gathering_id=gathering_id,
        version=1,
        revision=1,
        whole_seconds=0,
        more_time="{}",
        picture="now",
        picture_facts="{}",
        is_dark=False,
        changed_at=wall.now(),
    )


def clock_of(state: StageState) -> clock.Clock:
    return clock.Clock(ends_at=state.ends_at, left_seconds=state.left_seconds, whole_seconds=state.whole_seconds)


def more_time_of(state: StageState) -> dict[int, int]:
    """Group id → how many seconds more than the hall it has."""
    return {int(group_id): seconds for group_id, seconds in json.loads(state.more_time or "{}").items()}


@once
def programme(gathering_id: int) -> list[ProgrammeItem]:
    """The items in the order of the plan, without those that were taken away."""
    return list(db.session.scalars(_programme(), {"gathering_id": gathering_id}))


@cache
def _programme() -> Select[ProgrammeItem]:
    of_day = ProgrammeItem.gathering_id == bindparam("gathering_id")
    rows = select(ProgrammeItem).where(of_day, ProgrammeItem.removed_at.is_(None))
    return rows.order_by(ProgrammeItem.position, ProgrammeItem.id)


def run_sheet(gathering_id: int, current_id: int | None) -> list[ProgrammeItem]:
    """The items, and what goes on in its place, also when it was taken off the plan meanwhile: it goes on until
    somebody moves.
    """
    items = programme(gathering_id)
    if current_id is None or any(item.id == current_id for item in items):
        return items
    return sorted([*items, db.session.get_one(ProgrammeItem, current_id)], key=lambda item: (item.position, item.id))


def runs_of(gathering_id: int) -> list[ItemRun]:
    return list(db.session.scalars(_runs(), {"gathering_id": gathering_id}))


@cache
def _runs() -> Select[ItemRun]:
    return select(ItemRun).where(ItemRun.gathering_id == bindparam("gathering_id")).order_by(ItemRun.id)


def last_move(gathering_id: int) -> StageMove | None:
    query = select(StageMove).where(StageMove.gathering_id == gathering_id)
    return db.session.scalar(query.order_by(StageMove.id.desc()).limit(1))


def undo_seconds(state: StageState, last: StageMove | None, now: datetime) -> int:
    """For how many seconds the last move can still be taken back; 0 when it cannot."""
    if last is None:
        return 0
    may_undo = flow.may_undo(
        version=state.version, last_version=last.version, last_act=last.act, last_at=last.at, now=now
    )
    return flow.undo_left(last.at, now) if may_undo else 0


def name_of(person_id: int | None) -> str | None:
    return db.session.scalar(select(Person.name).where(Person.id == person_id)) if person_id is not None else None


def part_of(item: ProgrammeItem) -> drift.Part:
    return drift.Part(item.id, item.kind, item.title, item.minutes, item.least_minutes)


@dataclass(frozen=True)
class Scene:
    """What goes on in the hall at `now`, for the phone, the control page and the big screen alike."""

    gathering: Gathering
    state: StageState
    items: Sequence[ProgrammeItem]
    runs: Sequence[ItemRun]
    round: GroupRound | None
    now: datetime

    @cached_property
    def item(self) -> ProgrammeItem | None:
        return next((item for item in self.items if item.id == self.state.item_id), None)

    @cached_property
    def clock(self) -> clock.Clock:
        return clock_of(self.state)

    @cached_property
    def more_time(self) -> dict[int, int]:
        """Group id → how many seconds more than the hall it has (rule ST-28)."""
        return more_time_of(self.state)

    def clock_for(self, group_id: int | None) -> Clock:
        """A group's clock: the hall's, unless it was given more time. The hall's for nobody."""
        return clock.with_more(self.clock, self.more_time.get(group_id or 0, 0))

    @property
    def last_end(self) -> datetime | None:
        """When the last group's time is over; None while the clock stands, and without one."""
        return clock.with_more(self.clock, max(self.more_time.values(), default=0)).ends_at

    @property
    def left(self) -> int | None:
        """Seconds left, below zero when over."""
        return clock.left(self.clock, self.now)

    @property
    def is_live(self) -> bool:
        """Whether the day goes on: somebody has begun it and nobody has ended it."""
        return self.state.item_id is not None and self.state.finished_at is None

    @property
    def is_over(self) -> bool:
        return self.state.finished_at is not None or self.now > self.gathering.ends_at + timedelta(hours=1)

    @cached_property
    def phases(self) -> list[flow.Phase]:
        item = self.item
        return flow.phases_of(json.loads(item.phases or "[]"), item.minutes) if item else []

    @property
    def phase(self) -> flow.Phase | None:
        """The part of a running round that goes on."""
        if self.round is None or self.round.state not in ("running", "wrap_up"):
            return None
        return flow.phase_at(self.phases, self.round.phase)

    @property
    def is_talking(self) -> bool:
        """Whether phones should lie on the table."""
        running = self.round is not None and self.round.state == "running"
        return running and self.phase is not None and self.phase.name == flow.TALK

    @cached_property
    def skipped_ids(self) -> frozenset[int]:
        """Items whose latest run was skipping them."""
        latest = {run.item_id: run.is_skipped for run in self.runs}
        return frozenset(item_id for item_id, is_skipped in latest.items() if is_skipped)

    @cached_property
    def done_ids(self) -> frozenset[int]:
        """Items gone through, the current one not among them."""
        return frozenset(run.item_id for run in self.runs if not run.is_skipped) - {self.state.item_id or 0}

    @cached_property
    def ahead(self) -> list[ProgrammeItem]:
        """What is still to come: behind what goes on, neither left out nor done."""
        order = [item.id for item in self.items]
        place = order.index(self.state.item_id) if self.state.item_id in order else -1
        return [item for item in self.items[place + 1 :] if item.id not in self.skipped_ids | self.done_ids]

    def ends_after(self, remaining: Sequence[ProgrammeItem]) -> datetime:
        """When what goes on and `remaining` will be over."""
        return drift.projected_end(
            [part_of(item) for item in remaining],
            current=part_of(self.item) if self.item else None,
            began_at=next((run.started_at for run in self.runs if run.ended_at is None), None),
            starts_at=self.gathering.starts_at,
            now=self.now,
        )

    @cached_property
    def times(self) -> dict[int, datetime]:
        """Item id → when it begins: what comes is said later when the day is late."""
        planned = item_times(self.gathering.starts_at, [(item.id, item.minutes) for item in self.items])
        begins = {item_id: times[0] for item_id, times in planned.items()}
        if self.is_over:
            return begins
        return drift.expected(begins, [item.id for item in self.ahead], self.ends_after(()))

    @property
    def next_item(self) -> ProgrammeItem | None:
        order = [item.id for item in self.items]
        next_id = flow.next_item_id(order, self.state.item_id, self.skipped_ids)
        return next((item for item in self.items if item.id == next_id), None)

    @property
    def step(self) -> flow.Step:
        """What the one large button does."""
        return flow.next_step(
            self.item.kind if self.item else None,
            round_state=self.round.state if self.round else None,
            phase=self.round.phase if self.round else 0,
            phases=self.phases,
            next_id=self.next_item.id if self.next_item else None,
        )

    @cached_property
    def sessions(self) -> tuple[int, int]:
        """Which session of how many this is; (0, n) outside them."""
        counted = [item.id for item in self.items if item.kind not in NO_SESSION]
        number = counted.index(self.state.item_id) + 1 if self.state.item_id in counted else 0
        return number, len(counted)

    @property
    def picture_facts(self) -> dict[str, object]:
        facts = json.loads(self.state.picture_facts or "{}")
        return facts if isinstance(facts, dict) else {}


@once
def scene_of(gathering: Gathering) -> Scene:
    """Three questions to the database, however many people and items there are; one more when what goes on was taken
    off the plan.
    """
    stored = db.session.execute(_state_and_round(), {"gathering_id": gathering.id}).first()
    state, round_ = (stored[0], stored[1]) if stored else (standing(gathering.id), None)
    items = run_sheet(gathering.id, state.item_id)
    return Scene(gathering, state, items, runs_of(gathering.id), round_, wall.now())


@cache
def _state_and_round() -> Select[StageState, GroupRound]:
    query = select(StageState, GroupRound).outerjoin(GroupRound, GroupRound.item_id == StageState.item_id)
    return query.where(StageState.gathering_id == bindparam("gathering_id"))
