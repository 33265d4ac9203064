"""The demo: built once through the services, and somebody to be (decisions on the demo stand in docs/rules.md)."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from network import create_app, demo
from network.access.actor import actor_for
from network.access.guard import can
from network.core import clock
from network.core.audit import AuditEntry, first_broken
from network.core.db import db, unit_of_work
from network.core.settings import ROOT, Settings
from network.demo import content, services
from network.demo.queries import listed_people
from network.demo.routes import QUICK_ROLES
from network.people import queries as people
from network.people.models import Network, Seat
from network.people.services import register
from network.sessions.boards.models import Board, NoteAuthor
from network.sessions.gatherings.models import Gathering
from tests.conftest import settings_for
from tests.people.browsing import Browser


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path, SAMLING_DEMO="1")


@pytest.fixture
def demo_app(app: Flask) -> Flask:
    """A program that is set to show the demo, on a built demo network."""
    services.build_demo()
    db.session.rollback()
    return app


def test_the_demo_has_the_seventeen_municipalities_with_four_delegates_each(demo_app: Flask) -> None:
    places = [place.name for place in people.municipalities()]
    each = Counter(person.municipality for person in listed_people() if person.role == "delegate")

    assert len(places) == 17
    assert not {"Ørskog", "Vestnes"} & set(places)
    assert each == Counter(dict.fromkeys(places, 4))


def test_everybody_has_a_name_and_an_address_of_her_own_in_a_domain_that_nobody_has(demo_app: Flask) -> None:
    listed = listed_people()

    assert len({person.name for person in listed}) == len({person.email for person in listed}) == len(listed)
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+@[a-z]+\.example", person.email) for person in listed)


def test_the_seats_parties_are_of_many_kinds(demo_app: Flask) -> None:
    parties = set(db.session.scalars(select(Seat.party)))

    assert parties == {"Ap", "H", "Frp", "KrF", "Sp", "V", "SV", "MDG", "Bygdelista"}


def test_the_gathering_goes_on_and_every_delegate_can_write_on_its_board(demo_app: Flask) -> None:
    board = db.session.scalars(select(Board)).one()
    delegates = [actor_for(person.person_id) for person in listed_people() if person.role == "delegate"]
    others = {
        person.role: can(actor_for(person.person_id), "board.read", board)
        for person in listed_people()
        if person.role != "delegate"
    }

    assert db.session.scalars(select(Gathering)).one().title == content.GATHERING
    assert [column.key for column in board.columns] == ["challenge", "change", "home"]
    assert all(can(actor, "note.create", board) for actor in delegates)
    assert others == {"facilitator": True, "project_lead": True, "coordinator": True, "administrator": False}


def test_the_first_notes_are_by_delegates_of_different_municipalities(demo_app: Flask) -> None:
    authors = db.session.scalars(select(NoteAuthor.person_id)).all()
    places = people.municipality_names(authors, today=services.ELECTED)

    assert len(authors) == len(content.NOTES)
    assert len(set(places.values())) == len(authors)


def test_building_twice_changes_nothing(demo_app: Flask) -> None:
    before = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()

    again = services.build_demo()

    after = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert again is False
    assert len(after) == len(before)
    assert first_broken(after) is None


def test_a_demo_that_was_interrupted_among_its_notes_is_mended(app: Flask) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(services.making, "note_step", _fails_after(4))
        with pytest.raises(KeyboardInterrupt):
            services.build_demo()

    assert services.build_demo() is True
    db.session.rollback()
    assert len(db.session.scalars(select(NoteAuthor.note_id)).all()) == len(content.NOTES)


def test_a_real_network_is_left_alone(app: Flask) -> None:
    with unit_of_work():
        register.found_network(name="Verkeleg", owner="Regionen", language="nn")

    demo.seed_empty()
    answer = app.test_cli_runner().invoke(args=["network", "demo"])

    assert answer.exit_code == 1
    assert listed_people() == []


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


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """An installation that a server program, here this process, has open."""
    app = create_app(settings_for(tmp_path, SAMLING_DEMO="1"))
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        services.build_demo()
        _close(app)
    return tmp_path


@pytest.mark.server
def test_the_list_can_be_had_as_json_beside_a_running_server(beside: Path) -> None:
    answers = [_command(beside, "demo", "--json") for _ in range(2)]

    listed = json.loads(answers[0].stdout)
    assert answers[0].stdout == answers[1].stdout
    assert listed[0].keys() == {"name", "email", "role", "municipality"}
    assert listed[0]["municipality"] == "Ålesund"
    assert list(dict.fromkeys(person["role"] for person in listed)) == [
        "delegate",
        "facilitator",
        "project_lead",
        "coordinator",
        "administrator",
    ]


@pytest.mark.server
def test_the_operator_can_make_a_link_that_signs_in_once(beside: Path) -> None:
    made = _command(beside, "link", listed_email(beside), "--minutes", "5")
    refused = _command(beside, "link", "nobody@prove.example")
    path = re.findall(r"http://localhost:5000(/sign-in/link/\S+)", made.stdout)[0]

    app = create_app(settings_for(beside))
    with app.app_context():
        first, second = Browser(app), Browser(app)
        first.post(path)
        second.post(path)
        signed_in = (first.is_signed_in(), second.is_signed_in())
        logged = db.session.scalars(select(AuditEntry.facts).where(AuditEntry.action == "sign_in.link")).all()
        _close(app)

    assert signed_in == (True, False)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert logged == ['{"minutes": 5}']


def _close(app: Flask) -> None:
    db.session.remove()
    app.extensions["journal_writer"].close()
    db.engine.dispose()


def listed_email(folder: Path) -> str:
    return str(json.loads(_command(folder, "demo", "--json").stdout)[0]["email"])


def _command(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    settings = settings_for(folder)
    environ = {
        "SAMLING_INSTANCE": str(folder),
        "SECRET_KEY": settings.secret_key,
        "DATABASE_URL": settings.database_url,
        "PATH": str(Path(sys.executable).parent),
    }
    command = [sys.executable, "-m", "flask", "--app", "app", "network", *words]
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=False)


def _fails_after(times: int) -> Callable[..., str]:
    real, calls = services.making.note_step, count()

    def note_step(*given: Any, **named: Any) -> str:
        if next(calls) == times:
            raise KeyboardInterrupt
        return real(*given, **named)

    return note_step


def test_the_gathering_of_yesterday_is_in_progress_again_today(app: Flask) -> None:
    services.build_demo()
    clock.set(clock.now() + timedelta(days=1))

    services.build_demo()

    gathering = db.session.scalars(select(Gathering)).one()
    assert gathering.starts_at < clock.now() < gathering.ends_at
