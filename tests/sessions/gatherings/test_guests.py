"""DR-6 to DR-8: guests by code, the lobby, and how soon they are forgotten."""

from datetime import timedelta

import pytest
from flask import Flask

from network.core import clock
from network.core.db import db, unit_of_work
from network.people.models import Person, SignInSession
from network.privacy.retention import holdings, purge_all
from network.sessions.gatherings.models import GatheringMember, GatheringRole, LobbyEntry
from network.sessions.gatherings.services import guests
from tests.sessions.gatherings.door_world import MORNING, Door, Phone, open_the_door


@pytest.fixture
def door(app: Flask) -> Door:
    return open_the_door(app)


def ask(door: Door, phone: Phone, *, name: str = "Kari Gjestedøme", code: str | None = None, **more: str) -> object:
    return phone.post("/gjest", code=code or door.gathering.join_code or "", name=name, **more)


def guest_names() -> list[str]:
    rows = db.session.query(GatheringMember).filter_by(role=GatheringRole.GUEST).order_by(GatheringMember.person_id)
    return [member.person.name for member in rows]


def close(door: Door) -> None:
    clock.set(MORNING - timedelta(hours=3))


def test_a_right_code_lets_in_at_once_while_the_door_is_open(door: Door) -> None:
    phone = door.stranger()
    code = door.gathering.join_code or ""

    answer = ask(door, phone, code=f" {code[:4].lower()} {code[4:].lower()} ")

    session = db.session.query(SignInSession).one()
    assert (answer.location, phone.is_signed_in(), door.rows()) == ("/", True, [("Kari Gjestedøme", "code")])
    assert (session.only_gathering_id, session.runs_out_at) == (
        door.gathering.id,
        door.gathering.ends_at + timedelta(hours=12),
    )
    assert db.session.query(Person).filter_by(name="Kari Gjestedøme").one().email is None


@pytest.mark.parametrize("fields", [{"name": " "}, {"name": "x" * 61}, {"code": ""}, {"code": "22222222"}])
def test_what_cannot_be_used_comes_back_as_typed_and_lets_nobody_in(door: Door, fields: dict[str, str]) -> None:
    phone = door.stranger()
    typed = {"name": "Kari", "code": door.gathering.join_code or "", **fields}

    answer = phone.post("/gjest", **typed)

    assert (answer.status_code, phone.is_signed_in(), guest_names()) == (422, False, [])
    assert f'value="{typed["name"]}"' in answer.text


def test_the_same_form_sent_twice_is_one_guest(door: Door) -> None:
    """F10: the phone was too slow, and she pressed again."""
    phone = door.stranger()
    for _ in range(3):
        ask(door, phone, token="t" * 30)

    assert (guest_names(), phone.is_signed_in()) == (["Kari Gjestedøme"], True)


def test_two_of_one_name_are_told_apart(door: Door) -> None:
    """DR-7"""
    for _ in range(2):
        ask(door, door.stranger())

    assert guest_names() == ["Kari Gjestedøme", "Kari Gjestedøme (2)"]


def test_while_the_door_is_closed_a_guest_waits_in_the_lobby(door: Door) -> None:
    close(door)
    phone = door.stranger()

    answer = ask(door, phone)

    assert (phone.is_signed_in(), guest_names(), door.rows()) == (False, [], [])
    assert 'data-state="waits"' in phone.get(answer.location).text


def test_the_host_lets_a_waiting_guest_in_and_her_page_goes_on(door: Door) -> None:
    close(door)
    phone, host = door.stranger(), door.signed_in(door.cast.fia)
    waiting = ask(door, phone).location
    entry = db.session.query(LobbyEntry).one().id

    listed = "Kari Gjestedøme" in host.get(f"{door.path}/door").text
    host.post(f"{door.path}/door/lobby/{entry}/admission")
    look = phone.get(waiting).text
    before = phone.is_signed_in()
    phone.post(waiting)

    assert (listed, 'data-state="in"' in look, before, phone.is_signed_in()) == (True, True, False, True)
    assert door.rows() == [("Kari Gjestedøme", "host")]


def test_who_is_not_let_in_is_told_so(door: Door) -> None:
    close(door)
    phone, host = door.stranger(), door.signed_in(door.cast.fia)
    waiting = ask(door, phone).location

    host.post(f"{door.path}/door/lobby/{db.session.query(LobbyEntry).one().id}/refusal")
    pressed = phone.post(waiting)

    assert 'data-state="no"' in phone.get(waiting).text
    assert (pressed.status_code, phone.is_signed_in(), guest_names()) == (409, False, [])


@pytest.mark.parametrize("who", ["anna", "kai", "otto"])
def test_only_a_host_lets_guests_in(door: Door, who: str) -> None:
    close(door)
    ask(door, door.stranger())
    entry = db.session.query(LobbyEntry).one().id
    browser = door.signed_in(getattr(door.cast, who))

    answers = [browser.post(f"{door.path}/door/lobby/{entry}/{act}") for act in ("admission", "refusal")]

    found = db.session.get_one(LobbyEntry, entry)
    assert [answer.status_code in (403, 404) for answer in answers] == [True, True]
    assert (found.admitted_at, found.refused_at, guest_names()) == (None, None, [])


def test_somebody_elses_waiting_page_cannot_be_guessed(door: Door) -> None:
    close(door)
    ask(door, door.stranger())

    assert door.stranger().get("/gjest/ventar/" + "x" * 32).status_code == 404


def test_a_new_code_ends_the_old_one_and_guests_stay(door: Door) -> None:
    old = door.gathering.join_code
    guest = door.stranger()
    ask(door, guest)

    door.signed_in(door.cast.fia).post(f"{door.path}/door/code")
    late = ask(door, door.stranger(), name="Sein Døme", code=old)

    assert (late.status_code, guest.is_signed_in(), guest_names()) == (422, True, ["Kari Gjestedøme"])
    assert ask(door, door.stranger(), name="Ny Døme").location == "/"


def test_after_the_gathering_the_code_lets_nobody_in(door: Door) -> None:
    clock.set(door.gathering.ends_at + timedelta(hours=13))

    assert (ask(door, door.stranger()).status_code, guest_names()) == (422, [])


# Limits


def test_ten_wrong_codes_a_minute_then_a_browser_waits_even_with_the_right_one(door: Door) -> None:
    phone = door.stranger()
    answers = [ask(door, phone, code="22222222").status_code for _ in range(11)]

    after = ask(door, phone)

    assert (answers, after.status_code, guest_names()) == ([422] * 10 + [429], 429, [])


def test_a_hundred_and_twenty_guests_behind_one_address_all_come_in(door: Door) -> None:
    """DR-6: right codes are never counted."""
    answers = {ask(door, door.stranger(address="10.0.0.1"), name=f"Gjest {number}").location for number in range(120)}

    assert (answers, len(guest_names())) == ({"/"}, 120)


def test_while_somebody_guesses_a_right_code_leads_to_the_lobby_and_locks_nobody_out(door: Door) -> None:
    for _ in range(61):
        ask(door, door.stranger(), code="22222222")

    answer = ask(door, door.stranger())

    assert (answer.status_code, "/gjest/ventar/" in answer.location, guest_names()) == (303, True, [])


def test_a_code_that_is_passed_on_fills_neither_the_hall_nor_the_lobby(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DR-6: a flood of guests waits for the host, and then not even that. The control is the test with 120 of them."""
    monkeypatch.setattr(guests, "MOST_BY_CODE", 2)
    monkeypatch.setattr(guests, "MOST_WAITING", 2)

    answers = [ask(door, door.stranger(), name=f"Gjest {number}") for number in range(6)]

    assert [(one.status_code, (one.location or "")[:8]) for one in answers] == [
        *[(303, "/")] * 2,
        *[(303, "/gjest/v")] * 2,
        *[(429, "")] * 2,
    ]
    assert (len(guest_names()), db.session.query(LobbyEntry).count()) == (2, 4)


def test_while_the_store_is_away_wrong_codes_are_still_counted(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_given: object) -> bool:
        raise ConnectionError

    for act in ("test", "hit"):
        monkeypatch.setattr(door.app.extensions["sign_in_limiter"].limiter, act, away)
    phone = door.stranger()

    assert [ask(door, phone, code="22222222").status_code for _ in range(11)] == [422] * 10 + [429]


# Forgetting


def test_thirty_days_after_the_gathering_guests_have_no_name_and_the_lobby_is_empty(door: Door) -> None:
    """DR-8: one day before, everything is as it was."""
    ask(door, door.stranger())
    with unit_of_work():
        guests.add_guest(door.gathering, name="Utan Telefon Døme", by_id=door.cast.fia.id)
    ends = door.gathering.ends_at

    clock.set(ends + timedelta(days=29, hours=23))
    purge_all()
    early = (guest_names(), db.session.query(LobbyEntry).count())
    clock.set(ends + timedelta(days=30, hours=1))
    purge_all()

    assert early == (["Kari Gjestedøme", "Utan Telefon Døme"], 1)
    assert (guest_names(), db.session.query(LobbyEntry).count()) == (["Gjest", "Gjest"], 0)


def test_people_with_an_address_or_a_seat_keep_their_names(door: Door) -> None:
    with unit_of_work():
        door.gathering.members[0].role = GatheringRole.GUEST
    clock.set(door.gathering.ends_at + timedelta(days=40))

    purge_all()

    names = {person.name for person in db.session.query(Person)}
    assert "Gjest" not in names


def test_what_the_door_holds_is_in_the_table_of_retention(door: Door) -> None:
    kept = {holding.name: holding.kept for holding in holdings()}

    assert (kept["guest"], kept["limited_sign_in"], kept["door_tap"]) == (
        timedelta(days=30),
        timedelta(days=7),
        timedelta(days=30),
    )
