"""Municipalities, persons, seats and roles."""

from datetime import date

import pytest
from flask import Flask

from network.access.actor import actor_for
from network.core import signals
from network.core.db import db, unit_of_work
from network.core.errors import Conflict, Invalid
from network.people import queries
from network.people.models import Municipality
from network.people.services import register
from tests.cast import Cast


@pytest.fixture
def place(cast: Cast) -> Municipality:
    return queries.municipalities()[0]


def test_an_installation_serves_one_network(cast: Cast) -> None:
    with pytest.raises(Conflict), unit_of_work():
        register.found_network(name="Endå eit", owner="Nokon", language="nn")


def test_a_sixth_seat_is_refused_with_the_reason(place: Municipality) -> None:
    with unit_of_work():
        for number in range(4):
            person = register.add_person(name=f"Nr {number}", email=None)
            register.give_seat(person, place, from_date=date(2023, 10, 1))

    with pytest.raises(Conflict) as refusal, unit_of_work():
        register.give_seat(register.add_person(name="Nr 6", email=None), place, from_date=date(2023, 10, 1))

    assert "Nordvik" in refusal.value.message


def test_a_seat_whose_period_is_over_leaves_room_and_gives_no_rights(app: Flask, place: Municipality) -> None:
    with unit_of_work():
        person = register.add_person(name="Før", email=None)
        register.give_seat(person, place, from_date=date(2019, 10, 1), to_date=date(2023, 9, 30))

    actor = actor_for(person.id)

    assert queries.current_seats(place.id, today=date(2026, 11, 23)) == 1
    assert (actor.roles, actor.municipality_ids) == (frozenset("V"), frozenset())


def test_an_actor_has_the_letters_and_places_of_seat_and_roles(cast: Cast, place: Municipality) -> None:
    anna, kai, lea, otto = (cast.actor(name) for name in ("anna", "kai", "lea", "otto"))

    assert [actor.roles for actor in (anna, kai, lea, otto)] == [
        frozenset("VD"),
        frozenset("VK"),
        frozenset("VP"),
        frozenset("V"),
    ]
    assert (anna.municipality_ids, kai.municipality_ids) == (frozenset({place.id}), frozenset({place.id}))
    assert anna.name == "Anna"
    assert anna.public_key == cast.anna.public_key


@pytest.mark.parametrize(
    ("name", "email", "field"),
    [(" ", "ny@prove.example", "name"), ("Ny", "ny", "email"), ("Ny", " ANNA@prove.example", "email")],
)
def test_a_person_needs_a_name_and_an_address_of_her_own(cast: Cast, name: str, email: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal, unit_of_work():
        register.add_person(name=name, email=email)

    assert refusal.value.field == field


def test_persons_are_known_to_browsers_by_a_random_key(cast: Cast) -> None:
    keys = {person.public_key for person in (cast.anna, cast.bo, cast.kai)}

    assert len(keys) == 3
    assert {len(key) for key in keys} == {16}


def test_a_role_needs_to_exist_and_a_coordinator_a_municipality(cast: Cast, place: Municipality) -> None:
    for role, municipality in (("king", None), ("coordinator", None), ("project_lead", place)):
        with pytest.raises(Invalid), unit_of_work():
            register.give_role(db.session.merge(cast.otto), role, municipality=municipality)


def test_a_role_is_given_once_and_can_be_taken(cast: Cast) -> None:
    heard: list[int] = []

    def listen(person_ids: list[int]) -> None:
        heard.extend(person_ids)

    signals.rights_changed.connect(listen)
    with unit_of_work():
        otto = db.session.merge(cast.otto)
        register.give_role(otto, "project_lead")
        register.give_role(otto, "project_lead")
    given = actor_for(otto.id).roles
    with unit_of_work():
        register.take_role(db.session.merge(otto), "project_lead")
    signals.rights_changed.disconnect(listen)

    assert given == frozenset("VP")
    assert actor_for(otto.id).roles == frozenset("V")
    assert heard == [otto.id, otto.id]


def test_a_municipality_that_ends_has_a_successor_but_never_itself(place: Municipality) -> None:
    other = queries.municipalities()[1]
    with unit_of_work():
        first, second = db.session.merge(place), db.session.merge(other)
        register.end_municipality(first, on=date(2020, 1, 1), successor=second, by=None)

    with pytest.raises(Invalid), unit_of_work():
        heir, ended = db.session.merge(other), db.session.merge(place)
        register.end_municipality(heir, on=date(2024, 1, 1), successor=ended, by=None)

    ended = queries.municipalities()[0]
    assert (ended.ended_on, ended.left_on, ended.successor_id) == (date(2020, 1, 1), date(2020, 1, 1), other.id)


def test_a_language_is_one_that_we_speak(cast: Cast) -> None:
    with pytest.raises(Invalid), unit_of_work():
        register.change_language(cast.anna.id, "xx")
