"""Groups of a round and the places in them: the rows, and who is told."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from network.core import clock
from network.core.db import db
from network.core.language import gettext as _
from network.core.language import speaking
from network.core.signals import groups_changed, hall_changed, rights_changed
from network.sessions.gatherings.models import Gathering
from network.sessions.groups.models import BreakoutGroup, GroupKind, GroupMember, GroupRole, GroupRound, HallTable
from network.sessions.groups.queries.rounds import groups_in


@dataclass(frozen=True)
class Wanted:
    """A group to be: who is in it, and whose it is when it is local."""

    person_ids: tuple[int, ...]
    municipality_id: int | None = None
    label: str = ""


def lay_groups(
    round_: GroupRound, wanted: Sequence[Wanted], roles: Mapping[int, GroupRole], pinned: Collection[int] = ()
) -> list[BreakoutGroup]:
    """Make the round's groups be these. Rows are used again, a local one by its municipality; others are left empty."""
    before = set(_member_ids(round_))
    rows = _rows_for(round_, wanted)
    ids = select(BreakoutGroup.id).where(BreakoutGroup.round_id == round_.id)
    # Past the session, which would first read all these rows: it holds none of them that is not expired.
    db.session.connection().execute(delete(GroupMember).where(GroupMember.group_id.in_(ids)))
    now = clock.now()
    places = [
        {
            "group_id": group.id,
            "person_id": person_id,
            "role": roles.get(person_id),
            "joined_at": now,
            "is_pinned": person_id in pinned,
        }
        for group, one in zip(rows, wanted, strict=True)
        for person_id in one.person_ids
    ]
    if places:
        db.session.connection().execute(insert(GroupMember), places)
    for group in rows:
        db.session.expire(group, ["members"])
    db.session.expire(round_, ["groups"])
    tell(round_, before | {person_id for one in wanted for person_id in one.person_ids})
    return rows


def add_group(round_: GroupRound, wanted: Wanted) -> BreakoutGroup:
    """One group more, for somebody who comes late and has none.

    A municipality whose group all have left has it again.
    """
    groups, tables = _groups(round_), _tables(round_.gathering_id)
    number = max((group.number for group in groups), default=0) + 1
    group = _fitting(groups, wanted, number)
    with _speaking_to(round_):
        if group is None:
            group = _make(round_, wanted, number, tables)
        else:
            _dress(round_, group, wanted, group.number, tables)
    db.session.flush()
    db.session.expire(round_, ["groups"])
    return group


def offer_neighbours(round_: GroupRound) -> None:
    """A municipality that is alone may listen at the nearest table that has company; its group stays its own (GR-9).

    Once it has company itself, or its neighbour has none any more, the offer is another or none.
    """
    groups = groups_in(round_.id)
    sizes = [sum(one.moved_at is None for one in group.members) for group in groups]
    for index, group in enumerate(groups):
        others = [at for at, size in enumerate(sizes) if at != index and size > 1]
        if sizes[index] > 1 or not others:
            group.listens_to_id = None
        elif group.listens_to_id not in [groups[at].id for at in others]:
            group.listens_to_id = groups[min(others, key=lambda at: (abs(at - index), at))].id
    db.session.flush()


def tell(round_: GroupRound, person_ids: Iterable[int]) -> None:
    """These people are in another group than before: their rights, their boards, and what everybody is shown."""
    changed = sorted(person_ids)
    rights_changed.send(person_ids=changed)
    groups_changed.send(round_id=round_.id, person_ids=changed)
    hall_changed.send(gathering_id=round_.gathering_id)


def _member_ids(round_: GroupRound) -> list[int]:
    rows = select(GroupMember.person_id).join(BreakoutGroup, BreakoutGroup.id == GroupMember.group_id)
    return list(db.session.scalars(rows.where(BreakoutGroup.round_id == round_.id)))


def _groups(round_: GroupRound) -> list[BreakoutGroup]:
    rows = select(BreakoutGroup).where(BreakoutGroup.round_id == round_.id).order_by(BreakoutGroup.number)
    return list(db.session.scalars(rows))


def _rows_for(round_: GroupRound, wanted: Sequence[Wanted]) -> list[BreakoutGroup]:
    """A row for each group to be, in its order, numbered from 1."""
    free = _groups(round_)
    tables = _tables(round_.gathering_id)
    rows = []
    with _speaking_to(round_):
        for number, one in enumerate(wanted, start=1):
            group = _fitting(free, one, number)
            if group is None:
                group = _make(round_, one, number, tables)
            else:
                free.remove(group)
                _dress(round_, group, one, number, tables)
            rows.append(group)
    for number, group in enumerate(free, start=len(wanted) + 1):
        group.number, group.table_id, group.listens_to_id = number, None, None
    db.session.flush()
    return rows


def _fitting(free: Sequence[BreakoutGroup], wanted: Wanted, number: int) -> BreakoutGroup | None:
    if wanted.municipality_id is not None:
        return next((group for group in free if group.municipality_id == wanted.municipality_id), None)
    return next((group for group in free if group.municipality_id is None and group.number == number), None)


def _make(round_: GroupRound, wanted: Wanted, number: int, tables: dict[int, HallTable]) -> BreakoutGroup:
    group = BreakoutGroup(
        gathering_id=round_.gathering_id, round_id=round_.id, number=number, label="", kind=round_.kind
    )
    _dress(round_, group, wanted, number, tables)
    db.session.add(group)
    return group


def _dress(round_: GroupRound, group: BreakoutGroup, wanted: Wanted, number: int, tables: dict[int, HallTable]) -> None:
    """Number, name and table. Label: the municipality's name, else the table's in the gathering's language."""
    group.number, group.kind, group.municipality_id = number, GroupKind(round_.kind), wanted.municipality_id
    group.listens_to_id = None
    table = _table(round_.gathering_id, number, tables)
    if table.id is None or group.table_id != table.id:  # Set to what it is, each is looked up first.
        group.table = table
    group.label = wanted.label or _("Table %(number)s", number=number)


def _speaking_to(round_: GroupRound) -> AbstractContextManager[None]:
    return speaking(db.session.get_one(Gathering, round_.gathering_id).language)


def _tables(gathering_id: int) -> dict[int, HallTable]:
    rows = select(HallTable).where(HallTable.gathering_id == gathering_id)
    return {table.number: table for table in db.session.scalars(rows)}


def _table(gathering_id: int, number: int, tables: dict[int, HallTable]) -> HallTable:
    """The hall's table of this number, made when there is none."""
    if number not in tables:
        tables[number] = HallTable(gathering_id=gathering_id, number=number)
        db.session.add(tables[number])
    return tables[number]
