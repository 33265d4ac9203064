"""Somebody to be in the demo, and the mail that it does not send (the demo's decisions stand in docs/rules.md)."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from network.core import clock
from network.core.db import db, unit_of_work
from network.demo import content
from network.demo.day import PUBLIC_ID
from network.demo.queries import listed_people
from network.demo.routes import CARD_ROLES, QUICK_ROLES
from network.demo.trying import CARDS
from network.jobs.models import SENT
from network.jobs.queries import latest_mail
from network.jobs.smtp import Letter
from network.people.models import Network
from network.sessions.gatherings.models import Gathering
from network.sessions.stage.models import StageState
from tests.people.browsing import Browser


@pytest.mark.parametrize("role", QUICK_ROLES)
def test_one_press_makes_one_somebody_and_leads_on(demo_app: Flask, role: str) -> None:
    browser = Browser(demo_app)

    answer = browser.post("/demo/people", role=role, next="/help/rights")

    assert (answer.status_code, answer.location) == (303, "/help/rights")
    assert browser.is_signed_in()


def test_the_front_page_says_where_and_when_and_leads_to_the_board(demo_app: Flask) -> None:
    browser = Browser(demo_app)
    browser.post("/demo/people", role="delegate")

    page = browser.get("/").text
    path = re.findall(r'data-fullwidth[^>]* href="(/boards/[^"]+)"', page)[0]

    assert content.HALL in page
    assert content.GATHERING in page
    assert content.NOTES[0][1] in browser.get(path).text


def test_two_browsers_that_press_delegate_become_two_people(demo_app: Flask) -> None:
    names = []
    for _ in range(2):
        browser = Browser(demo_app)
        browser.post("/demo/people", role="delegate")
        names.append(re.findall(r"<h1[^>]*>([^<]+)</h1>", browser.get("/me").text)[0])

    assert len(set(names)) == 2


def test_anybody_on_the_list_can_be_chosen(demo_app: Flask) -> None:
    person = next(person for person in listed_people() if person.role == "administrator")
    page = Browser(demo_app).get("/sign-in").text

    browser = Browser(demo_app)
    browser.post("/demo/people", person=person.key)

    assert page.count("<option") == len(listed_people())
    assert page.count("<optgroup") == 17 + 4
    assert page.count('data-variant="primary"') == 1
    assert person.name in browser.get("/me").text


@pytest.mark.parametrize("fields", [{}, {"role": "administrator"}, {"person": "made-up"}, {"role": "king"}])
def test_nobody_else_can_be_chosen(demo_app: Flask, fields: dict[str, str]) -> None:
    browser = Browser(demo_app)

    assert browser.post("/demo/people", **fields).status_code == 404
    assert not browser.is_signed_in()


@pytest.mark.parametrize(("setting", "mark"), [(False, True), (True, False), (False, False)])
def test_without_both_setting_and_mark_nobody_comes_in_unasked(demo_app: Flask, setting: bool, mark: bool) -> None:
    """DE-1"""
    key = listed_people()[0].key
    demo_app.extensions["settings"] = replace(demo_app.extensions["settings"], demo=setting)
    with unit_of_work():
        db.session.scalars(select(Network)).one().is_demo = mark
    browser = Browser(demo_app)

    answers = [browser.post("/demo/people", person=key), browser.post("/demo/people", role="delegate")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert browser.get("/demo/mail").status_code == 404
    assert "<optgroup" not in browser.get("/sign-in").text
    assert not browser.is_signed_in()


def test_the_demos_mail_can_be_read_and_used(demo_app: Flask) -> None:
    browser = Browser(demo_app)
    browser.post("/sign-in", email=listed_people()[0].email)

    page = browser.get("/demo/mail").text
    code = re.findall(r"(\d{3}) (\d{3})\n", page)[0]
    browser.post("/sign-in/code", code="".join(code))

    assert browser.is_signed_in()


def test_no_party_stands_on_any_page_of_the_demo(demo_app: Flask) -> None:
    browser = Browser(demo_app)
    before = browser.get("/sign-in").text
    browser.post("/demo/people", role="project_lead")

    pages = [before, *(browser.get(path).text for path in ("/", "/me", "/operations/queue", "/demo/mail"))]

    assert not any(re.search(r"\b(Frp|KrF|MDG|Bygdelista|SV)\b", page) for page in pages)


@pytest.mark.parametrize(("setting", "mark", "kept"), [(True, True, 1), (False, True, 0), (True, False, 0)])
def test_a_mail_that_has_left_is_kept_only_with_both_setting_and_mark(
    demo_app: Flask, setting: bool, mark: bool, kept: int
) -> None:
    """DE-1"""
    Browser(demo_app).post("/sign-in", email=listed_people()[0].email)
    demo_app.extensions["settings"] = replace(demo_app.extensions["settings"], demo=setting)
    demo_app.extensions["mail_sender"] = TakesAll()
    with unit_of_work():
        db.session.scalars(select(Network)).one().is_demo = mark

    demo_app.extensions["periodic_jobs"]["mail"].run()

    bodies = [mail.body for mail in latest_mail() if mail.state == SENT and mail.kind == "sign_in"]
    assert (len(bodies), sum(bool(body) for body in bodies)) == (1, kept)


class TakesAll:
    """A mail server."""

    def send(self, letter: Letter) -> None: ...

    def close(self) -> None: ...


TRIED = ("/", "/cases", "/gatherings", "/demo/mail", "/municipalities")


@pytest.mark.parametrize("path", TRIED)
def test_a_card_says_what_to_try_and_makes_one_that_person(demo_app: Flask, path: str) -> None:
    """DE-4: also without a script, since it is a form."""
    browser = Browser(demo_app)
    browser.post("/demo/people", person=key_of("Ada Driftsdøme"))

    card = card_on(browser, path)
    role = re.findall(r'name="role" value="(\w+)"', card)[0]
    going_to = re.findall(r'name="next" value="([^"]+)"', card)[0]
    browser.post("/demo/people", role=role, next=going_to)

    assert going_to == path
    assert 'name="role"' not in card_on(browser, path)


def test_the_card_is_folded_until_it_was_left_open(demo_app: Flask) -> None:
    """DE-4"""
    browser = Browser(demo_app)
    browser.post("/demo/people", role="delegate")

    first = card_on(browser, "/")
    browser.set_cookie("demo_card", "open")
    then = card_on(browser, "/")

    assert (" open>" in first, " open>" in then) == (False, True)


@pytest.mark.parametrize(("setting", "mark"), [(False, True), (True, False), (True, True)])
def test_no_card_stands_in_a_real_installation(demo_app: Flask, setting: bool, mark: bool) -> None:
    """DE-4, and its control."""
    browser = Browser(demo_app)
    browser.post("/demo/people", role="delegate")
    demo_app.extensions["settings"] = replace(demo_app.extensions["settings"], demo=setting)
    with unit_of_work():
        db.session.scalars(select(Network)).one().is_demo = mark

    assert ('class="try"' in browser.get("/").text) is (setting and mark)


def test_the_front_pages_card_goes_along_with_the_day(demo_app: Flask) -> None:
    """DE-4. Before, while and after: what stood there when nothing had begun is not true any more."""
    browser = Browser(demo_app)
    browser.post("/demo/people", role="delegate")
    gathering = db.session.scalars(select(Gathering).where(Gathering.public_id == PUBLIC_ID)).one()
    state = StageState(gathering_id=gathering.id) if db.session.get(StageState, gathering.id) is None else None
    with unit_of_work():
        if state is not None:
            db.session.add(state)

    def card(item_id: int | None, finished: bool) -> str:
        with unit_of_work():
            now = db.session.get_one(StageState, gathering.id)
            now.item_id, now.finished_at = item_id, clock.now() if finished else None
        found = re.search(r'try__summary">([^<]+)<', browser.get("/").text)
        assert found is not None
        return found[1]

    seen = [card(None, False), card(gathering.items[0].id, False), card(gathering.items[-1].id, True)]

    assert len(set(seen)) == 3


def test_every_page_of_somebody_has_a_card(demo_app: Flask) -> None:
    """DE-4. A page without one of its own says what to do with the day; who has not come in is asked who she is."""
    browser = Browser(demo_app)
    before = browser.get("/sign-in").text
    browser.post("/demo/people", role="delegate")

    assert [card_on(browser, path) != "" for path in ("/", "/me", "/help/rights", "/actions")] == [True] * 4
    assert 'class="try"' not in before


def test_slides_are_shown_without_a_card(demo_app: Flask) -> None:
    """DE-4. They say that it is a demo, all the same."""
    browser = Browser(demo_app)
    browser.post("/demo/people", role="delegate")
    path = re.findall(r'href="(/cases/[^"/]+/slides)"', browser.get(first_case(browser)).text)[0]

    page = browser.get(path).text

    assert ('class="try"' in page, "site-notice" in page) == (False, True)


def test_every_card_is_on_a_page_that_there_is_and_leads_somebody(demo_app: Flask) -> None:
    pages = {rule.endpoint for rule in demo_app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    assert set(CARDS) <= pages
    assert {card.role for card in CARDS.values()} <= set(CARD_ROLES)


def test_mails_of_before_lead_to_where_they_are_read(demo_app: Flask) -> None:
    page = Browser(demo_app).get("/demo/mail").text
    address = re.findall(r'href="(http://[^"/]+)(/framdrift/[^"]+)"', page)[0]

    assert address[0] == "http://localhost"
    assert Browser(demo_app).get(address[1]).status_code == 200


def key_of(name: str) -> str:
    return next(person.key for person in listed_people() if person.name == name)


def first_case(browser: Browser) -> str:
    return re.findall(r'href="(/cases/[^"/]+)"', browser.get("/cases").text)[0]


def card_on(browser: Browser, path: str) -> str:
    return re.findall(r'<details class="try".*?</details>', browser.get(path).text, re.DOTALL)[0]
