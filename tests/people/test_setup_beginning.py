"""The one-time address and the first person (SU-1, SU-2)."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from network.core import clock
from network.core.db import db, unit_of_work
from network.core.errors import Conflict
from network.people import queries, rules
from network.people.models import Network, Person, PersonRole, SetupInvitation, SignInSession
from network.people.services import register, setup
from tests.cast import Cast, call_the_cast
from tests.people.browsing import Browser

LEA = {"name": "  Lea   Leiardøme ", "email": " Lea@Regionen.example "}


def test_the_first_person_leads_and_administers_and_is_in_at_once(app: Flask) -> None:
    browser = Browser(app)

    answer = browser.post(f"/setup/{_token()}", **LEA)

    person = db.session.scalars(select(Person)).one()
    network = db.session.scalars(select(Network)).one()
    assert (answer.status_code, answer.location) == (303, "/network/setup/name")
    assert (person.name, person.email) == ("Lea Leiardøme", "lea@regionen.example")
    assert sorted(role.role for role in person.roles) == ["administrator", "project_lead"]
    assert (network.setup_step, network.privacy_contact, network.is_demo) == (1, "lea@regionen.example", False)
    assert browser.get("/network/setup/name").status_code == 200


def test_looking_spends_nothing(app: Flask) -> None:
    token = _token()
    scanner = Browser(app, user_agent="SafeLinks")

    looks = [scanner.send(method, f"/setup/{token}").status_code for method in ("HEAD", "GET", "GET")]

    assert (looks, _left_behind(), setup.way_in(token)) == ([200, 200, 200], (0, 0, 0), "ready")


def test_the_address_works_once(app: Flask) -> None:
    token = _token()
    Browser(app).post(f"/setup/{token}", **LEA)

    again = Browser(app).post(f"/setup/{token}", name="Ein Annan", email="annan@prove.example")

    assert (again.status_code, "Denne adressa er brukt" in again.text) == (410, True)
    assert db.session.scalars(select(Person.name)).all() == ["Lea Leiardøme"]


def test_without_its_mark_of_use_the_address_would_work_twice(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: with the defence off the fault happens."""
    monkeypatch.setattr("network.people.services.setup.way_in", lambda _token: "ready")
    monkeypatch.setattr("network.people.services.setup._spend", lambda _token: True)
    token = _token()
    Browser(app).post(f"/setup/{token}", **LEA)

    Browser(app).post(f"/setup/{token}", name="Ein Annan", email="annan@prove.example")

    assert len(db.session.scalars(select(Person)).all()) == 2


def test_two_who_press_at_the_same_moment_do_not_both_get_in(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    token = _token()
    monkeypatch.setattr("network.people.services.setup.way_in", lambda _token: "ready")
    with unit_of_work():
        setup.begin(token, name="Lea", email="lea@prove.example", device="")

    with pytest.raises(Conflict), unit_of_work():
        setup.begin(token, name="Otto", email="otto@prove.example", device="")

    assert db.session.scalars(select(Person.name)).all() == ["Lea"]


def test_whoever_presses_twice_goes_on_where_she_is(app: Flask) -> None:
    token, browser = _token(), Browser(app)
    browser.post(f"/setup/{token}", **LEA)

    again = browser.post(f"/setup/{token}", **LEA)

    assert (again.status_code, again.location) == (303, "/network/setup/name")
    assert len(db.session.scalars(select(SignInSession)).all()) == 1


def test_an_address_of_an_hour_ago_says_how_to_get_a_new_one(app: Flask) -> None:
    token, browser = _token(), Browser(app)
    clock.advance(timedelta(minutes=60).total_seconds())

    shown, pressed = browser.get(f"/setup/{token}"), browser.post(f"/setup/{token}", **LEA)

    assert [page.status_code for page in (shown, pressed)] == [410, 410]
    assert "Denne adressa er for gammal" in pressed.text
    assert _left_behind() == (0, 0, 0)


def test_a_newer_address_voids_the_one_before(app: Flask) -> None:
    first, second = _token(), _token()

    assert (setup.way_in(first), setup.way_in(second)) == ("old", "ready")


@pytest.mark.parametrize("token", ["no-such", "x" * 300, "%00"])
def test_a_wrong_address_says_so(app: Flask, token: str) -> None:
    _token()
    browser = Browser(app)

    answers = [browser.get(f"/setup/{token}"), browser.post(f"/setup/{token}", **LEA)]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert all("Denne adressa er ikkje rett" in answer.text for answer in answers)
    assert _left_behind() == (0, 0, 0)


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({"name": "", "email": "lea@prove.example"}, "lea@prove.example"),
        ({"name": "Lea Leiardøme", "email": "lea"}, "Lea Leiardøme"),
        ({"name": "Lea" * 40, "email": "lea@prove.example"}, "lea@prove.example"),
        ({"name": "Lea Leiardøme", "email": "a\x07@b.no"}, "Lea Leiardøme"),
    ],
)
def test_bad_input_comes_back_and_spends_nothing(app: Flask, fields: dict[str, str], kept: str) -> None:
    token = _token()

    answer = Browser(app).post(f"/setup/{token}", **fields)

    assert (answer.status_code, "ds-error-summary" in answer.text, kept in answer.text) == (422, True, True)
    assert (_left_behind(), setup.way_in(token)) == ((0, 0, 0), "ready")


def test_a_form_without_its_token_is_not_taken(app: Flask) -> None:
    token = _token()

    answer = Browser(app).send("POST", f"/setup/{token}", data=LEA)

    assert (answer.status_code, _left_behind(), setup.way_in(token)) == (400, (0, 0, 0), "ready")


def test_the_database_holds_the_address_as_a_fingerprint_alone(app: Flask) -> None:
    token = _token()

    row = db.session.scalars(select(SetupInvitation)).one()

    assert token not in {str(value) for value in vars(row).values()}
    assert row.token_hash == rules.fingerprint(token)


def test_a_page_with_the_address_hands_it_on_to_no_other(app: Flask) -> None:
    assert Browser(app).get(f"/setup/{_token()}").headers["Referrer-Policy"] == "no-referrer"


def test_a_network_with_a_lead_gives_out_no_address(app: Flask) -> None:
    call_the_cast()

    answer = app.test_cli_runner().invoke(args=["network", "setup-link"])

    assert (answer.exit_code, answer.stdout) == (1, "")
    assert answer.stderr.startswith("Dette nettverket har alt ein prosjektleiar")


def test_a_network_that_has_lost_its_lead_can_be_taken_up_by_somebody_in_it(app: Flask, cast: Cast) -> None:
    with unit_of_work():
        register.take_role(db.session.get_one(Person, cast.lea.id), "project_lead")
    browser = Browser(app)

    browser.post(f"/setup/{_token()}", name="Anna", email="anna@prove.example")

    network = queries.the_network()
    roles = db.session.scalars(select(PersonRole.role).where(PersonRole.person_id == cast.anna.id)).all()
    assert sorted(roles) == ["administrator", "project_lead"]
    assert network is not None
    assert (network.name, network.setup_step) == ("Prøvenettverket", None)


def test_the_operator_gets_a_new_address_from_the_command_line(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["network", "setup-link"])

    found = re.fullmatch(r"http://localhost:5000/setup/(\S+)\n", answer.stdout)
    assert found is not None
    assert setup.way_in(found.group(1)) == "ready"


def test_addresses_that_ran_out_are_forgotten_after_a_week(app: Flask) -> None:
    _token()
    clock.advance(timedelta(days=8).total_seconds())
    _token()

    with unit_of_work():
        gone = setup.forget_invitations(clock.now() - timedelta(days=7))

    assert (gone, len(db.session.scalars(select(SetupInvitation)).all())) == (1, 1)


def _token() -> str:
    with unit_of_work():
        token = setup.invite_first()
    assert token is not None
    return token


def _left_behind() -> tuple[int, int, int]:
    """Persons, networks, sign-ins: what a refused request must not add to."""
    db.session.rollback()
    return tuple(len(db.session.scalars(select(row)).all()) for row in (Person, Network, SignInSession))
