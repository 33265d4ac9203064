"""PE-6: who finds whom, what is changed about a person, and who may let her in."""

import re
from collections.abc import Callable

import pytest

from network.access.actor import actor_for
from network.access.guard import can
from network.core.db import db, unit_of_work
from network.people import queries
from network.people.models import Person, PersonRole
from network.people.services import register
from tests.cast import Cast
from tests.people.browsing import Browser
from tests.people.towns import asked, everything, fill, nordvik, today

SignIn = Callable[..., Browser]


def path(person: Person, rest: str = "") -> str:
    return f"/people/{person.public_key}{rest}"


def again(person: Person) -> Person:
    db.session.rollback()
    return db.session.get_one(Person, person.id)


def form_of(browser: Browser, person: Person, **typed: str) -> dict[str, str]:
    seen = browser.get(path(person)).text.partition('name="seen" value="')[2].partition('"')[0]
    return {"name": person.name, "email": person.email or "", "language": "", "seen": seen, **typed}


@pytest.mark.parametrize(("name", "count"), [("lea", 7), ("kai", 2), ("anna", 0), ("fia", 0), ("otto", 0)])
def test_the_list_of_people_is_what_the_table_allows(cast: Cast, name: str, count: int) -> None:
    asker = cast.actor(name)

    listed = {one.id for one in queries.people_for(asker, today=today())}

    belongings = [queries.belonging_for(asker, one) for one in db.session.query(Person)]
    allowed = {one.person.id for one in belongings if one is not None and can(asker, "person.edit_other", one)}
    assert (listed, len(listed)) == (allowed, count)


@pytest.mark.parametrize(
    ("words", "found"), [("soreide", True), ("SØREIDE åse", True), ("ase@prove", True), ("per", False)]
)
def test_people_are_found_by_any_part_of_name_or_address(
    signed_in: SignIn, cast: Cast, words: str, found: bool
) -> None:
    with unit_of_work():
        register.add_person(name="Åse Søreide", email="ase@prove.example")

    page = signed_in("lea").get(f"/people?q={words}").text

    assert ("Åse Søreide" in page, "Ingen har det namnet" in page) == (found, not found)


def test_the_list_asks_the_database_as_often_for_many_as_for_few(signed_in: SignIn, cast: Cast) -> None:
    lea = signed_in("lea")
    few = asked(lambda: lea.get("/people"))
    fill(nordvik(), 3)

    assert asked(lambda: lea.get("/people")) == few


@pytest.mark.parametrize(
    ("name", "whom", "status"),
    [
        ("kai", "anna", 200),
        ("kai", "bo", 404),
        ("kai", "otto", 404),
        ("lea", "bo", 200),
        ("anna", "bo", 404),
        ("anna", "anna", 403),
        ("fia", "anna", 404),
    ],
)
def test_a_persons_page_is_for_those_who_look_after_her(
    signed_in: SignIn, cast: Cast, name: str, whom: str, status: int
) -> None:
    person = getattr(cast, whom)
    browser = signed_in(name)
    before = everything()

    answers = [browser.get(path(person)).status_code]
    if status != 200:
        answers += [browser.post(path(person, rest), name="X").status_code for rest in ("", "/parts", "/sign-in-link")]

    assert (set(answers), everything()) == ({status}, before)


def test_an_address_is_changed_and_the_old_one_lets_nobody_in(signed_in: SignIn, cast: Cast) -> None:
    anna, kai = signed_in("anna"), signed_in("kai")

    kai.post(path(cast.anna), **form_of(kai, cast.anna, email=" Anna.Ny@prove.example"))

    assert (again(cast.anna).email, anna.is_signed_in()) == ("anna.ny@prove.example", False)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": " "}, "Skriv eit namn"),
        ({"email": "anna@"}, "liknar ikkje ei e-postadresse"),
        ({"email": "bo@prove.example"}, "har alt denne"),
        ({"language": "xx"}, "språk"),
    ],
)
def test_what_cannot_be_saved_comes_back_as_typed(
    signed_in: SignIn, cast: Cast, typed: dict[str, str], said: str
) -> None:
    kai = signed_in("kai")
    before = everything()

    answer = kai.post(path(cast.anna), **form_of(kai, cast.anna, **typed))

    assert (answer.status_code, said in answer.text, everything()) == (422, True, before)


def test_an_older_form_overwrites_nothing_and_shows_both(signed_in: SignIn, cast: Cast) -> None:
    """F16"""
    kai = signed_in("kai")
    older = form_of(kai, cast.anna, name="Anna To")
    kai.post(path(cast.anna), **form_of(kai, cast.anna, name="Anna Ein"))

    answer = kai.post(path(cast.anna), **older)

    assert (answer.status_code, again(cast.anna).name) == (409, "Anna Ein")
    assert ('value="Anna To"' in answer.text, "Anna Ein" in answer.text) == (True, True)


@pytest.mark.parametrize(
    ("giver", "role", "given"),
    [
        ("lea", "project_lead", True),
        ("lea", "administrator", False),
        ("kai", "project_lead", False),
        ("kai", "substitute", True),
        ("kai", "king", False),
    ],
)
def test_a_part_is_given_by_who_may(signed_in: SignIn, cast: Cast, giver: str, role: str, given: bool) -> None:
    """PE-6"""
    browser = signed_in(giver)

    answer = browser.post(path(cast.anna, "/parts"), role=role, municipality="9901")

    assert ([one.role for one in again(cast.anna).roles], answer.status_code == 303) == ([role] if given else [], given)


def test_a_coordinator_gives_no_part_in_another_municipality(signed_in: SignIn, cast: Cast) -> None:
    before = everything()

    answer = signed_in("kai").post(path(cast.anna, "/parts"), role="coordinator", municipality="9902")

    assert (answer.status_code, everything()) == (422, before)


def test_the_last_lead_stays(signed_in: SignIn, cast: Cast) -> None:
    lea = signed_in("lea")
    held = db.session.query(PersonRole).filter_by(role="project_lead").one().id

    kept = lea.post(path(cast.lea, f"/parts/{held}/ending")).status_code
    lea.post(path(cast.otto, "/parts"), role="project_lead")
    gone = lea.post(path(cast.lea, f"/parts/{held}/ending")).status_code

    assert (kept, gone, actor_for(cast.lea.id).roles) == (409, 303, frozenset("V"))


def test_a_link_lets_in_somebody_without_mail_once(signed_in: SignIn, cast: Cast, browser: Browser) -> None:
    with unit_of_work():
        person = register.add_person(name="Utan Post", email=None)
    page = signed_in("lea").post(path(again(person), "/sign-in-link"))
    link = re.findall(r'value="http://[^/"]+(/sign-in/link/[^"]+)"', page.text)[0]

    browser.post(link)

    assert (browser.is_signed_in(), "Utan Post" in browser.get("/me").text) == (True, True)
    assert ("<svg" in page.text, page.headers["Cache-Control"]) == (True, "no-store")


@pytest.mark.parametrize(("name", "part"), [("kai", "project_lead"), ("lea", "administrator")])
def test_nobody_lets_herself_in_as_somebody_with_more_rights(
    signed_in: SignIn, cast: Cast, name: str, part: str
) -> None:
    """PE-6"""
    browser = signed_in(name)
    allowed = browser.post(path(cast.anna, "/sign-in-link")).status_code
    with unit_of_work():
        register.give_role(again(cast.anna), part)
    before = everything()

    link = browser.post(path(cast.anna, "/sign-in-link")).status_code
    moved = browser.post(path(cast.anna), **form_of(browser, cast.anna, email="mine@prove.example")).status_code

    assert (allowed, link, moved, everything()) == (200, 403, 422, before)


def test_one_person_is_added_by_hand(signed_in: SignIn, cast: Cast) -> None:
    lea = signed_in("lea")

    refused = lea.post("/people", name="Ny Ny", email="anna@prove.example", language="")
    lea.post("/people", name="Ny Ny", email="ny@prove.example", language="sv")

    made = db.session.query(Person).filter_by(name="Ny Ny").one()
    assert (refused.status_code, "har alt denne" in refused.text, made.language) == (422, True, "sv")
