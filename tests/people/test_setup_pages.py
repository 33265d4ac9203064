"""The five pages, one by one: what each stores, refuses and leads to (SU-3, SU-4)."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from network.core import clock
from network.core.db import db, unit_of_work
from network.people.models import Municipality, Network
from network.people.services import register
from tests.cast import Cast
from tests.people.browsing import Browser
from tests.people.setting_up import NAME, begin, step, the_network

PAGES = ("name", "municipalities", "goals", "mail", "people")
GISKE, VOLDA, HARAM = "1532", "1577", "1580"
SEATS = (("min_seats", "3"), ("max_seats", "5"))


@pytest.mark.parametrize("page", PAGES)
def test_each_page_says_where_one_is_and_has_one_filled_button(app: Flask, page: str) -> None:
    shown = begin(app).get(f"/network/setup/{page}")

    assert f"{PAGES.index(page) + 1} av 5" in shown.text
    assert shown.text.count('data-variant="primary"') == 1
    assert shown.text.count('aria-current="step"') == 1


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["anna", "kai", "fia", "otto"])
def test_the_pages_are_for_those_who_run_the_network(
    app: Flask, cast: Cast, signed_in: object, page: str, name: str
) -> None:
    browser: Browser = signed_in(name)  # type: ignore[operator]
    before = _network_row()

    answers = [browser.get(f"/network/setup/{page}"), browser.post(f"/network/setup/{page}", **NAME)]

    assert {answer.status_code for answer in answers} <= {403, 404}
    assert _network_row() == before


def test_a_visitor_is_led_to_sign_in_and_back(app: Flask) -> None:
    begin(app)

    answer = Browser(app).get("/network/setup/goals")

    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/network/setup/goals")


def test_the_first_page_is_stored_and_leads_to_the_second(app: Flask) -> None:
    lead = begin(app)

    answer = lead.fill("name", *NAME.items())

    network = the_network()
    stored = {field: getattr(network, field) for field in NAME}
    assert (answer.status_code, answer.location, stored, step()) == (303, "/network/setup/municipalities", NAME, 2)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("name", "x" * 121), ("owner", ""), ("language", "xx"), ("privacy_contact", "x" * 201)],
)
def test_what_cannot_be_stored_comes_back_as_typed(app: Flask, field: str, value: str) -> None:
    lead = begin(app)
    before = _network_row()

    answer = lead.fill("name", *{**NAME, field: value}.items())

    assert (answer.status_code, f'href="#{field}"' in answer.text) == (422, True)
    assert all(typed in answer.text for name, typed in NAME.items() if name != field)
    assert _network_row() == before


def test_a_page_can_be_left_and_the_front_page_leads_back_to_it(app: Flask) -> None:
    """SU-3"""
    lead = begin(app)
    lead.fill("name", *NAME.items())

    page = lead.get("/").text

    assert "2 av 5" in page
    assert 'href="/network/setup/municipalities"' in page


def test_going_back_and_storing_again_does_not_lead_back(app: Flask) -> None:
    lead = begin(app)
    lead.fill("name", *NAME.items())
    lead.fill("municipalities", *SEATS, ("municipality", GISKE))

    lead.fill("name", *{**NAME, "owner": "Eit anna råd"}.items())

    assert (the_network().owner, step()) == ("Eit anna råd", 3)


def test_chosen_municipalities_take_part_and_own_from_today(app: Flask) -> None:
    lead = begin(app)

    answer = lead.fill(
        "municipalities", ("min_seats", "2"), ("max_seats", "4"), *_each("municipality", GISKE, VOLDA, GISKE)
    )

    today = clock.now().date()
    assert answer.location == "/network/setup/goals"
    assert _parts() == {"Giske": (today, None, True), "Volda": (today, None, True)}
    assert (the_network().min_seats, the_network().max_seats) == (2, 4)


def test_municipalities_are_chosen_by_their_pasted_names(app: Flask) -> None:
    """SU-11"""
    lead = begin(app)

    answer = lead.fill("municipalities", *SEATS, ("names", "Giske kommune, Volda og Herøy"), ("municipality", HARAM))

    assert answer.location == "/network/setup/goals"
    assert sorted(_parts()) == ["Giske", "Haram", "Herøy", "Volda"]
    assert "4 kommunar tek del." in lead.get("/network/setup/goals").text


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("Giske, Atlantis", "Ingen kommune heiter Atlantis."),
        ("Herøy", "Fleire kommunar heiter Herøy. Skriv nummeret: 1515 (Møre og Romsdal) og 1818 (Nordland)."),
        ("Giske " * 2000, "for mykje på éin gong"),
    ],
)
def test_names_that_cannot_all_be_read_store_nothing_and_stay_as_typed(app: Flask, names: str, said: str) -> None:
    """SU-11"""
    lead = begin(app)

    answer = lead.fill("municipalities", *SEATS, ("names", names), ("municipality", HARAM))

    assert (answer.status_code, said in answer.text, f">{names.strip()}" in answer.text) == (422, True, True)
    assert (f'value="{HARAM}" checked' in answer.text, _parts()) == (True, {})


def test_an_owner_need_not_take_part_and_a_participant_need_not_own(app: Flask) -> None:
    lead = begin(app)
    lead.fill("municipalities", *SEATS, *_each("municipality", GISKE, VOLDA, HARAM))
    giske, volda, haram = _ids("Giske", "Volda", "Haram")

    lead.fill(
        "municipalities",
        *SEATS,
        *_each("listed", giske, volda, haram),
        *_each("takes-part", giske, haram),
        *_each("owns", volda, haram),
    )

    today = clock.now().date()
    assert _parts() == {"Giske": (today, None, False), "Volda": (None, None, True), "Haram": (today, None, True)}


def test_one_that_was_chosen_by_mistake_leaves_no_trace(app: Flask) -> None:
    lead = begin(app)
    lead.fill("municipalities", *SEATS, *_each("municipality", GISKE, VOLDA))
    giske, volda = _ids("Giske", "Volda")

    lead.fill("municipalities", *SEATS, *_each("listed", giske, volda), ("takes-part", giske), ("owns", giske))

    assert list(_parts()) == ["Giske"]


def test_one_that_people_sit_for_leaves_and_stays_in_the_register(app: Flask) -> None:
    lead = begin(app)
    lead.fill("municipalities", *SEATS, *_each("municipality", GISKE, VOLDA))
    giske, volda = _ids("Giske", "Volda")
    with unit_of_work():
        person = register.add_person(name="Vigdis Voldadøme", email="vigdis@prove.example")
        place = db.session.get_one(Municipality, int(volda))
        place.joined_on = clock.now().date() - timedelta(days=1)
        register.give_seat(person, place, from_date=place.joined_on)

    lead.fill("municipalities", *SEATS, *_each("listed", giske, volda), ("takes-part", giske), ("owns", giske))

    assert _parts()["Volda"][1:] == (clock.now().date(), False)


@pytest.mark.parametrize(
    "fields",
    [
        [*SEATS],
        [*SEATS, ("municipality", "9999")],
        [("min_seats", "4"), ("max_seats", "3"), ("municipality", GISKE)],
        [("min_seats", "3"), ("max_seats", "6"), ("municipality", GISKE)],
        [("min_seats", "0"), ("max_seats", "5"), ("municipality", GISKE)],
        [("min_seats", "tre"), ("max_seats", "5"), ("municipality", GISKE)],
        [("max_seats", "5"), ("municipality", GISKE)],
    ],
)
def test_a_choice_that_cannot_stand_stores_nothing_and_keeps_the_ticks(
    app: Flask, fields: Sequence[tuple[str, str]]
) -> None:
    lead = begin(app)

    answer = lead.fill("municipalities", *fields)

    assert (answer.status_code, "ds-error-summary" in answer.text) == (422, True)
    assert (f'value="{GISKE}" checked' in answer.text) == (("municipality", GISKE) in fields)
    assert (_parts(), step(), the_network().max_seats) == ({}, 1, 5)


@pytest.mark.parametrize(("act", "location"), [("later", "/"), ("now", "/people/import")])
def test_the_last_page_ends_the_set_up_and_leads_on(app: Flask, act: str, location: str) -> None:
    lead = begin(app)

    answer = lead.fill("people", ("act", act))

    assert (answer.status_code, step()) == (303, None)
    assert answer.location.startswith(location)


def test_after_the_set_up_the_pages_are_settings(app: Flask) -> None:
    lead = begin(app, done=True)

    shown = lead.get("/network/setup/name").text
    answer = lead.fill("name", *NAME.items())

    assert "av 5" not in shown
    assert (answer.location, step()) == ("/network", None)


def test_who_comes_second_gets_both_texts_and_nothing_is_overwritten(app: Flask) -> None:
    """SU-4"""
    lead = begin(app, done=True)
    seen = lead.seen("name")
    lead.fill("name", *{**NAME, "name": "Det fyrste namnet"}.items())

    answer = lead.fill("name", *{**NAME, "name": "Det andre namnet"}.items(), seen=seen)

    assert (answer.status_code, the_network().name) == (409, "Det fyrste namnet")
    assert "Det fyrste namnet" in answer.text
    assert 'name="name" value="Det andre namnet"' in answer.text


def test_who_has_seen_both_may_store_hers(app: Flask) -> None:
    lead = begin(app, done=True)
    lead.fill("name", *{**NAME, "name": "Det fyrste namnet"}.items())

    answer = lead.fill("name", *{**NAME, "name": "Det andre namnet"}.items())

    assert (answer.status_code, the_network().name) == (303, "Det andre namnet")


def test_without_the_version_the_first_text_would_be_lost(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control."""
    monkeypatch.setattr("network.people.rules.setup.came_second", lambda **_given: False)
    lead = begin(app, done=True)
    seen = lead.seen("name")
    lead.fill("name", *{**NAME, "name": "Det fyrste namnet"}.items())

    lead.fill("name", *{**NAME, "name": "Det andre namnet"}.items(), seen=seen)

    assert the_network().name == "Det andre namnet"


def test_the_same_form_twice_has_one_effect(app: Flask) -> None:
    lead = begin(app)
    seen = lead.seen("municipalities")

    answers = [lead.fill("municipalities", *SEATS, ("municipality", GISKE), seen=seen) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert list(_parts()) == ["Giske"]


def test_two_who_tick_different_municipalities_lose_neither(app: Flask) -> None:
    lead = begin(app)
    seen = lead.seen("municipalities")
    lead.fill("municipalities", *SEATS, ("municipality", GISKE), seen=seen)

    answer = lead.fill("municipalities", *SEATS, ("municipality", VOLDA), seen=seen)

    assert (answer.status_code, sorted(_parts())) == (303, ["Giske", "Volda"])


def test_who_changes_a_municipality_that_somebody_else_has_changed_is_asked(app: Flask) -> None:
    """SU-4"""
    lead = begin(app)
    lead.fill("municipalities", *SEATS, ("municipality", GISKE))
    giske, seen = _ids("Giske")[0], lead.seen("municipalities")
    lead.fill("municipalities", *SEATS, ("listed", giske), ("takes-part", giske), ("municipality", VOLDA))

    answer = lead.fill("municipalities", *SEATS, ("listed", giske), ("owns", giske), ("municipality", HARAM), seen=seen)

    assert (answer.status_code, sorted(_parts()), _parts()["Giske"][2]) == (409, ["Giske", "Volda"], False)
    assert f'name="municipality" value="{HARAM}"' in answer.text


def test_the_networks_own_page_is_for_everybody_and_its_changes_are_not(app: Flask) -> None:
    lead = begin(app)
    lead.fill("name", *NAME.items())
    lead.fill("municipalities", *SEATS, ("municipality", GISKE))

    public, own = Browser(app).get("/network").text, lead.get("/network").text

    assert all(word in public for word in ("Framtidskommunane", "Regionrådet", NAME["privacy_contact"], "Giske"))
    assert ["/network/setup/" in page for page in (public, own)] == [False, True]
    assert ["0 delegatar" in page for page in (public, own)] == [False, True]


def _each(name: str, *values: str) -> list[tuple[str, str]]:
    return [(name, value) for value in values]


def _ids(*names: str) -> list[str]:
    rows = {row.name: str(row.id) for row in db.session.scalars(select(Municipality))}
    return [rows[name] for name in names]


def _parts() -> dict[str, tuple[object, object, bool]]:
    db.session.rollback()
    rows = db.session.scalars(select(Municipality).order_by(Municipality.number))
    return {row.name: (row.joined_on, row.left_on, row.is_owner) for row in rows}


def _network_row() -> dict[str, object]:
    db.session.rollback()
    row = db.session.scalars(select(Network)).one()
    return {column.name: getattr(row, column.name) for column in Network.__table__.columns}
