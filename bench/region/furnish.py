"""Fills an empty database with a region that has met for years: `python -m bench.region.furnish`.

People and gatherings are made by the program's own services. What six thousand actions leave behind (agreements,
answers, histories, texts, drafts for the council, evaluations) would take those an hour: those rows are written in bulk
and are what the services write (tests/bench/test_region.py compares them). Not made, since no follow-up page reads it:
notes on boards, the audit log of what is written in bulk, mails and tasks that are over.

Days are counted from today, everything else is drawn by a seeded lot. Prints nothing. `lay_today` adds a gathering that
goes on now, and signs people in: that cannot be kept for another day.
"""

import argparse
import os
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bench.region import ZONE, words
from bench.region.day import Came, Day, go_through
from bench.region.going_home import go_home
from bench.region.rows import Rows
from bench.world import Filled, refuse_if_filled
from network import create_app
from network.core import clock
from network.core.db import bring_up_to_date, db, unit_of_work
from network.core.settings import Settings
from network.people.models import CouncilMeeting, Goal, Municipality, Person
from network.people.queries.setup import goals_on
from network.people.rules.setup import GoalLine
from network.people.services import goals, register
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.services.planning import Furnishing, Outline, plan_gathering, template_named

LANGUAGE, TEMPLATE = "nn", "usual"
BEGINS = time(9, 30)
SEED = 20
APART = timedelta(days=61)
FOUNDED_BEFORE = timedelta(days=120)
MEETINGS_APART = timedelta(days=42)


@dataclass(frozen=True)
class Size:
    """How large a region is. As many actions are agreed on as there are municipalities times gatherings."""

    municipalities: int = 100
    seats: int = 5
    gatherings: int = 60

    @property
    def actions(self) -> int:
        return self.municipalities * self.gatherings


LARGE = Size()


@dataclass(frozen=True)
class Place:
    """A municipality with its delegates and its coordinator, by number: they outlive a unit of work."""

    id: int
    number: str
    name: str
    delegates: tuple[int, ...]
    coordinator: int


@dataclass
class Region:
    """What gatherings need to know of the register."""

    lead: int
    places: list[Place]
    goals: list[int] = field(default_factory=list)


def furnish(size: Size = LARGE, *, seed: int = SEED) -> None:
    """Make the region. Opens its own units of work. Raises Filled when the database holds anything."""
    refuse_if_filled()
    lot = random.Random(seed)
    today = clock.now().astimezone(ZoneInfo(ZONE)).date()
    days = [today - APART * (size.gatherings - number) for number in range(size.gatherings)]
    with clock.stopped_at(_moment(today - APART * size.gatherings - FOUNDED_BEFORE)):
        with unit_of_work():
            region = _register(size, lot)
            _meetings(region, today)
    for number, day in enumerate(days):
        with unit_of_work():
            hold(region, day, number, lot)


def hold(region: Region, day: date, number: int, lot: random.Random) -> Gathering:
    """A gathering that is over, with all that came of it. In a unit of work."""
    starts_at = _moment(day)
    with clock.stopped_at(starts_at - timedelta(days=30)):
        gathering = plan(region, starts_at, number)
    rows = Rows()
    held = Day(gathering, region.lead, [Came(place.id, place.delegates, place.coordinator) for place in region.places])
    present = go_through(held, rows, lot)
    go_home(held, present, rows, lot, agreed=len(region.places), goals=region.goals)
    rows.store()
    return gathering


def plan(region: Region, starts_at: datetime, number: int) -> Gathering:
    """The gathering as its lead plans it: the usual day, a case from one municipality after the other."""
    outline = Outline(
        title=f"Samling {number + 1}: {words.THEMES[number % len(words.THEMES)]}",
        theme=words.THEMES[number % len(words.THEMES)],
        place=f"{region.places[number % len(region.places)].name} samfunnshus",
        zone=ZONE,
        language=LANGUAGE,
        starts_at=starts_at,
        first_question="Kva utfordrar dette oss på?",
        second_question="Kva skal til hos oss?",
    )
    furnishing = Furnishing(
        template_named(TEMPLATE), guest="Ola Innleiar", municipality_id=region.places[number % len(region.places)].id
    )
    return plan_gathering(region.lead, outline, furnishing, goal_ids=[region.goals[number % len(region.goals)]])


def known() -> Region:
    """The region of a database that `furnish` has filled."""
    people = {person.email: person.id for person in db.session.query(Person)}
    places = [
        Place(
            place.id,
            place.number,
            place.name,
            tuple(people[key] for key in sorted(key for key in people if key and f".{place.number}@" in key)),
            people[f"koordinator-{place.number}@regionen.example"],
        )
        for place in db.session.query(Municipality).order_by(Municipality.number)
    ]
    goal_ids = [goal.id for goal in db.session.query(Goal).order_by(Goal.position)]
    return Region(people["lea@regionen.example"], places, goal_ids)


def _moment(day: date) -> datetime:
    return datetime.combine(day, BEGINS, ZoneInfo(ZONE))


def _register(size: Size, lot: random.Random) -> Region:
    founded = clock.now().date()
    register.found_network(name="Regionnettverket", owner="Regionen", language=LANGUAGE)
    lead = _person("Lea Leiing", "lea")
    register.give_role(lead, "project_lead")
    places = [_place(number, size.seats, founded, lot) for number in range(size.municipalities)]
    goals.set_goals([GoalLine(number, text) for number, text in words.GOALS], by=lead.id)
    return Region(lead.id, places, [goal.id for goal in goals_on(founded)])


def _place(number: int, seats: int, founded: date, lot: random.Random) -> Place:
    key = f"{1001 + number}"
    name = words.PLACE_BEGINS[number // len(words.PLACE_ENDS) % len(words.PLACE_BEGINS)]
    name += words.PLACE_ENDS[number % len(words.PLACE_ENDS)]
    place = register.add_municipality(number=key, name=name, language=LANGUAGE, joined_on=founded)
    place.papers_days_before, place.papers_clock = 10, "12:00"
    place.secretary_email = f"sekretariat-{key}@regionen.example"
    delegates = [_person(_name(lot), f"delegat-{seat}.{key}") for seat in range(seats)]
    for person in delegates:
        register.give_seat(person, place, from_date=founded)
    coordinator = _person(_name(lot), f"koordinator-{key}")
    register.give_role(coordinator, "coordinator", municipality=place)
    return Place(place.id, key, name, tuple(person.id for person in delegates), coordinator.id)


def _name(lot: random.Random) -> str:
    return f"{lot.choice(words.FIRST)} {lot.choice(words.LAST)}"


def _person(name: str, address: str) -> Person:
    return register.add_person(name=name, email=f"{address}@regionen.example", language=LANGUAGE)


def _meetings(region: Region, today: date) -> None:
    """The councils' days of the year behind and the year to come."""
    rows = Rows()
    for number, place in enumerate(region.places):
        first = today - MEETINGS_APART * 9 + timedelta(days=number % 28)
        for turn in range(18):
            rows.add(CouncilMeeting, municipality_id=place.id, on_date=first + MEETINGS_APART * turn)
    rows.store()


def main(arguments: Sequence[str] | None = None) -> int:
    argparse.ArgumentParser(prog="python -m bench.region.furnish", description=__doc__).parse_args(arguments)
    app = create_app(Settings.from_environment(os.environ), side_process=True)
    with app.test_request_context():
        try:
            refuse_if_filled()
            bring_up_to_date()
            furnish()
        except Filled as refusal:
            print(refusal, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
