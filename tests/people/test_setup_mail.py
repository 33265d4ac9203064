"""The page for mail: a server, a trial to oneself, or doing without (SU-5, SU-6, SU-7)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from network.core.db import db, unit_of_work
from network.core.language import speaking
from network.core.settings import Settings
from network.jobs import mail_server
from network.jobs.models import MailServer, OutgoingMail
from network.jobs.smtp import SmtpSender
from network.people.mail_advice import sentences
from tests.conftest import settings_for
from tests.jobs import smtp_server as manners
from tests.jobs.smtp_server import MailServer as Server
from tests.jobs.smtp_server import mail_server as running_server
from tests.people.setting_up import begin, step, the_network

PASSWORD = "eit passord som ingen skal lese"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation that knows its own address."""
    return settings_for(tmp_path, SAMLING_PUBLIC_URL="http://localhost")


@pytest.fixture
def server() -> Iterator[Server]:
    with running_server() as running:
        yield running


def test_a_trial_is_delivered_and_the_page_says_so(app: Flask, server: Server) -> None:
    """SU-7"""
    lead = begin(app)

    answer = lead.fill("mail", *_typed(server.port), ("act", "trial"))

    shown = lead.get("/network/setup/mail").text
    assert (answer.status_code, answer.location) == (303, "/network/setup/mail#trial")
    assert [(letter["To"], letter["From"]) for letter in server.taken] == [("lea@prove.example", "s@prove.example")]
    assert "Levert" in shown
    assert step() == 1


@pytest.mark.parametrize(
    ("manner", "words"),
    [
        (manners.REFUSES, ["Ikkje levert", "han svarte 550", "SPF", "DKIM", "relé"]),
        (manners.DEFERS, ["Ikkje levert", "han svarte 451"]),
        (manners.TAKES, ["Ikkje levert", "tek ikkje brukarnamn og passord"]),
        (manners.DROPS, ["Ikkje levert", "Tenaren braut av"]),
        (manners.REFUSES_SIGN_IN, ["Ikkje levert", "han svarte 535", "Microsoft 365", "connector", "OAuth"]),
    ],
)
def test_a_refusal_is_told_in_words_with_what_to_ask_for(app: Flask, manner: str, words: list[str]) -> None:
    """SU-7"""
    lead = begin(app)

    with running_server(manner) as server:
        user = "samling" if manner in (manners.REFUSES_SIGN_IN, manners.TAKES) else ""
        lead.fill("mail", *_typed(server.port, user=user, password=PASSWORD), ("act", "trial"))

    shown = lead.get("/network/setup/mail").text
    panel = re.findall(r'<section class="ds-alert".*?</section>', shown, flags=re.S)[0]
    assert [word for word in words if word not in panel] == []


def test_a_server_that_hangs_costs_its_time_limit_and_no_more(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("network.jobs.smtp.STEP_SECONDS", 0.2)
    monkeypatch.setitem(SmtpSender.__init__.__kwdefaults__, "step_seconds", 0.2)
    lead = begin(app)

    with running_server(manners.HANGS) as server:
        lead.fill("mail", *_typed(server.port), ("act", "trial"))

    assert "Tenaren svarte ikkje i tide" in lead.get("/network/setup/mail").text


def test_the_server_is_stored_and_the_page_leads_on_without_showing_the_password(app: Flask) -> None:
    lead = begin(app)

    answer = lead.fill("mail", *_typed(2525, user="samling", password=PASSWORD))

    shown = lead.get("/network/setup/mail").text
    row = db.session.scalars(select(MailServer)).one()
    assert (answer.location, step()) == ("/network/setup/people", 5)
    assert (row.host, row.port, row.security, row.sender, row.user) == (
        "127.0.0.1",
        2525,
        "none",
        "s@prove.example",
        "samling",
    )
    assert (PASSWORD in shown, row.secret in shown) == (False, False)


def test_an_empty_port_is_the_usual_one(app: Flask) -> None:
    lead = begin(app)

    lead.fill("mail", *_typed("", security="starttls"))

    assert db.session.scalars(select(MailServer.port)).one() == 587


def test_to_do_without_is_a_full_choice(app: Flask) -> None:
    lead = begin(app)

    answer = lead.fill("mail", ("choice", "without"), ("host", "half typed"))

    assert (answer.location, step(), mail_server.stored()) == ("/network/setup/people", 5, None)
    assert 'value="without" checked' in lead.get("/network/setup/mail").text


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"choice": ""}, "choice"),
        ({"host": ""}, "host"),
        ({"host": "http://smtp.prove.example/"}, "host"),
        ({"host": "two words"}, "host"),
        ({"port": "0"}, "port"),
        ({"port": "65536"}, "port"),
        ({"port": "mange"}, "port"),
        ({"security": "half"}, "security"),
        ({"sender": "samling"}, "sender"),
        ({"sender": "s@prove.example\r\nBcc: alle@prove.example"}, "sender"),
        ({"host": "smtp.prove.example", "user": "samling"}, "user"),
        ({"password": "blåbær"}, "password"),
        ({"choice": "without", "act": "trial"}, "choice"),
    ],
)
def test_what_cannot_be_a_server_comes_back_and_nothing_is_stored(
    app: Flask, given: dict[str, str], field: str
) -> None:
    lead = begin(app)
    typed = {**dict(_typed(25)), **given}

    answer = lead.fill("mail", *typed.items())

    assert (answer.status_code, f'href="#{field}"' in answer.text) == (422, True)
    assert (mail_server.stored(), step(), db.session.scalars(select(OutgoingMail)).all()) == (None, 1, [])


def test_without_an_address_of_our_own_no_mail_is_set_up(app: Flask) -> None:
    """SU-6"""
    lead = begin(app)
    app.extensions["settings"] = replace(app.extensions["settings"], public_url=None)

    answer = lead.fill("mail", *_typed(25))

    assert (answer.status_code, mail_server.stored()) == (422, None)
    assert "SAMLING_PUBLIC_URL" in answer.text


def test_what_the_environment_says_is_shown_locked_and_can_be_tried(app: Flask, server: Server) -> None:
    """SU-5"""
    lead = begin(app)
    app.extensions["mail_sender"] = SmtpSender(host="127.0.0.1", port=server.port, sender="env@prove.example")

    shown = lead.get("/network/setup/mail").text
    lead.fill("mail", *_typed(1), ("act", "trial"))

    assert ("er låst her" in shown, 'name="host"' in shown) == (True, False)
    assert (mail_server.stored(), len(server.taken)) == (None, 1)
    assert lead.fill("mail").location == "/network/setup/people"


def test_who_comes_second_is_shown_both_servers_and_no_password(app: Flask) -> None:
    """SU-4"""
    lead = begin(app, done=True)
    seen = lead.seen("mail")
    lead.fill("mail", *_typed(2525))

    answer = lead.fill("mail", *_typed(587, password=PASSWORD), seen=seen)

    assert (answer.status_code, PASSWORD in answer.text) == (409, False)
    assert all(f'<td class="facts__text">{port}</td>' in answer.text for port in ("2525", "587"))
    assert db.session.scalars(select(MailServer.port)).one() == 2525


def test_the_demo_reaches_no_mail_server(app: Flask, server: Server) -> None:
    lead = begin(app, done=True)
    with unit_of_work():
        the_network().is_demo = True

    answer = lead.fill("mail", *_typed(server.port), ("act", "trial"))

    assert (answer.status_code, mail_server.stored(), server.conversations) == (403, None, 0)
    assert 'name="host"' not in lead.get("/network/setup/mail").text


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("unreachable gaierror", "There is no server of that name."),
        ("unreachable SSLCertVerificationError", "The server's certificate is not valid for this name."),
        ("unreachable SSLError", "The server did not speak as expected on this port."),
        ("unreachable OSError", "The server could not be reached from this machine."),
        ("connection", "Nobody listens on that port of the server."),
        ("encryption", "The server offers no encryption on this port."),
        ("answer 530", "The server wants to know who sends (it answered 530)."),
        ("answer 421", "The server could not take mail just now (it answered 421)."),
        ("secret", "The stored password cannot be read any more: the installation has another key than before."),
        ("ZeroDivisionError", "Something else went wrong (ZeroDivisionError)."),
    ],
)
def test_every_fault_has_words_and_something_to_ask_for(code: str, words: str) -> None:
    with speaking("en"):
        says, ask = sentences(code)

    assert (says, len(ask) > 10) == (words, True)


def _typed(port: int | str, **given: str) -> list[tuple[str, str]]:
    usual = {
        "choice": "with",
        "host": "127.0.0.1",
        "port": str(port),
        "security": "none",
        "sender": "s@prove.example",
        "user": "",
        "password": "",
    }
    return list({**usual, **given}.items())
