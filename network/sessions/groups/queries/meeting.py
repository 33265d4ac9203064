"""Who has met whom: a person's own figure, and the network's, by municipality and never by person (A4)."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from network.core.db import db
from network.people.models import Municipality, Seat
from network.people.queries import held_on
from network.people.queries.network import municipalities
from network.sessions.gatherings.models import Attendance, AttendanceChange
from network.sessions.gatherings.rules.attendance import RETURNED, UNDONE
from network.sessions.groups.models import BreakoutGroup, GroupKind, GroupMember, GroupRound, PlacesMet
from network.sessions.groups.rules.meeting import ENOUGH, Often, Span, how_often, seconds_between

FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class OwnFigure:
    """With how many of the delegates of other municipalities she has worked, and how many these are today."""

    met: int
    delegates: int


@dataclass(frozen=True)
class Place:
    """A municipality, and the others by how often its people have worked with theirs; names A to Z."""

    name: str
    others: dict[Often, tuple[str, ...]]


@dataclass(frozen=True)
class Picture:
    """All municipalities that take part, A to Z. Shape of `cells`: a row for each, with one for each; None for itself.

    `least` are the pairs that have met least, in the order of their names.
    """

    places: tuple[Place, ...]
    cells: tuple[tuple[Often | None, ...], ...]
    least: tuple[tuple[str, str], ...]

    @property
    def pairs(self) -> int:
        return len(self.cells) * (len(self.cells) - 1) // 2

    @property
    def met(self) -> int:
        return self.pairs - sum(row.count(Often.NEVER) for row in self.cells) // 2


def own_figure(person_id: int, *, today: date) -> OwnFigure | None:
    """None in a network without other municipalities' delegates. One question to the database."""
    own = select(Seat.municipality_id).where(Seat.person_id == person_id, held_on(today))
    others = select(Seat.person_id).where(held_on(today), Seat.person_id != person_id, Seat.municipality_id.not_in(own))
    hers, theirs = aliased(GroupMember), aliased(GroupMember)
    known = (
        select(theirs.person_id)
        .distinct()
        .select_from(hers)
        .join(BreakoutGroup, (BreakoutGroup.id == hers.group_id) & (BreakoutGroup.kind == GroupKind.MIXED))
        .join(GroupRound, (GroupRound.id == BreakoutGroup.round_id) & GroupRound.counted_at.is_not(None))
        .join(theirs, theirs.group_id == hers.group_id)
        .where(hers.person_id == person_id, _together(hers, theirs))
        .subquery()  # whom she knows first: asked of each delegate by herself, SQLite takes ten times as long
    )
    met = select(func.count()).select_from(known).where(known.c.person_id.in_(others))
    delegates = select(func.count(Seat.person_id.distinct())).where(Seat.person_id.in_(others))
    row = db.session.execute(select(met.scalar_subquery().label("met"), delegates.scalar_subquery().label("all"))).one()
    return OwnFigure(row.met, row.all) if row.all else None


def _together(hers: type[GroupMember], theirs: type[GroupMember]) -> ColumnElement[bool]:
    """rules.have_met, for the database: four differences instead of the later and the earlier of two."""
    return (
        (hers.worked_until - hers.worked_from >= ENOUGH)
        & (theirs.worked_until - theirs.worked_from >= ENOUGH)
        & (hers.worked_until - theirs.worked_from >= ENOUGH)
        & (theirs.worked_until - hers.worked_from >= ENOUGH)
    )


def picture(*, today: date, least: int) -> Picture:
    """The municipalities that take part today; of one that has become part of another the meetings are the other's.

    Two questions to the database, however many gatherings there have been. At most `least` pairs that have met least.
    """
    known = municipalities()
    part = [one for one in known if _takes_part(one, today)]
    meetings, now = Counter[tuple[int, int]](), _as_they_are_now(known)
    for row in db.session.execute(select(PlacesMet.one_id, PlacesMet.other_id, PlacesMet.meetings)):
        one, other = now.get(row.one_id, row.one_id), now.get(row.other_id, row.other_id)
        meetings[min(one, other), max(one, other)] += row.meetings
    often: dict[tuple[int, int], Often] = {}
    for (one, other), many in meetings.items():
        often[one, other] = often[other, one] = how_often(many)
    ids, names = [one.id for one in part], [one.name for one in part]
    cells = tuple(tuple(None if other == one else often.get((one, other), Often.NEVER) for other in ids) for one in ids)
    found = tuple(_place(name, names, row) for name, row in zip(names, cells, strict=True))
    return Picture(found, cells, tuple(islice(_least(names, cells), least)))


def _least(names: Sequence[str], cells: Sequence[Sequence[Often | None]]) -> Iterator[tuple[str, str]]:
    """Those who have never met; where all have, those who have met seldom."""
    is_never = any(Often.NEVER in row for row in cells)
    wanted = Often.NEVER if is_never else Often.FEW
    for at, row in enumerate(cells):
        for other in range(at + 1, len(row)):
            if row[other] is wanted:
                yield names[at], names[other]


def _takes_part(one: Municipality, today: date) -> bool:
    return one.joined_on is not None and one.joined_on <= today and (one.left_on is None or one.left_on > today)


def _place(name: str, names: Sequence[str], row: Sequence[Often | None]) -> Place:
    others: dict[Often, list[str]] = {often: [] for often in Often}
    for other, often in zip(names, row, strict=True):
        if often is not None:
            others[often].append(other)
    return Place(name, {often: tuple(ones) for often, ones in others.items()})


def _as_they_are_now(known: Sequence[Municipality]) -> dict[int, int]:
    """Of a municipality that has become part of another: its id → that of the one there is now."""
    followed = {one.id: one.successor_id for one in known if one.successor_id is not None}
    found = {}
    for first in followed:
        last, seen = first, set[int]()
        while last in followed and last not in seen:
            seen.add(last)
            last = followed[last]
        found[first] = last
    return found


def stays_at(gathering_id: int, *, began: datetime) -> dict[int, list[Span]]:
    """Person id → when she was in the house, in seconds after `began`; who has not left stays on and on."""
    left: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for row in db.session.execute(_changes(gathering_id)):
        if row.reason == RETURNED and row.left_before is not None:
            left[row.person_id].append((row.left_before, row.at))
        elif row.left_before is None and left[row.person_id]:
            left[row.person_id].pop()
    rows = select(Attendance.person_id, Attendance.arrived_at, Attendance.left_at)
    found = {}
    for person_id, arrived_at, left_at in db.session.execute(rows.where(Attendance.gathering_id == gathering_id)):
        gone = left.get(person_id, [])
        came, went = (
            [arrived_at, *(back for _left, back in gone)],
            [*(away for away, _back in gone), left_at or FOREVER],
        )
        spans = zip(came, went, strict=True)
        found[person_id] = [(seconds_between(began, since), seconds_between(began, end)) for since, end in spans]
    return found


def _changes(gathering_id: int) -> Select[int, str, datetime, datetime | None]:
    change = AttendanceChange
    rows = select(change.person_id, change.reason, change.at, change.left_before)
    return rows.where(change.gathering_id == gathering_id, change.reason.in_((RETURNED, UNDONE))).order_by(change.id)
