"""A hall full of people: municipalities with delegates, officials and guests, a programme with rounds, and the door."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from network.access.actor import actor_for
from network.core import clock
from network.core.db import db, unit_of_work
from network.core.signals import checked_in
from network.people.models import Municipality, Person
from network.people.services import register
from network.sessions.gatherings.models import Attendance, Gathering, GatheringMember, GatheringRole, ProgrammeItem
from network.sessions.gatherings.services.members import admit
from network.sessions.gatherings.services.planning import create_gathering
from network.sessions.groups.models import BreakoutGroup, GroupMember, GroupRound, RoundState
from network.sessions.groups.queries import rounds as queries
from network.sessions.groups.services import rounds
from tests.cast import STARTS
from tests.furnished import furnished

MOST_SEATS = 5
PLACES = ("Ask", "Berg", "Dal", "Eid", "Fjell", "Gard", "Haug", "Lund", "Nes", "Strand", "Vik", "Ås")
FORWARD = (RoundState.DRAWN, RoundState.GATHER, RoundState.RUNNING, RoundState.WRAP_UP, RoundState.CLOSED)


@dataclass
class Day:
    """A gathering, and what one does to it in a test. `people` are its delegates, municipality by municipality."""

    gathering: Gathering
    fia: Person
    places: list[Municipality]
    people: list[Person] = field(default_factory=list)
    guests: list[Person] = field(default_factory=list)

    def item(self, kind: str = "mixed_round", **given: object) -> ProgrammeItem:
        """One more programme item."""
        count = len(list(db.session.scalars(select(ProgrammeItem.id))))
        values: dict[str, object] = {"title": f"Runde {count + 1}", "minutes": 45, "groups": "new", **given}
        with unit_of_work():
            item = ProgrammeItem(
                public_id=f"item-{count}", gathering_id=self.gathering.id, position=count, kind=kind, **values
            )
            db.session.add(item)
        return item

    def round(self, kind: str = "mixed_round", **given: object) -> GroupRound:
        """The round of one more item."""
        item = self.item(kind, **given)
        with unit_of_work():
            return rounds.round_for(item)

    def comes(self, *people: Person) -> None:
        """Each checks in, in a unit of work of her own, as at the door."""
        for person in people:
            with unit_of_work():
                _arrive(self.gathering, person)

    def leaves(self, *people: Person) -> None:
        with unit_of_work():
            for person in people:
                db.session.get_one(Attendance, (self.gathering.id, person.id)).left_at = clock.now()

    def deal(self, round_: GroupRound, **given: int) -> GroupRound:
        with unit_of_work():
            rounds.deal(db.session.get_one(GroupRound, round_.id), by_id=self.fia.id, **given)
        return round_

    def moves(self, round_: GroupRound, to: RoundState) -> GroupRound:
        """Step by step until the round is there, dealt on the way."""
        while round_.state != to:
            following = FORWARD[FORWARD.index(round_.state) + 1] if round_.state in FORWARD else FORWARD[0]
            if following == RoundState.DRAWN:
                self.deal(round_)
                continue
            with unit_of_work():
                rounds.move_round(db.session.get_one(GroupRound, round_.id), following, by_id=self.fia.id)
        return round_

    def dealt(self, **given: object) -> GroupRound:
        return self.deal(self.round(**given))  # type: ignore[arg-type]


def _arrive(gathering: Gathering, person: Person) -> None:
    place = db.session.get_one(GatheringMember, (gathering.id, person.id)).municipality_id
    row = db.session.get(Attendance, (gathering.id, person.id))
    if row is None:
        row = Attendance(gathering_id=gathering.id, person_id=person.id, arrived_at=clock.now(), how="badge")
        row.municipality_id = place
        db.session.add(row)
    row.left_at = None
    db.session.flush()
    checked_in.send(gathering_id=gathering.id, person_id=person.id)


def open_day(*, places: int = 8, each: int = 4, guests: int = 0, language: str = "nn") -> Day:
    """A gathering with `each` delegates of so many municipalities; nobody has come yet."""
    with unit_of_work():
        register.found_network(name="Prøvenettverket", owner="Prøveregionen", language="nn")
        found = [register.add_municipality(number=f"{9900 + n}", name=PLACES[n], language="nn") for n in range(places)]
        gathering = create_gathering(
            None,
            title="Samling 4",
            theme="Korleis får vi fleire med?",
            place="Kulturhuset",
            zone="Europe/Oslo",
            language=language,
            starts_at=STARTS,
            ends_at=STARTS + timedelta(hours=8),
        )
        day = Day(gathering, register.add_person(name="Fia Prosessdøme", email="fia@prove.example"), found)
        admit(gathering, day.fia.id, GatheringRole.FACILITATOR)
        for place in found:
            for number in range(each):
                day.people.append(_delegate(gathering, place, number))
        for number in range(guests):
            guest = register.add_person(name=f"Gjest {number} Prøvedøme", email=f"gjest{number}@prove.example")
            admit(gathering, guest.id, GatheringRole.OFFICIAL)
            day.guests.append(guest)
    return day


def _delegate(gathering: Gathering, place: Municipality, number: int) -> Person:
    name = f"{chr(65 + number)}nn {place.name}døme"
    person = register.add_person(name=name, email=f"{chr(97 + number)}.{place.number}@prove.example")
    if number < MOST_SEATS:
        register.give_seat(person, place, from_date=date(2023, 10, 1), party=("Ap", "H", "Sp", "V")[number % 4])
    admit(gathering, person.id).municipality_id = None if number < MOST_SEATS else place.id
    return person


@pytest.fixture
def day(app: Flask) -> Day:
    """Thirty-two delegates of eight municipalities; nobody has come yet."""
    app.config["WTF_CSRF_ENABLED"] = False
    return furnished(app, open_day, at=STARTS + timedelta(hours=1))


@pytest.fixture
def full_day(app: Flask) -> Day:
    """The same when all have come."""
    app.config["WTF_CSRF_ENABLED"] = False
    return furnished(app, open_full_day, at=STARTS + timedelta(hours=1))


def open_full_day() -> Day:
    day = open_day()
    day.comes(*day.people, day.fia)
    return day


def groups_now(round_: GroupRound) -> Sequence[BreakoutGroup]:
    """The round's groups as they are stored now, whoever changed them."""
    db.session.rollback()
    return queries.groups_in(round_.id)


def groups_of(round_: GroupRound) -> list[set[int]]:
    """Who sits together now, group by group."""
    db.session.rollback()
    return [{one.person_id for one in group.members if one.moved_at is None} for group in queries.groups_in(round_.id)]


def sizes_of(round_: GroupRound) -> list[int]:
    return sorted(len(group) for group in groups_of(round_))


def places_of(day: Day, ids: Iterable[int]) -> list[int]:
    """The municipalities of these people, in the order of their ids."""
    by_person = {
        person.id: day.places[index * len(day.places) // len(day.people)].id for index, person in enumerate(day.people)
    }
    return [by_person[one] for one in sorted(ids) if one in by_person]


def memberships(round_: GroupRound) -> list[tuple[int, int, bool]]:
    """(group, person, whether she sits there now), of all groups of a round: what a refused request must not change."""
    db.session.rollback()
    ids = [group.id for group in db.session.get_one(GroupRound, round_.id).groups]
    rows = (
        select(GroupMember).where(GroupMember.group_id.in_(ids)).order_by(GroupMember.group_id, GroupMember.person_id)
    )
    return [(row.group_id, row.person_id, row.moved_at is None) for row in db.session.scalars(rows)]


def rights_of(person: Person) -> frozenset[int]:
    """The groups in which she may write now."""
    return actor_for(person.id).group_ids
