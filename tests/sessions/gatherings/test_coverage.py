"""A1: who has too few fixed delegates is amber before the day, and coverage is counted after it (PE-7)."""

from datetime import date, timedelta

from flask import Flask

from network.core import clock
from network.core.db import db, unit_of_work
from network.people.models import Municipality
from network.people.queries import the_network
from network.people.services import register
from network.sessions.gatherings.models import GatheringRole
from network.sessions.gatherings.queries.coverage import Coverage, coverage_of
from network.sessions.gatherings.services import door as doors
from network.sessions.gatherings.services import members
from tests.cast import STARTS
from tests.sessions.gatherings.conftest import Office
from tests.sessions.gatherings.door_world import Door, open_the_door
from tests.statements import statements


def take_part(*, least: int) -> None:
    """All municipalities take part, and the network asks for so many delegates of each."""
    with unit_of_work():
        network = the_network() or register.found_network(name="Prøvenettet", owner="Rådet", language="nn")
        network.min_seats = least
        for place in db.session.query(Municipality):
            place.joined_on = date(2023, 10, 1)


def come(door: Door, count: int, *, number: str) -> None:
    with unit_of_work():
        place = Municipality.query.filter_by(number=number).one()
        for one in range(count):
            person = register.add_person(name=f"Delegat Døme {number} {one}", email=None)
            members.admit(door.gathering, person.id, municipality_id=place.id)
            doors.check_in(door.gathering, person.id, how="host", by_id=None)


def test_municipalities_with_too_few_seats_are_amber_on_the_gatherings_list(office: Office) -> None:
    take_part(least=2)

    page = office.get(office.cast.lea).text

    must = page.split("findings__one--must")[1].split("</li>")[0]
    assert "Færre faste delegatar enn avtalt: Nordvik (1)." in must
    assert "Sundby" not in must


def test_coverage_counts_delegates_who_came_of_municipalities_that_take_part(app: Flask) -> None:
    door = open_the_door(app)
    take_part(least=2)
    come(door, 2, number="9901")
    come(door, 1, number="9902")
    with unit_of_work():
        guest = register.add_person(name="Gjest Gjestedøme", email=None)
        place = Municipality.query.filter_by(number="9902").one()
        members.admit(door.gathering, guest.id, GatheringRole.GUEST, municipality_id=place.id)
        doors.check_in(door.gathering, guest.id, how="host", by_id=None)

    assert coverage_of([door.gathering])[door.gathering.id] == Coverage(covered=1, taking_part=2, least=2)


def test_past_gatherings_say_their_coverage_to_the_lead_alone(app: Flask) -> None:
    door = open_the_door(app)
    take_part(least=1)
    come(door, 1, number="9901")
    clock.set(STARTS + timedelta(days=1))

    for_lead, for_facilitator = (door.signed_in(who).get("/gatherings").text for who in (door.cast.lea, door.cast.fia))

    said = "1 av 2 kommunar hadde minst 1 delegatar til stades"
    assert (said in for_lead, said in for_facilitator) == (True, False)
    assert said in door.signed_in(door.cast.fia).get(f"{door.path}/attendance").text


def test_coverage_asks_the_database_as_often_for_many_as_for_one(app: Flask) -> None:
    gathering = open_the_door(app).gathering
    coverage_of([gathering])

    with statements() as asked:
        coverage_of([gathering])
        one = len(asked)
        coverage_of([gathering] * 3)

    assert one == len(asked) - one > 0
