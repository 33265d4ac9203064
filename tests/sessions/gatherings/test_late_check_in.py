"""DR-9 at one's own phone: the Wi-Fi is dead at the door, and "I am here" arrives when there is a network again."""

from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from network.core import clock
from network.core.db import db
from network.people.models import Person
from network.sessions.gatherings.models import Attendance
from tests.sessions.gatherings.door_world import MORNING, Door, Phone, open_the_door

A_YEAR = timedelta(days=365)
"""How far the phone's clock is behind."""


@pytest.fixture
def door(app: Flask) -> Door:
    return open_the_door(app)


def late(phone: Phone, address: str, person: Person, *, waited: timedelta) -> TestResponse:
    """Tell of a press that was made so long ago."""
    return send_late(phone, address, waited, person=person.public_key)


def send_late(phone: Phone, address: str, waited: timedelta, **fields: str) -> TestResponse:
    sent = clock.now() - A_YEAR
    moments = {"tapped_at": sent - waited, "sent_at": sent}
    told = {name: str(int(at.timestamp() * 1000)) for name, at in moments.items()}
    data = {"csrf_token": phone.token(), **fields, **told}
    return phone.send("POST", address, data=data, headers={"Accept": "application/json"})


def test_a_press_at_the_wall_without_a_network_counts_when_it_was_pressed(door: Door) -> None:
    anna, wall = door.cast.anna, f"/inn/{door.gathering.join_code}"
    phone = door.signed_in(anna)
    clock.set(MORNING + timedelta(minutes=40))

    answers = [late(phone, wall, anna, waited=timedelta(minutes=40)) for _each in range(2)]

    row = door.attendance(anna)
    assert row is not None
    assert ([answer.status_code for answer in answers], row.arrived_at, row.how) == ([200, 200], MORNING, "self")
    assert "08:41" in str(answers[0].json)


def test_ones_own_badge_scanned_without_a_network_counts_when_it_was_scanned(door: Door) -> None:
    anna = door.cast.anna
    phone = door.signed_in(anna)
    clock.set(MORNING + timedelta(minutes=40))

    answer = late(phone, f"/skilt/{door.token(anna)}", anna, waited=timedelta(minutes=40))

    row = door.attendance(anna)
    assert row is not None
    assert (answer.status_code, row.arrived_at, row.how) == (200, MORNING, "badge")


def test_a_phone_tells_later_of_nobodys_badge_but_its_own_persons(door: Door) -> None:
    phone = door.signed_in(door.cast.bo)

    answer = late(phone, f"/skilt/{door.token(door.cast.anna)}", door.cast.bo, waited=timedelta(minutes=1))

    assert (answer.status_code, door.rows()) == (409, [])
    assert "Bo" in phone.get("/me").text


def test_a_press_from_before_the_door_closed_counts_and_one_from_after_it_is_told(door: Door) -> None:
    anna, wall = door.cast.anna, f"/inn/{door.gathering.join_code}"
    phone = door.signed_in(anna)
    clock.set(door.gathering.ends_at + timedelta(minutes=40))

    after = late(phone, wall, anna, waited=timedelta(minutes=10))
    rows = door.rows()
    before = late(phone, wall, anna, waited=timedelta(hours=2))

    assert (after.status_code, rows) == (409, [])
    assert (before.status_code, door.rows()) == (200, [("Anna", "self")])


def test_whoever_is_signed_out_by_then_is_told_so_and_nothing_is_stored(door: Door) -> None:
    wall = f"/inn/{door.gathering.join_code}"

    answer = late(door.stranger(), wall, door.cast.anna, waited=timedelta(minutes=1))

    assert (answer.status_code, door.rows()) == (401, [])


def test_a_newcomer_noted_without_a_network_has_come_when_she_was_noted_and_once(door: Door) -> None:
    """The answer to the first may be what was lost: the phone sends it again under the same key."""
    host = door.signed_in(door.cast.fia)
    clock.set(MORNING + timedelta(minutes=40))
    form = {"name": "Nina Nydøme", "place": "", "role": "guest", "key": "k1"}

    answers = [send_late(host, f"{door.path}/door/people", timedelta(minutes=40), **form) for _each in range(2)]

    rows = [(row.person.name, row.arrived_at) for row in db.session.query(Attendance)]
    assert ([answer.status_code for answer in answers], rows) == ([200, 200], [("Nina Nydøme", MORNING)])
    assert "Nina Nydøme" in str(answers[0].json)


def test_a_newcomer_who_cannot_be_taken_late_is_told_with_the_reason(door: Door) -> None:
    host = door.signed_in(door.cast.fia)
    form = {"name": "x" * 61, "place": "", "role": "guest", "key": "k1"}

    answer = send_late(host, f"{door.path}/door/people", timedelta(minutes=1), **form)

    assert (answer.status_code, door.rows()) == (422, [])
    assert "kortare namn" in str(answer.json)
