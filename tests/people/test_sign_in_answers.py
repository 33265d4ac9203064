"""What somebody learns who asks for other people, and how often anybody may try (SI-5, SI-10)."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from network.core import clock
from network.core.db import db, unit_of_work
from network.jobs.queries import latest_mail
from network.people.models import SignInRequest
from network.people.services import signing_in
from network.people.services.register import add_person
from tests.people.browsing import Browser
from tests.people.conftest import Mailed
from tests.statements import statements

Mails = Callable[[], list[Mailed]]
ANNA = "anna@prove.example"
NOBODY = "none@prove.example"


def test_known_and_unknown_address_get_the_same_answer_from_the_same_work(app: Flask, cast: object) -> None:
    """SI-5: status, headers' names, length of the page, and the very statements that the database is sent."""
    seen = [_ask_and_miss(Browser(app), address) for address in (ANNA, NOBODY)]

    assert seen[0] == seen[1]


def test_without_the_withheld_mail_the_work_would_differ(
    app: Flask, cast: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: an early return for nobody shows in the statements."""
    real = signing_in.ask_to_sign_in

    def hasty(email: str, **given: object) -> None:
        if email != NOBODY:
            real(email, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(signing_in, "ask_to_sign_in", hasty)

    seen = [_ask_and_miss(Browser(app), address) for address in (ANNA, NOBODY)]

    assert seen[0] != seen[1]


def test_nobody_is_sent_no_mail(browser: Browser, mails: Mails) -> None:
    browser.post("/sign-in", email=NOBODY)

    assert mails() == []


def test_a_fourth_request_within_a_quarter_of_an_hour_is_refused_alike(app: Flask, cast: object, mails: Mails) -> None:
    answers = [
        [Browser(app).post("/sign-in", email=address).status_code for _ in range(4)] for address in (ANNA, NOBODY)
    ]

    assert answers == [[303, 303, 303, 429], [303, 303, 303, 429]]
    assert len(mails()) == 3


def test_an_address_has_at_most_three_live_codes_at_a_time(browser: Browser, mails: Mails) -> None:
    """The limiter's window is over; the table still remembers."""
    for _ in range(3):
        browser.post("/sign-in", email=ANNA)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("network.people.limits.may_ask_again", lambda *_: True)
        answer = browser.post("/sign-in", email=ANNA)
        clock.advance(901)
        browser.post("/sign-in", email=ANNA)

    assert answer.status_code == 303
    assert len(mails()) == 4


def test_many_unknown_addresses_from_one_place_leave_nothing_behind_and_stop_no_honest_person(
    app: Flask, cast: object, mails: Mails
) -> None:
    prober = Browser(app, address="203.0.113.7")
    answers = {prober.post("/sign-in", email=f"guess{number}@prove.example").status_code for number in range(25)}

    Browser(app, address="203.0.113.7").post("/sign-in", email=ANNA)

    kept = db.session.scalar(select(func.count()).select_from(SignInRequest).where(SignInRequest.person_id.is_(None)))
    assert answers == {303}
    assert kept == 20
    assert [mail.recipient for mail in mails()] == [ANNA]


def test_wrong_codes_from_one_place_are_limited_but_a_right_one_always_enters(
    app: Flask, browser: Browser, mails: Mails
) -> None:
    browser.post("/sign-in", email=ANNA)
    pest = Browser(app)
    answers = [pest.post("/sign-in/code", code="000000").status_code for _ in range(31)]

    browser.post("/sign-in/code", code=mails()[0].code)

    assert answers == [422] * 30 + [429]
    assert browser.is_signed_in()


def test_a_forwarded_address_that_nobody_vouches_for_counts_as_the_peer(app: Flask, cast: object) -> None:
    """SI-10"""
    pest = Browser(app)
    token = pest.token()

    answers = [
        pest.send(
            "POST",
            "/sign-in/code",
            data={"csrf_token": token, "code": "000000"},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        ).status_code
        for number in range(31)
    ]

    assert answers[-1] == 429


def test_a_hundred_people_behind_one_address_come_in_within_a_minute(app: Flask, cast: object, mails: Mails) -> None:
    """SI-10: names from the register are added, then everybody asks and types from the same peer."""
    with unit_of_work():
        for number in range(100):
            add_person(name=f"Nr {number}", email=f"nr{number}@prove.example")
    browsers = [Browser(app, address="203.0.113.9") for _ in range(100)]
    token_of = {id(browser): browser.token() for browser in browsers}

    for number, browser in enumerate(browsers):
        browser.send(
            "POST", "/sign-in", data={"csrf_token": token_of[id(browser)], "email": f"nr{number}@prove.example"}
        )
    codes = {mail.recipient: mail.code for mail in _all_mails()}
    entered = [
        browser.send(
            "POST",
            "/sign-in/code",
            data={"csrf_token": token_of[id(browser)], "code": codes[f"nr{number}@prove.example"]},
        ).status_code
        for number, browser in enumerate(browsers)
    ]

    assert entered == [303] * 100


def _all_mails() -> list[Mailed]:
    return [Mailed(mail.recipient, mail.subject[:6], "") for mail in latest_mail(limit=1000)]


def _ask_and_miss(browser: Browser, address: str) -> list[object]:
    """Everything that can be seen from outside, and the work within, of asking and then missing the code."""
    token = browser.token()
    with statements() as given:
        asked = browser.send("POST", "/sign-in", data={"csrf_token": token, "email": address})
        page = browser.get("/sign-in/code")
        missed = browser.send("POST", "/sign-in/code", data={"csrf_token": token, "code": "000000"})
    return [
        (answer.status_code, sorted(answer.headers.keys()), len(answer.data), answer.location)
        for answer in (asked, page, missed)
    ] + [given]
