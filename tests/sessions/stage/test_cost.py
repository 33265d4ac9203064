"""What the hall's pages ask of the database: a bound for each, whatever the number of people (docs/decisions/0007)."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from network.core.db import unit_of_work
from network.people.models import Person
from network.people.services import register
from network.sessions.gatherings.services.door import check_in
from network.sessions.gatherings.services.members import admit
from network.sessions.stage.rules.joining import qr_data
from network.sessions.stage.services import telling
from network.web import frames
from tests.sessions.stage.conftest import Day, queries_of

ClientFor = Callable[[Person | None], FlaskClient]

MOST = {"/": 19, "/control": 38, "/door": 16}
"""Statements a page, BEGIN among them. A page that needs more must say in 0007 what for."""


def _come(day: Day, people: int) -> None:
    """So many more, each at a table of the round that goes on."""
    with unit_of_work():
        for number in range(people):
            person = register.add_person(name=f"Nye Døme {number}", email=None)
            admit(day.gathering, person.id)
            check_in(day.gathering, person.id, how="host", by_id=None)


@pytest.mark.parametrize("people", [0, 10])
@pytest.mark.parametrize("page", MOST)
def test_a_page_of_the_hall_asks_so_many_questions_and_no_more(
    day: Day, client_for: ClientFor, page: str, people: int
) -> None:
    day.to_work()
    _come(day, people)
    asker = client_for(day.cast.anna if page == "/" else day.cast.fia)
    address = page if page == "/" else day.path(page)

    asked = queries_of(asker, address)

    assert asked <= MOST[page]


def test_a_phone_that_asks_again_costs_less(day: Day, client_for: ClientFor) -> None:
    day.to_work()
    anna = client_for(day.cast.anna)
    headers = {frames.HEADER: "1"}

    asked = queries_of(anna, "/", headers=headers)
    bare = anna.get("/", headers=headers).get_data(as_text=True)
    whole = anna.get("/").get_data(as_text=True)

    assert asked <= 15
    assert [page.count("site-header__inner") for page in (bare, whole)] == [0, 1]
    assert parts_in(bare) == parts_in(whole) != []


def parts_in(page: str) -> list[str]:
    """The names of the parts that a page changes by itself."""
    return re.findall(r'data-region="([^"]+)"', page)


@pytest.mark.parametrize("page", MOST)
def test_it_asks_the_same_with_more_people(day: Day, client_for: ClientFor, page: str) -> None:
    day.to_work()
    asker = client_for(day.cast.anna if page == "/" else day.cast.fia)
    address = page if page == "/" else day.path(page)
    _come(day, 1)
    few = queries_of(asker, address)
    _come(day, 10)

    many = queries_of(asker, address)

    assert many == few


def test_a_page_shows_what_was_changed_since_the_one_before(day: Day, client_for: ClientFor) -> None:
    """What a request has found is no answer for the next."""
    phone = client_for(day.cast.anna)
    day.go_to("talk")
    before = phone.get("/").text
    day.go_to("lunch")

    after = phone.get("/").text

    assert ("<h1 data-step>Innleiing</h1>" in before, "<h1 data-step>Lunsj</h1>" in after) == (True, True)


def test_a_word_to_one_person_says_that_it_is_her_own(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """Her phone asks at once; that of the hall waits its turn."""
    told: list[tuple[object, ...]] = []
    monkeypatch.setattr(telling, "announce", lambda *given: told.append((given[0], given[-1].get("is_own", False))))

    with unit_of_work():
        telling.tell_persons(day.gathering.id, [day.cast.anna.id])
    day.go_to("talk")

    hall = (f"gathering:{day.gathering.public_id}", False)
    assert told == [(f"person:{day.cast.anna.id}", True), hall]


def test_a_code_is_drawn_once_an_address() -> None:
    assert qr_data("https://samling.example/gjest/A") is qr_data("https://samling.example/gjest/A")
    assert qr_data("https://samling.example/gjest/A") != qr_data("https://samling.example/gjest/B")
