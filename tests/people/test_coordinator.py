"""A municipality's own page: its people, its case, its next council meeting (PE-10, PE-11)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from network.core import clock
from network.core.db import db, unit_of_work
from network.people import queries
from network.people.models import CouncilMeeting, Municipality
from network.people.services import register
from network.web import panels
from tests.cast import Cast
from tests.people.browsing import Browser
from tests.people.towns import nordvik, today

SignIn = Callable[..., Browser]
PAGE = "/municipalities/9901"


def meetings() -> list[date]:
    db.session.rollback()
    return sorted(one.on_date for one in db.session.query(CouncilMeeting))


def plan(browser: Browser, dates: str, days_before: str = "", at: str = "", seen: str | None = None) -> TestResponse:
    state = seen if seen is not None else seen_by(browser)
    return browser.post(f"{PAGE}/council-meetings", dates=dates, days_before=days_before, clock=at, seen=state)


def seen_by(browser: Browser) -> str:
    """The state that the form on the page was made from."""
    return (
        browser.get(PAGE).text.partition('/council-meetings"')[2].partition('name="seen" value="')[2].partition('"')[0]
    )


@pytest.mark.parametrize(
    ("name", "status"), [("anna", 200), ("kai", 200), ("lea", 200), ("bo", 404), ("otto", 404), ("fia", 404)]
)
def test_the_page_is_for_the_municipality_and_for_the_lead(
    signed_in: SignIn, cast: Cast, name: str, status: int
) -> None:
    answer = signed_in(name).get(PAGE)

    assert (answer.status_code, "Folka våre" in answer.text) == (status, status == 200)


@pytest.mark.parametrize(("name", "tools", "keys"), [("anna", False, False), ("kai", True, True), ("lea", True, True)])
def test_tools_are_offered_to_who_may_use_them(
    signed_in: SignIn, cast: Cast, name: str, tools: bool, keys: bool
) -> None:
    page = signed_in(name).get(PAGE).text

    offered = [
        f'href="{path}' in page for path in (f"{PAGE}/seats/new", "/people/import", "/seats/election", "/seats/")
    ]
    assert (offered, f"/people/{cast.anna.public_key}" in page) == ([tools] * 4, keys)


def test_a_delegate_finds_her_municipality_in_the_bar_and_a_stranger_none(signed_in: SignIn, cast: Cast) -> None:
    pages = {name: signed_in(name).get("/").text for name in ("anna", "kai", "lea", "otto")}

    assert [f'href="{PAGE}"' in pages[name] for name in ("anna", "kai", "lea", "otto")] == [True, True, False, False]
    assert 'href="/municipalities"' in pages["lea"]


def test_other_features_show_their_cards_between_people_and_meeting(app: Flask, signed_in: SignIn, cast: Cast) -> None:
    drawn: list[str] = []

    def draw(municipality: Municipality, **_facts: object) -> str:
        drawn.append(municipality.name)
        return "<p>Casen vår (prøve)</p>"

    panels.add(app, "coordinator", draw)
    page = signed_in("kai").get(PAGE).text

    order = [page.index(words) for words in ("Folka våre", "Casen vår (prøve)", "Neste kommunestyremøte")]
    assert (drawn, order) == (["Nordvik"], sorted(order))


def test_dates_are_pasted_in_any_form_and_the_next_is_shown_with_its_deadline(signed_in: SignIn, cast: Cast) -> None:
    """PE-10, PE-11"""
    kai = signed_in("kai")
    later, first = today() + timedelta(days=60), today() + timedelta(days=30)

    plan(kai, f"{later.isoformat()}\n{first:%d.%m.%Y}", "8", "9")

    page = kai.get(PAGE).text
    assert meetings() == [first, later]
    assert (nordvik().papers_days_before, nordvik().papers_clock) == (8, "09:00")
    assert ("Sakspapira må vere inne" in page, "09:00" in page) == (True, True)


def test_a_line_that_is_no_day_is_marked_and_nothing_typed_is_lost(signed_in: SignIn, cast: Cast) -> None:
    """PE-10"""
    kai = signed_in("kai")

    answer = plan(kai, "12.3.2099\nein gong i mai\n31. april 2099", "8", "09.00")

    assert (answer.status_code, meetings()) == (422, [])
    text = answer.text
    assert "«ein gong i mai», «31. april 2099»" in text
    assert "12.3.2099\nein gong i mai\n31. april 2099</textarea>" in text


@pytest.mark.parametrize(("days_before", "at"), [("8", ""), ("", "09.00"), ("åtte", "09.00"), ("8", "25"), ("99", "9")])
def test_half_a_rule_for_papers_is_no_rule(signed_in: SignIn, cast: Cast, days_before: str, at: str) -> None:
    answer = plan(signed_in("kai"), "12.3.2099", days_before, at)

    assert (answer.status_code, meetings(), nordvik().papers_clock) == (422, [], None)


def test_not_knowing_is_an_answer(signed_in: SignIn, cast: Cast) -> None:
    kai = signed_in("kai")
    plan(kai, "12.3.2099", "8", "9")

    plan(kai, "", "", "")

    assert (meetings(), nordvik().papers_days_before) == ([], None)
    assert "Ikkje kjent enno" in kai.get(PAGE).text


def test_meetings_that_are_over_are_history_and_stay(signed_in: SignIn, cast: Cast) -> None:
    kai = signed_in("kai")
    over, ahead = today() - timedelta(days=9), today() + timedelta(days=9)
    with unit_of_work():
        db.session.add(CouncilMeeting(municipality_id=nordvik().id, on_date=over))

    plan(kai, ahead.isoformat())

    assert meetings() == [over, ahead]


def test_two_who_write_dates_at_once_overwrite_nothing(signed_in: SignIn, cast: Cast) -> None:
    """F16"""
    kai, anna = signed_in("kai"), signed_in("anna")
    seen = seen_by(anna)
    plan(kai, "12.3.2099")

    answer = plan(anna, "13.4.2099", seen=seen)

    text = answer.text
    assert (answer.status_code, meetings()) == (409, [date(2099, 3, 12)])
    assert ("13.4.2099</textarea>" in text, "12. mars 2099" in text) == (True, True)


def test_the_same_dates_sent_twice_are_stored_once(signed_in: SignIn, cast: Cast) -> None:
    kai = signed_in("kai")
    seen = seen_by(kai)

    answers = [plan(kai, "12.3.2099", seen=seen) for _time in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert meetings() == [date(2099, 3, 12)]


@pytest.mark.parametrize(("name", "status"), [("anna", 303), ("lea", 403), ("bo", 404), ("otto", 404)])
def test_dates_are_written_by_the_municipality_itself(signed_in: SignIn, cast: Cast, name: str, status: int) -> None:
    answer = plan(signed_in(name), "12.3.2099", seen=seen_by(signed_in("kai")))

    assert (answer.status_code, bool(meetings())) == (status, status == 303)


def test_an_ended_municipality_shows_where_it_went(signed_in: SignIn, cast: Cast) -> None:
    with unit_of_work():
        heir = queries.municipality_by_number("9902")
        register.end_municipality(nordvik(), on=clock.now().date(), successor=heir, by=None)

    lea = signed_in("lea")

    assert "går over til Sundby" in lea.get(PAGE).text
    assert "Var Nordvik til" in lea.get("/municipalities/9902").text


@pytest.mark.parametrize("number", ["0000", "99%00", "merge/x"])
def test_a_wrong_address_is_not_found(signed_in: SignIn, cast: Cast, number: str) -> None:
    assert signed_in("lea").get(f"/municipalities/{number}").status_code == 404
