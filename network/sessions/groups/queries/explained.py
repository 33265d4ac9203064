"""Why people sit as they do, in figures that anybody can count again: a person's, a group's, the round's.

Parties are mixed and never told, nor is it told that they were the reason (PE-2).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import aliased

from network.core.db import db
from network.people.models import Municipality
from network.sessions.gatherings.models import Gathering, GatheringRole
from network.sessions.groups.models import DRAFT, BreakoutGroup, GroupKind, GroupMember, GroupRound, RoundState
from network.sessions.groups.queries.arranged import Arranged, arranged, names_of
from network.sessions.groups.queries.attending import Attending, attending, history

DEALT = frozenset(RoundState) - {RoundState.PLANNED}
TOLD = frozenset(RoundState) - frozenset(DRAFT)


@dataclass(frozen=True)
class Table:
    """Whom somebody meets in this round. `last_time` of them she sat with at the last gathering."""

    meets: int
    again: int
    last_time: int
    municipalities: int
    own_municipality: str
    from_own: int


@dataclass(frozen=True)
class MetBefore:
    """Two people who sit together and have before. `age` in gatherings, 0 earlier the same day."""

    first: str
    second: str
    age: int


@dataclass(frozen=True)
class WholeDay:
    """Whom somebody meets in all mixed groups of a day. `again` of them she has met before, or meets more than once."""

    groups: int
    meets: int
    again: int
    municipalities: int


def of_day(gathering: Gathering, person_id: int, *, is_told: bool) -> WholeDay | None:
    """None for who sits in no group yet. `is_told`: those groups alone that people have been told of (GR-16)."""
    others = _mates(gathering.id, person_id, TOLD if is_told else DEALT)
    if not others:
        return None
    past = history(gathering, without_round_id=0, of=person_id)
    met = {one for some in past if some.age > 0 for ids in some.groups for one in ids}
    times = Counter(one for ids in others.values() for one in ids)
    places = {one.municipality_id for one in attending(gathering.id, list(times))}
    return WholeDay(
        groups=len(others),
        meets=len(times),
        again=sum(count > 1 or one in met for one, count in times.items()),
        municipalities=len(places - {None}),
    )


def _mates(gathering_id: int, person_id: int, states: Collection[RoundState]) -> dict[int, list[int]]:
    """Group id → the others in each of her mixed groups of rounds in these states."""
    hers, theirs = aliased(GroupMember), aliased(GroupMember)
    rows = (
        select(hers.group_id, theirs.person_id)
        .join(theirs, (theirs.group_id == hers.group_id) & (theirs.person_id != person_id) & theirs.moved_at.is_(None))
        .join(BreakoutGroup, (BreakoutGroup.id == hers.group_id) & (BreakoutGroup.kind == GroupKind.MIXED))
        .join(GroupRound, (GroupRound.id == BreakoutGroup.round_id) & GroupRound.state.in_(states))
        .where(hers.person_id == person_id, hers.moved_at.is_(None), BreakoutGroup.gathering_id == gathering_id)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for row in db.session.execute(rows):
        found[row.group_id].append(row.person_id)
    return found


def of_person(round_: GroupRound, person_id: int) -> Table | None:
    """None for who sits in no group."""
    now = arranged(round_)
    at = now.seat_of(person_id)
    if at is None:
        return None
    others = [one for one in now.groups[at] if one != person_id]
    gathering = db.session.get_one(Gathering, round_.gathering_id)
    past = history(gathering, without_round_id=round_.id, of=person_id)
    met = {one for some in past for ids in some.groups for one in ids}
    last = {one for some in past if some.age == 1 for ids in some.groups for one in ids}
    places = {one.person_id: one.municipality_id for one in attending(gathering.id, [person_id, *others])}
    own = places.get(person_id)
    name = db.session.get(Municipality, own) if own is not None else None
    return Table(
        meets=len(others),
        again=sum(one in met for one in others),
        last_time=sum(one in last for one in others),
        municipalities=len({places[one] for one in others if places.get(one) is not None}),
        own_municipality=name.name if name else "",
        from_own=sum(own is not None and places.get(one) == own for one in others),
    )


def municipalities_of(people: Sequence[Attending], groups: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Group id → how many municipalities those of it are from who are among `people`."""
    places = {one.person_id: one.municipality_id for one in people}
    return {
        group_id: len({places[one] for one in ids if places.get(one) is not None}) for group_id, ids in groups.items()
    }


@dataclass(frozen=True)
class GroupFacts:
    """A group's people who are there, and the pairs of them that have met before."""

    people: int
    municipalities: int
    guests: int
    pairs: tuple["MetBefore", ...]


def of_groups(round_: GroupRound) -> dict[int, GroupFacts]:
    """Group number → what it is."""
    now = arranged(round_)
    again = met_again(round_, now)
    people = {one.person_id: one for one in attending(round_.gathering_id)}
    found = {}
    for number, ids in zip(now.numbers, now.groups, strict=True):
        here = [people[one] for one in ids if one in people]
        found[number] = GroupFacts(
            people=len(here),
            municipalities=len({one.municipality_id for one in here} - {None}),
            guests=sum(one.role != GatheringRole.PARTICIPANT for one in here),
            pairs=tuple(again.get(number, ())),
        )
    return found


def met_again(round_: GroupRound, now: Arranged | None = None) -> dict[int, list[MetBefore]]:
    """Group number → the pairs in it who have sat together before, and when last."""
    now = now or arranged(round_)
    past = history(db.session.get_one(Gathering, round_.gathering_id), without_round_id=round_.id)
    seat = {one: number for number, ids in zip(now.numbers, now.groups, strict=True) for one in ids}
    ages: dict[tuple[int, int], int] = {}
    for some in past:
        for ids in some.groups:
            here = [one for one in ids if one in seat]
            if len({seat[one] for one in here}) < len(here):
                together = (pair for pair in combinations(sorted(here), 2) if seat[pair[0]] == seat[pair[1]])
                ages.update({pair: min(ages.get(pair, some.age), some.age) for pair in together})
    names = names_of({one for pair in ages for one in pair})
    found: dict[int, list[MetBefore]] = defaultdict(list)
    for (first, second), age in sorted(ages.items()):
        found[seat[first]].append(MetBefore(names[first], names[second], age))
    return dict(sorted(found.items()))


def must_share(people: Sequence[Attending], groups: int) -> list[tuple[str, int]]:
    """Municipalities with more people here than there are groups, which cannot but share some: name, and how many."""
    counts = Counter(one.municipality_id for one in people if one.is_dealt)
    many = {place: count for place, count in counts.items() if place is not None and count > groups > 0}
    return [(db.session.get_one(Municipality, place).name, count) for place, count in sorted(many.items())]
