"""A municipality that the built-in list lacks, and one that is called something else now (SU-12)."""

import pytest
from flask import Flask
from sqlalchemy import select

from network.core import clock
from network.core.db import db
from network.people.models import Municipality
from tests.cast import Cast
from tests.people.browsing import Browser
from tests.people.setting_up import begin


def places() -> dict[str, str]:
    db.session.rollback()
    return {one.number: one.name for one in db.session.scalars(select(Municipality))}


def test_one_that_the_list_lacks_takes_part_from_today_and_twice_is_once(app: Flask) -> None:
    lead = begin(app, done=True)

    answers = [lead.post("/municipalities", number="1438", name=" Dals  Eddøme ") for _twice in range(2)]

    made = db.session.scalars(select(Municipality)).one()
    assert [answer.location for answer in answers] == ["/municipalities/1438"] * 2
    assert (made.number, made.name, made.joined_on) == ("1438", "Dals Eddøme", clock.now().date())


@pytest.mark.parametrize(
    ("number", "name", "said"),
    [
        ("", "Døme", "Skriv nummeret på kommunen"),
        ("merge", "Døme", "Skriv nummeret på kommunen"),
        ("1438", " ", "Skriv namnet på kommunen."),
        ("1438", "x" * 81, "Skriv namnet på kommunen."),
        ("9901", "Ei anna", "har alt det nummeret"),
    ],
)
def test_what_cannot_stand_is_said_and_stays_as_typed(
    cast: Cast, signed_in: object, number: str, name: str, said: str
) -> None:
    browser: Browser = signed_in("lea")  # type: ignore[operator]
    before = places()

    answer = browser.post("/municipalities", number=number, name=name)

    assert (answer.status_code, said in answer.text, f'value="{number}"' in answer.text) == (422, True, True)
    assert places() == before


def test_a_name_is_changed_and_everywhere_at_once(cast: Cast, signed_in: object) -> None:
    browser: Browser = signed_in("lea")  # type: ignore[operator]

    answer = browser.post("/municipalities/9901/name", name="Nordvika", seen="Nordvik")

    assert (answer.location, places()["9901"]) == ("/municipalities/9901", "Nordvika")
    assert "Nordvika" in browser.get("/municipalities").text


def test_who_comes_second_is_told_and_can_store_again(cast: Cast, signed_in: object) -> None:
    """F16"""
    browser: Browser = signed_in("lea")  # type: ignore[operator]
    browser.post("/municipalities/9901/name", name="Nordvika", seen="Nordvik")

    late = browser.post("/municipalities/9901/name", name="Nordviki", seen="Nordvik")
    after = places()["9901"]
    browser.post("/municipalities/9901/name", name="Nordviki", seen="Nordvika")

    assert (late.status_code, "Nordvika" in late.text, 'value="Nordviki"' in late.text) == (409, True, True)
    assert (after, places()["9901"]) == ("Nordvika", "Nordviki")


@pytest.mark.parametrize("name", ["anna", "kai", "fia", "otto"])
def test_names_are_for_those_who_run_the_network(cast: Cast, signed_in: object, name: str) -> None:
    browser: Browser = signed_in(name)  # type: ignore[operator]
    before = places()

    answers = [
        browser.post("/municipalities", number="1438", name="Døme"),
        browser.post("/municipalities/9901/name", name="Døme", seen="Nordvik"),
        browser.get("/municipalities/new"),
        browser.get("/municipalities/9901/name"),
    ]

    assert {answer.status_code for answer in answers} <= {403, 404}
    assert places() == before
