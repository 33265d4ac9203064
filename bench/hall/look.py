"""Looks at what a load left behind, in the database of the server that carried it: `python -m bench.hall.look`.

Counts by itself, from the rows alone: nothing here asks the code that deals or places. Prints JSON:

    {"present", "seated", "without_group": [name], "sizes": {"smallest", "largest"}, "pairs_dealt", "pairs_late",
     "late": n, "late_faults": [text]}

`pairs_*` are people of one municipality at one table beyond what cannot be helped.
"""

import argparse
import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select

from network import create_app
from network.core.db import db
from network.core.settings import Settings
from network.people.models import Person
from network.sessions.gatherings.models import Attendance, Gathering, GatheringMember, GatheringRole
from network.sessions.groups.models import BreakoutGroup, GroupMember, GroupRound, RoundState


@dataclass(frozen=True)
class Place:
    """Somebody's place at a table. `order` is that of joining, for those who came late."""

    person: int
    municipality: int | None
    group: int
    is_late: bool
    order: float


@dataclass(frozen=True)
class Seen:
    present: int
    seated: int
    without_group: list[str]
    smallest: int
    largest: int
    pairs_dealt: int
    pairs_late: int
    late: int
    late_faults: list[str]


def look(gathering_public_id: str) -> Seen:
    """What the round at work looks like now."""
    gathering = db.session.scalars(select(Gathering).where(Gathering.public_id == gathering_public_id)).one()
    places = _places(gathering.id)
    names = _present(gathering.id)
    seated = {place.person for place in places}
    sizes = Counter(place.group for place in places).values()
    return Seen(
        present=len(names),
        seated=len(seated),
        without_group=sorted(name for person, name in names.items() if person not in seated),
        smallest=min(sizes, default=0),
        largest=max(sizes, default=0),
        pairs_dealt=excess([place for place in places if not place.is_late]),
        pairs_late=excess(places),
        late=sum(place.is_late for place in places),
        late_faults=misplaced(places),
    )


def excess(places: Sequence[Place]) -> int:
    """People beyond the first of a municipality at a table, less those whom no dealing could have spared that."""
    tables = len({place.group for place in places})
    met = Counter((place.group, place.municipality) for place in places if place.municipality is not None)
    of_one = Counter(place.municipality for place in places if place.municipality is not None)
    forced = sum(max(0, count - tables) for count in of_one.values())
    return sum(count - 1 for count in met.values()) - forced


def misplaced(places: Iterable[Place]) -> list[str]:
    """Late arrivals, one after the other, who were not put at a smallest table, or met a neighbour needlessly."""
    tables: dict[int, list[int | None]] = defaultdict(list)
    for place in (one for one in places if not one.is_late):
        tables[place.group].append(place.municipality)
    faults = []
    for place in sorted((one for one in places if one.is_late), key=lambda one: one.order):
        faults += _judged(place, tables)
        tables[place.group].append(place.municipality)
    return faults


def _judged(place: Place, tables: Mapping[int, Sequence[int | None]]) -> list[str]:
    least = min(map(len, tables.values()))
    if len(tables[place.group]) > least:
        return [f"person {place.person} came to {len(tables[place.group])} people, a table has {least}"]
    free = [group for group, there in tables.items() if len(there) == least and place.municipality not in there]
    meets = place.municipality is not None and place.municipality in tables[place.group]
    return [f"person {place.person} met her own municipality, table {free[0]} was free of it"] if meets and free else []


def _places(gathering_id: int) -> list[Place]:
    at_work = select(GroupRound.id).where(
        GroupRound.gathering_id == gathering_id, GroupRound.state.in_((RoundState.RUNNING, RoundState.WRAP_UP))
    )
    rows = db.session.execute(
        select(GroupMember, Attendance.municipality_id)
        .join(BreakoutGroup, BreakoutGroup.id == GroupMember.group_id)
        .join(
            Attendance,
            (Attendance.person_id == GroupMember.person_id) & (Attendance.gathering_id == BreakoutGroup.gathering_id),
        )
        .where(BreakoutGroup.round_id.in_(at_work), GroupMember.moved_at.is_(None))
    )
    return [
        Place(
            member.person_id,
            municipality_id,
            member.group_id,
            member.is_late,
            member.joined_at.timestamp() if member.joined_at else 0.0,
        )
        for member, municipality_id in rows
    ]


def _present(gathering_id: int) -> dict[int, str]:
    """Those who are there and shall have a place: whoever leads walks about."""
    rows = db.session.execute(
        select(Person.id, Person.name)
        .join(Attendance, Attendance.person_id == Person.id)
        .join(GatheringMember, GatheringMember.person_id == Person.id)
        .where(
            Attendance.gathering_id == gathering_id,
            GatheringMember.gathering_id == gathering_id,
            Attendance.left_at.is_(None),
            GatheringMember.role != GatheringRole.FACILITATOR,
        )
    )
    return dict(rows.tuples().all())


def main() -> int:
    reader = argparse.ArgumentParser(prog="python -m bench.hall.look", description="What a load left behind.")
    reader.add_argument("--gathering", required=True, help="its public id")
    asked = reader.parse_args()
    app = create_app(Settings.from_environment(os.environ), side_process=True)
    with app.app_context():
        print(json.dumps(asdict(look(asked.gathering))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
