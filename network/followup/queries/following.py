"""Reading how all actions go, as those who lead may see it: counted by the database, and read a page at a time.

The number of questions to it is the same for any number of actions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select

from network.access.actor import Actor
from network.actions.models import ActionPoint, ActionState, ActionUpdate
from network.actions.queries.points import OPEN, is_read_by
from network.actions.rules import points as states
from network.cases.models import CaseStudy
from network.core import clock
from network.core.db import db
from network.core.language import current
from network.core.names import name_key
from network.followup.rules import following as rules
from network.followup.rules.following import ALL, Cell, Filter, Line, Silent, Sums
from network.people.models import Goal, Municipality
from network.sessions.gatherings.models import Gathering

ON_A_PAGE = 25


@dataclass(frozen=True)
class Choices:
    """What the actor's actions are of, whatever is asked for now.

    Municipalities are (number, name), by name; gatherings (public id, title), the latest first; goals (number, text).
    """

    municipalities: Sequence[tuple[str, str]]
    gatherings: Sequence[tuple[str, str]]
    goals: Sequence[tuple[str, str]]
    is_some_without_goal: bool


@dataclass(frozen=True)
class Page:
    """Some of the `count` rows that are asked for. `number` counts from 1 to `pages`, `first` and `last` the rows."""

    lines: Sequence[Line]
    number: int
    pages: int
    first: int
    count: int

    @property
    def last(self) -> int:
        return self.first + len(self.lines) - 1


def choices_for(actor: Actor) -> Choices:
    """Four questions."""
    seen = is_read_by(actor)
    places = select(Municipality.number, Municipality.name).where(
        Municipality.id.in_(select(ActionPoint.municipality_id).where(seen))
    )
    gatherings = select(Gathering.public_id, Gathering.title).where(
        Gathering.id.in_(select(ActionPoint.gathering_id).where(seen))
    )
    goals = select(Goal.number, Goal.text).where(Goal.id.in_(select(ActionPoint.goal_id).where(seen))).distinct()
    without = select(ActionPoint.id).where(seen, ActionPoint.goal_id.is_(None)).limit(1)
    return Choices(
        sorted(_pairs(places), key=lambda place: name_key(place[1], current())),
        _pairs(gatherings.order_by(Gathering.starts_at.desc(), Gathering.id.desc())),
        _pairs(goals.order_by(Goal.number, Goal.text)),
        db.session.scalar(without) is not None,
    )


def sums_for(actor: Actor, asked: Filter, goals: Sequence[tuple[str, str]]) -> Sums:
    """Counts, each of just what its own link would show: by state whatever state is asked for, by goal likewise.

    `goals` are (number, text) in the network's order; actions without one come last, under NO_GOAL. Three questions.
    """
    by_state = _counted(actor, replace(asked, state=""), ActionPoint.state)
    by_goal = _counted(actor, replace(asked, goal=""), Goal.number)
    without = by_goal.get(None, 0)
    return Sums(
        open=sum(by_state.get(state, 0) for state in OPEN),
        done=by_state.get(states.DONE, 0),
        stuck=by_state.get(states.STUCK, 0),
        oldest=_silent_longest(actor, asked),
        by_state=[(state, by_state.get(state, 0)) for state in rules.SHOWN],
        by_goal=[
            *((number, text, by_goal.get(number, 0)) for number, text in goals),
            *([(rules.NO_GOAL, "", without)] if without else []),
        ],
    )


def page_of(actor: Actor, asked: Filter, places: Sequence[tuple[str, str]], number: int) -> Page:
    """The rows of a page, in the order of `places`; a number that no page has gives the nearest. Two questions.

    Only the municipalities that stand on the page are read.
    """
    counts = _counted(actor, asked, Municipality.number)
    count = sum(counts.values())
    pages = max(1, -(-count // ON_A_PAGE))
    number = min(max(1, number), pages)
    begin = (number - 1) * ON_A_PAGE
    shown, before = rules.window([(key, counts.get(key, 0)) for key, _name in places], begin, begin + ON_A_PAGE)
    lines = lines_for(actor, asked, among=shown)
    return Page(lines[begin - before :][:ON_A_PAGE], number, pages, begin + 1, count)


def lines_for(actor: Actor, asked: Filter = ALL, *, among: Sequence[str] | None = None) -> list[Line]:
    """By municipality's name, gathering by gathering; only of those municipalities whose numbers are among these."""
    rows = _rows(actor, asked)
    if among is not None:
        rows = rows.where(Municipality.number.in_(among))
    found = db.session.execute(rows.order_by(Gathering.starts_at, ActionPoint.position, ActionPoint.id)).all()
    order = {row.place: name_key(row.place, current()) for row in found}
    return [_line(row) for row in sorted(found, key=lambda row: order[row.place])]


def cells_for(actor: Actor, gatherings: Sequence[str]) -> dict[tuple[str, str], Cell]:
    """(municipality's number, gathering's key) → how many actions, and how many are done. Without empty ones."""
    done = func.sum(case((ActionPoint.state == ActionState.DONE, 1), else_=0))
    rows = _joined(select(Municipality.number, Gathering.public_id, func.count(), done)).where(
        is_read_by(actor), Gathering.public_id.in_(gatherings)
    )
    found = db.session.execute(rows.group_by(Municipality.number, Gathering.public_id))
    return {(place, key): Cell(int(count), int(finished)) for place, key, count, finished in found}


def _pairs(rows: "Select[str, str]") -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in db.session.execute(rows)]


def _joined(rows: "Select[*tuple[Any, ...]]") -> "Select[*tuple[Any, ...]]":
    return (
        rows.select_from(ActionPoint)
        .join(Municipality, Municipality.id == ActionPoint.municipality_id)
        .join(Gathering, Gathering.id == ActionPoint.gathering_id)
        .outerjoin(Goal, Goal.id == ActionPoint.goal_id)
    )


def _counted(actor: Actor, asked: Filter, column: Any) -> dict[Any, int]:
    """What a column says → how many of those that are asked for say it."""
    rows = _joined(select(column, func.count())).where(is_read_by(actor), *_kept(asked))
    return {row[0]: int(row[1]) for row in db.session.execute(rows.group_by(column))}


def _silent_longest(actor: Actor, asked: Filter) -> Silent | None:
    rows = _joined(select(ActionPoint.public_id, ActionPoint.state, ActionPoint.heard_at))
    rows = rows.where(is_read_by(actor), *_kept(asked), _is_open())
    row = db.session.execute(rows.order_by(ActionPoint.heard_at, ActionPoint.id).limit(1)).first()
    return Silent(row.public_id, rules.silent_days(str(row.state), row.heard_at, clock.now())) if row else None


def _kept(asked: Filter) -> "list[ColumnElement[bool]]":
    """What a filter keeps, of `_joined` rows."""
    kept: list[ColumnElement[bool]] = []
    if asked.municipality:
        kept.append(Municipality.number == asked.municipality)
    if asked.gathering:
        kept.append(Gathering.public_id == asked.gathering)
    if asked.goal:
        kept.append(Goal.number.is_(None) if asked.goal == rules.NO_GOAL else Goal.number == asked.goal)
    if asked.state in rules.SHOWN:
        kept.append(ActionPoint.state == asked.state)
    elif asked.state:
        kept.append(_is_open() if asked.state == rules.OPEN else _is_overdue())
    if asked.silent:
        kept.append(and_(_is_open(), ActionPoint.heard_at <= clock.now() - timedelta(weeks=int(asked.silent))))
    return kept


def _is_open() -> "ColumnElement[bool]":
    return ActionPoint.state.in_(OPEN)


def _is_overdue() -> "ColumnElement[bool]":
    """By the clock of the gathering's place: one question more, which zones there are."""
    now, zones = clock.now(), db.session.scalars(select(Gathering.zone).distinct())
    over = [(Gathering.zone == zone) & (ActionPoint.due_on < now.astimezone(ZoneInfo(zone)).date()) for zone in zones]
    return and_(_is_open(), or_(*over))


def _rows(actor: Actor, asked: Filter) -> "Select[*tuple[Any, ...]]":
    """What a Line is made of, without making objects of it: a file holds thousands."""
    last = select(ActionUpdate.line).where(ActionUpdate.action_point_id == ActionPoint.id)
    last = last.order_by(ActionUpdate.id.desc()).limit(1).correlate(ActionPoint)
    columns = select(
        ActionPoint.public_id,
        ActionPoint.what,
        Municipality.name.label("place"),
        Municipality.number.label("place_number"),
        Goal.text.label("goal"),
        Goal.number.label("goal_number"),
        Gathering.title.label("gathering"),
        Gathering.zone,
        CaseStudy.title.label("case"),
        ActionPoint.due_on,
        ActionPoint.state,
        ActionPoint.heard_at,
        last.scalar_subquery().label("last_line"),
    )
    rows = _joined(columns).outerjoin(CaseStudy, CaseStudy.id == ActionPoint.case_id)
    return rows.where(is_read_by(actor), *_kept(asked))


def _line(row: "Row[Any]") -> Line:
    now, state = clock.now(), str(row.state)
    return Line(
        public_id=row.public_id,
        what=row.what,
        municipality=row.place,
        goal=row.goal or "",
        goal_number=row.goal_number or "",
        gathering=row.gathering,
        case=row.case or "",
        due_on=row.due_on,
        state=state,
        heard_at=row.heard_at,
        last_line=row.last_line or "",
        overdue_days=states.days_over(row.due_on, state, now.astimezone(ZoneInfo(row.zone)).date()),
        silent_days=rules.silent_days(state, row.heard_at, now),
    )
