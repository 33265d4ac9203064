"""A round's groups as they are arranged now: who sits where, who is pinned, what is wished."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from network.core.db import db
from network.core.reading import once
from network.people.models import Person
from network.sessions.groups import engine
from network.sessions.groups.models import BreakoutGroup, GroupMember, GroupRound, GroupWish, WishKind


@dataclass(frozen=True)
class Arranged:
    """The groups that somebody sits in, by number, away or not. `pinned` are ids of people."""

    group_ids: tuple[int, ...]
    numbers: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...]
    pinned: frozenset[int]

    def seat_of(self, person_id: int) -> int | None:
        """The index of her group."""
        return next((at for at, ids in enumerate(self.groups) if person_id in ids), None)


def arranged(round_: GroupRound) -> Arranged:
    """Plain columns: a hall has 500 of these rows."""
    return _arranged(round_.id)


@once
def _arranged(round_id: int) -> Arranged:
    rows = (
        select(BreakoutGroup.id, BreakoutGroup.number, GroupMember.person_id, GroupMember.is_pinned)
        .join(GroupMember, GroupMember.group_id == BreakoutGroup.id)
        .where(BreakoutGroup.round_id == round_id, GroupMember.moved_at.is_(None))
        .order_by(BreakoutGroup.number, GroupMember.person_id)
    )
    found: dict[tuple[int, int], list[int]] = {}
    pinned = set()
    for row in db.session.execute(rows):
        found.setdefault((row.number, row.id), []).append(row.person_id)
        if row.is_pinned:
            pinned.add(row.person_id)
    return Arranged(
        group_ids=tuple(group_id for _number, group_id in found),
        numbers=tuple(number for number, _group_id in found),
        groups=tuple(tuple(ids) for ids in found.values()),
        pinned=frozenset(pinned),
    )


def pinned_in(round_id: int) -> dict[int, int]:
    """Those who are pinned alone: person id → the number of her group."""
    rows = (
        select(GroupMember.person_id, BreakoutGroup.number)
        .join(BreakoutGroup, BreakoutGroup.id == GroupMember.group_id)
        .where(BreakoutGroup.round_id == round_id, GroupMember.moved_at.is_(None), GroupMember.is_pinned)
        .order_by(BreakoutGroup.number, GroupMember.person_id)
    )
    return {row.person_id: row.number for row in db.session.execute(rows)}


def wishes_in(gathering_id: int) -> list[GroupWish]:
    """In the order in which they were made."""
    rows = select(GroupWish).where(GroupWish.gathering_id == gathering_id).order_by(GroupWish.id)
    return list(db.session.scalars(rows.options(joinedload(GroupWish.one), joinedload(GroupWish.other))))


def wish_in(gathering_id: int, wish_id: int) -> GroupWish | None:
    return db.session.scalar(select(GroupWish).where(GroupWish.gathering_id == gathering_id, GroupWish.id == wish_id))


def wishes_about(gathering_id: int, person_id: int) -> list[GroupWish]:
    """Those that name her."""
    hers = or_(GroupWish.one_id == person_id, GroupWish.other_id == person_id)
    rows = select(GroupWish).where(GroupWish.gathering_id == gathering_id, hers).order_by(GroupWish.id)
    return list(db.session.scalars(rows))


def engine_wishes(gathering_id: int, here: Collection[int], pins: tuple[engine.Pin, ...] = ()) -> engine.Wishes:
    """What is wished of those who are `here`, as the engine knows it."""
    found: dict[str, list[tuple[int, ...]]] = {kind: [] for kind in WishKind}
    rows = select(GroupWish.kind, GroupWish.one_id, GroupWish.other_id).where(GroupWish.gathering_id == gathering_id)
    for row in db.session.execute(rows.order_by(GroupWish.id)):
        ids = (row.one_id,) if row.other_id is None else (row.one_id, row.other_id)
        if all(one in here for one in ids):
            found[row.kind].append(ids)
    return engine.Wishes(
        together=tuple(found[WishKind.TOGETHER]),
        apart=tuple(found[WishKind.APART]),
        pinned=tuple(pin for pin in pins if pin.person in here),
        facilitators=tuple(one for ids in found[WishKind.SPREAD] for one in ids),
    )


def names_of(person_ids: Collection[int]) -> dict[int, str]:
    rows = select(Person.id, Person.name).where(Person.id.in_(person_ids))
    return {row.id: row.name for row in db.session.execute(rows)}
