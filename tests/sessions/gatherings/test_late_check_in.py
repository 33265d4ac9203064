"""DR-9 at one's own phone: the Wi-Fi is dead at the door, and "I am here" arrives when there is a network again."""

from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from network.core import clock
from network.people.models import Person
from tests.sessions.gatherings.door_world import MORNING, Door, Phone, open_the_door

A_YEAR = timedelta(days=365)
"""How far the phone's clock is behind."""


@pytest.fixture
def door(app: Flask) -> Door:
    return open_the_door(app)


def late(phone: Phone, address: str, person: Person, *, waited: timedelta) -> TestResponse:
    """Tell of a press that was made so long ago."""
    sent = clock.now() - A_YEAR
    moments = {"tapped_at": sent - waited, "sent_at": sent}
    told = {name: str(int(at.timestamp() * 1000)) for name, at in moments.items()}
    fields = {"csrf_token": phone.token(), "person": person.public_key, **told}
    return phone.send("POST", address, data=fields, headers={"Accept": "application/json"})


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
