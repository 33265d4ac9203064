"""Which municipalities had enough of their delegates there, for one gathering and over time (A1, rule PE-7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from network.core.db import db
from network.people import queries as people
from network.people.models import Municipality
from network.people.rules import coverage, lifetimes
from network.sessions.gatherings.models import Attendance, Gathering, GatheringMember, GatheringRole
from network.sessions.gatherings.queries.members import day_of


@dataclass(frozen=True)
class Coverage:
    """How many of the municipalities that took part that day had at least `least` delegates there."""

    covered: int
    taking_part: int
    least: int


def coverage_of(gatherings: Sequence[Gathering]) -> dict[int, Coverage]:
    """Gathering id → its coverage. Substitutes count; somebody who left early was there."""
    least = least_delegates()
    there = _delegates_there([one.id for one in gatherings])
    places = people.municipalities()
    return {one.id: _coverage(there.get(one.id, {}), _taking_part(places, day_of(one)), least) for one in gatherings}


def least_delegates() -> int:
    """How many delegates make a municipality covered, as the network says."""
    network = people.the_network()
    return network.min_seats if network else coverage.LEAST


def _coverage(there: dict[int, int], places: set[int], least: int) -> Coverage:
    covered = coverage.covered({place: there.get(place, 0) for place in places}, least)
    return Coverage(covered=len(covered), taking_part=len(places), least=least)


def _taking_part(places: Sequence[Municipality], day: date) -> set[int]:
    return {
        one.id
        for one in places
        if lifetimes.takes_part(joined_on=one.joined_on, left_on=one.left_on, ended_on=one.ended_on, on=day)
    }


def _delegates_there(gathering_ids: Sequence[int]) -> dict[int, dict[int, int]]:
    """Gathering id → municipality id → how many of its delegates and their substitutes came."""
    rows = (
        select(Attendance.gathering_id, Attendance.municipality_id, func.count())
        .join(
            GatheringMember,
            (GatheringMember.gathering_id == Attendance.gathering_id)
            & (GatheringMember.person_id == Attendance.person_id),
        )
        .where(
            Attendance.gathering_id.in_(gathering_ids),
            Attendance.municipality_id.is_not(None),
            GatheringMember.role == GatheringRole.PARTICIPANT,
        )
        .group_by(Attendance.gathering_id, Attendance.municipality_id)
    )
    found: dict[int, dict[int, int]] = {}
    for gathering_id, place, number in db.session.execute(rows):
        if place is not None:
            found.setdefault(gathering_id, {})[place] = int(number)
    return found
