"""Coming in by mail, as a browser sees it (SI-1, SI-2, SI-5)."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from network.core.db import db
from network.people import rules
from network.people.models import SignInRequest, SignInSession
from tests.people.browsing import Browser
from tests.people.conftest import Mailed

Mails = Callable[[], list[Mailed]]
ANNA = "anna@prove.example"
NOBODY = "none@prove.example"


def counts() -> tuple[int, int]:
    """What a refused request must not add to: asked-for sign-ins, and sign-ins."""
    db.session.rollback()
    return tuple(db.session.scalar(select(func.count()).select_from(row)) for row in (SignInRequest, SignInSession))


def test_the_code_signs_in_the_browser_that_asked_and_returns_to_the_page(browser: Browser, mails: Mails) -> None:
    browser.post("/sign-in", email=" Anna@Prove.example ", next="/me")

    answer = browser.post("/sign-in/code", code=f"{mails()[0].code[:3]} {mails()[0].code[3:]}")

    assert (answer.status_code, answer.location) == (303, "/me")
    assert "Anna" in browser.get("/me").text


def test_the_link_signs_in_the_browser_that_asked_after_a_press_of_its_button(browser: Browser, mails: Mails) -> None:
    browser.post("/sign-in", email=ANNA, next="/help/rights")

    shown = browser.get(mails()[0].path)
    answer = browser.post(mails()[0].path)

    assert 'inputmode="numeric"' not in shown.text
    assert (answer.status_code, answer.location) == (303, "/help/rights")
    assert browser.is_signed_in()


def test_a_mail_scanner_spends_nothing(app: Flask, browser: Browser, mails: Mails) -> None:
    browser.post("/sign-in", email=ANNA)
    scanner = Browser(app, user_agent="SafeLinks")

    looks = [scanner.send(method, mails()[0].path).status_code for method in ("HEAD", "GET", "GET", "HEAD")]
    browser.post(mails()[0].path)

    assert looks == [200, 200, 200, 200]
    assert not scanner.is_signed_in()
    assert browser.is_signed_in()


def test_a_scanner_that_presses_the_button_still_lacks_the_code(app: Flask, browser: Browser, mails: Mails) -> None:
    browser.post("/sign-in", email=ANNA)
    scanner = Browser(app)

    scanner.post(mails()[0].path)

    assert not scanner.is_signed_in()


def test_another_browser_comes_in_with_link_and_code(app: Flask, browser: Browser, mails: Mails) -> None:
    browser.post("/sign-in", email=ANNA, next="/me")
    phone = Browser(app)

    shown = phone.get(mails()[0].path)
    answer = phone.post(mails()[0].path, code=mails()[0].code)

    assert 'autocomplete="one-time-code"' in shown.text
    assert (answer.status_code, answer.location) == (303, "/me")
    assert phone.is_signed_in()


def test_without_the_binding_any_browser_could_use_the_link(
    app: Flask, browser: Browser, mails: Mails, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: with the defence off the fault happens."""
    monkeypatch.setattr("network.people.services.signing_in.is_own_browser", lambda *_: True)
    browser.post("/sign-in", email=ANNA)
    thief = Browser(app)

    thief.post(mails()[0].path)

    assert thief.is_signed_in()


def test_a_link_works_once(app: Flask, browser: Browser, mails: Mails) -> None:
    browser.post("/sign-in", email=ANNA)
    browser.post(mails()[0].path)
    browser.post("/sign-out")

    again = browser.post(mails()[0].path)

    assert (again.status_code, mails()[0].path in again.text, browser.is_signed_in()) == (410, False, False)


@pytest.mark.parametrize("typed", ["", "anna", "anna@", "a@b", "a b@c.no", "a\x07@b.no", "x" * 250 + "@a.no"])
def test_an_address_that_is_none_is_said_to_be_so(browser: Browser, typed: str) -> None:
    answer = browser.post("/sign-in", email=typed)

    assert counts() == (0, 0)
    assert "ds-error-summary" in answer.text
    assert 'aria-invalid="true"' in answer.text


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/code", "/sign-in/link/x", "/sign-out", "/language"])
def test_no_form_is_taken_without_its_token(browser: Browser, path: str) -> None:
    before = counts()

    answer = browser.send("POST", path, data={"email": ANNA, "language": "en"})

    assert (answer.status_code, counts(), '<html lang="nn"' in browser.get("/").text) == (400, before, True)


def test_signing_in_gives_a_new_key_and_ends_the_former_sign_in(
    app: Flask, mails: Mails, signed_in: Callable[..., Browser]
) -> None:
    first = signed_in("anna")
    old = first.cookie("session")

    first.post("/sign-in", email="bo@prove.example")
    first.post("/sign-in/code", code=mails()[0].code)

    thief = Browser(app)
    thief.set_cookie("session", str(old))
    assert first.cookie("session") != old
    assert not thief.is_signed_in()


def test_the_database_holds_no_secret_in_clear(browser: Browser, mails: Mails) -> None:
    """SI-9"""
    browser.post("/sign-in", email=ANNA)
    mailed = mails()[0]
    token = mailed.path.rsplit("/", 1)[1]
    request = db.session.scalars(select(SignInRequest)).one()
    stored = {str(value) for value in vars(request).values()}

    browser.post(mailed.path)
    session = db.session.scalars(select(SignInSession)).one()

    assert not stored & {token, mailed.code, rules.fingerprint(mailed.code), browser.cookie("browser")}
    assert browser.cookie("session") not in {str(value) for value in vars(session).values()}
