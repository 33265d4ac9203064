"""The big screen: four digits, one gathering, no names but on the seating list (ST-13, ST-14)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from network.core import clock
from network.core.db import db, unit_of_work
from network.core.errors import Conflict
from network.people.models import Person
from network.sessions.stage.models import Screen
from network.sessions.stage.services import screens
from tests.sessions.stage.conftest import Day, after
from tests.statements import statements

ClientFor = Callable[[Person | None], FlaskClient]


def digits(page: str) -> str:
    found = re.search(r'screen__digits">(\d{4})<', page)
    return found[1] if found else ""


def new_screen(app: Flask) -> tuple[FlaskClient, str]:
    """A machine in the hall, and the digits that it shows."""
    machine = app.test_client()
    machine.post("/skjerm")
    return machine, digits(machine.get("/skjerm").text)


def paired(day: Day, app: Flask, client_for: ClientFor) -> FlaskClient:
    machine, code = new_screen(app)
    client_for(day.cast.fia).post(day.path("/screens"), data={"code": code})
    return machine


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Screen)) or 0


def test_looking_at_the_address_changes_nothing_and_shows_a_button(day: Day, app: Flask) -> None:
    page = app.test_client().get("/skjerm")

    assert (page.status_code, digits(page.text), count(), "Vis koden" in page.text) == (200, "", 0, True)


def test_the_button_shows_four_digits_that_survive_a_reload(day: Day, app: Flask) -> None:
    machine, code = new_screen(app)

    assert (len(code), digits(machine.get("/skjerm").text), count()) == (4, code, 1)


def test_only_the_fingerprint_of_the_secret_is_kept(day: Day, app: Flask) -> None:
    machine, _code = new_screen(app)

    db.session.rollback()
    cookie = machine.get_cookie("screen")
    kept = db.session.scalars(select(Screen.secret_hash)).one()

    assert cookie is not None
    assert (cookie.value in kept, len(kept), cookie.http_only) == (False, 64, True)


def test_who_leads_types_the_digits_and_the_screen_follows(day: Day, app: Flask, client_for: ClientFor) -> None:
    machine = paired(day, app, client_for)
    day.go_to("talk")

    page = machine.get("/skjerm").text

    assert ("Innleiing" in page, digits(page)) == (True, "")


def test_digits_sent_twice_pair_one_screen_and_are_no_wrong_try(day: Day, app: Flask, client_for: ClientFor) -> None:
    """F10"""
    _machine, code = new_screen(app)
    fia = client_for(day.cast.fia)

    answers = [fia.post(day.path("/screens"), data={"code": code}).status_code for _each in range(2)]
    after(minutes=2)
    late = fia.post(day.path("/screens"), data={"code": code}).status_code

    assert (answers, late) == ([303, 303], 422)


@pytest.mark.parametrize("name", ["anna", "kai", "otto"])
def test_nobody_else_pairs_a_screen(day: Day, app: Flask, client_for: ClientFor, name: str) -> None:
    machine, code = new_screen(app)

    answer = client_for(getattr(day.cast, name)).post(day.path("/screens"), data={"code": code})

    assert (answer.status_code in (403, 404), digits(machine.get("/skjerm").text)) == (True, code)


@pytest.mark.parametrize("typed", ["0000", "", "abcd", "99999"])
def test_wrong_digits_come_back_as_typed_with_what_to_do(
    day: Day, app: Flask, client_for: ClientFor, typed: str
) -> None:
    _machine, code = new_screen(app)
    typed = "0001" if typed == code else typed

    answer = client_for(day.cast.fia).post(day.path("/screens"), data={"code": typed})

    assert (answer.status_code, "Ingen skjerm viser" in answer.text, f'value="{typed}"' in answer.text) == (
        422,
        True,
        True,
    )


def test_a_row_of_wrong_digits_ends_the_guessing_even_for_the_right_ones(
    day: Day, app: Flask, client_for: ClientFor
) -> None:
    """ST-14"""
    machine, code = new_screen(app)
    fia = client_for(day.cast.fia)
    for _try in range(screens.WRONG_TRIES):
        fia.post(day.path("/screens"), data={"code": "zzzz"})

    answer = fia.post(day.path("/screens"), data={"code": code})

    assert (answer.status_code, digits(machine.get("/skjerm").text)) == (409, code)


def test_without_the_limit_the_right_digits_would_be_taken_after_many_wrong_ones(
    day: Day, app: Flask, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control to ST-14."""
    monkeypatch.setattr(screens, "WRONG_TRIES", 1000)
    machine, code = new_screen(app)
    fia = client_for(day.cast.fia)
    for _try in range(12):
        fia.post(day.path("/screens"), data={"code": "zzzz"})

    fia.post(day.path("/screens"), data={"code": code})

    assert digits(machine.get("/skjerm").text) == ""


def test_digits_are_good_for_half_an_hour(day: Day, app: Flask, client_for: ClientFor) -> None:
    """ST-13"""
    machine, code = new_screen(app)
    after(minutes=31)

    answer = client_for(day.cast.fia).post(day.path("/screens"), data={"code": code})

    assert (answer.status_code, "Vis koden" in machine.get("/skjerm").text) == (422, True)


def test_a_screen_follows_for_a_day_and_then_begins_anew(day: Day, app: Flask, client_for: ClientFor) -> None:
    """ST-13"""
    machine = paired(day, app, client_for)
    clock.set(clock.now() + timedelta(hours=25))

    assert (machine.get("/skjerm/now").status_code, "Vis koden" in machine.get("/skjerm").text) == (404, True)


def test_no_two_waiting_screens_show_the_same_digits_and_not_too_many_wait(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ST-13"""
    monkeypatch.setattr(screens, "MOST_UNPAIRED", 60)
    codes = []
    for _machine in range(60):
        with unit_of_work():
            codes.append(screens.open_screen()[0].code)

    with pytest.raises(Conflict), unit_of_work():
        screens.open_screen()

    assert (len(set(codes)), count()) == (60, 60)


def test_digits_that_nobody_looks_at_keep_no_other_machine_waiting(
    day: Day, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ST-13: a row of requests without a screen behind them blocks for seconds; a screen that asks keeps its digits."""
    monkeypatch.setattr(screens, "MOST_UNPAIRED", 3)
    asks, code = new_screen(app)
    flood = [new_screen(app)[1] for _machine in range(3)]
    after(seconds=31)
    asks.get("/skjerm/now")

    _late, honest = new_screen(app)

    assert (bool(code), [bool(one) for one in flood], bool(honest)) == (True, [True, True, False], True)
    assert (digits(asks.get("/skjerm").text), count()) == (code, 2)


def test_a_screen_that_is_let_go_begins_anew(day: Day, app: Flask, client_for: ClientFor) -> None:
    machine = paired(day, app, client_for)
    db.session.rollback()
    screen_id = db.session.scalars(select(Screen.id)).one()

    client_for(day.cast.lea).post(day.path(f"/screens/{screen_id}/end"))

    assert machine.get("/skjerm/now").status_code == 404


def test_a_screen_asks_each_second_and_costs_next_to_nothing_while_nothing_changes(
    day: Day, app: Flask, client_for: ClientFor
) -> None:
    machine = paired(day, app, client_for)
    page = machine.get("/skjerm").text
    token = re.search(r'data-token="([^"]+)"', page)
    assert token is not None

    with statements() as asked:
        same = machine.get(f"/skjerm/now?since={token[1]}")

    assert (same.status_code, same.data, len(asked) <= 4) == (204, b"", True)


def test_each_move_gives_the_screen_a_newer_picture(day: Day, app: Flask, client_for: ClientFor) -> None:
    machine = paired(day, app, client_for)
    before = machine.get("/skjerm/now").text

    day.go_to("talk")
    after_move = machine.get("/skjerm/now")

    assert ("Innleiing" in before, "Innleiing" in after_move.text, after_move.status_code) == (False, True, 200)


@pytest.mark.parametrize("picture", ["now", "code", "plenary", "card", "slides", "black", "message", "question"])
def test_no_picture_but_the_seating_list_names_anybody(
    day: Day, app: Flask, client_for: ClientFor, picture: str
) -> None:
    """Decision 16. The seating list is the control: there the names stand."""
    machine = paired(day, app, client_for)
    day.to_work()
    if picture != "slides":
        day.move("show", picture=picture, card="listen", text="Hugs brillene")

    shown = machine.get("/skjerm/now").text
    day.move("show", picture="seating")
    seated = machine.get("/skjerm/now").text

    names = ("Anna", "Bygdelista")
    assert ([name in shown for name in names], [name in seated for name in names]) == ([False, False], [True, False])


def test_a_visitor_without_a_screen_sees_no_picture(day: Day, app: Flask) -> None:
    day.go_to("talk")
    stranger = app.test_client()
    stranger.set_cookie("screen", "a made-up secret")

    assert (stranger.get("/skjerm/now").status_code, "Innleiing" in stranger.get("/skjerm").text) == (404, False)


def test_the_screen_is_dark_when_those_who_lead_say_so(day: Day, app: Flask, client_for: ClientFor) -> None:
    machine = paired(day, app, client_for)

    day.move("darken", is_dark=True)

    assert 'data-color-scheme="dark"' in machine.get("/skjerm/now").text
