"""Coming in by mail, as a browser sees it (SI-1, SI-2, SI-5, SI-8)."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from network.core import clock
from network.core.db import db
from network.people import rules
from network.people.models import SignInRequest, SignInSession
from network.people.routes import sign_in
from tests.people.browsing import Browser
from tests.people.conftest import Mailed

Mails = Callable[[], list[Mailed]]
ANNA = "anna@prove.example"
NOBODY = "none@prove.example"


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

    answer = scanner.post(mails()[0].path)

    assert answer.status_code == 422
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

    assert again.status_code == 410
    assert not browser.is_signed_in()


def test_link_and_code_end_after_fifteen_minutes(browser: Browser, mails: Mails) -> None:
    browser.post("/sign-in", email=ANNA)
    clock.advance(15 * 60)

    answers = [
        browser.post(mails()[0].path).status_code,
        browser.post("/sign-in/code", code=mails()[0].code).status_code,
    ]

    assert answers == [410, 422]


def test_a_clock_set_back_gives_a_code_no_longer_life(
    browser: Browser, mails: Mails, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After 15 minutes by the monotonic clock the code is over, whatever the wall says."""
    browser.post("/sign-in", email=ANNA)
    before = clock.monotonic()
    clock.advance(-3600 + 15 * 60)
    monkeypatch.setattr(clock, "monotonic", lambda: before + 15 * 60 + 1)

    answer = browser.post("/sign-in/code", code=mails()[0].code)

    assert answer.status_code == 422
    assert not browser.is_signed_in()


def test_five_wrong_codes_make_the_right_one_useless(browser: Browser, mails: Mails) -> None:
    browser.post("/sign-in", email=ANNA)
    wrong = _wrong(mails()[0].code)

    answers = [browser.post("/sign-in/code", code=wrong).status_code for _ in range(rules.CODE_TRIES)]
    last = browser.post("/sign-in/code", code=mails()[0].code)

    assert answers == [422] * rules.CODE_TRIES
    assert last.status_code == 422
    assert not browser.is_signed_in()


def test_who_wastes_anothers_codes_does_not_shut_her_out(app: Flask, browser: Browser, mails: Mails) -> None:
    """*Seen:* three mails asked for and five wrong codes each, and nobody with that address came in for an hour."""
    browser.post("/sign-in", email=ANNA)
    for _ in range(rules.CODE_TRIES + 2):
        browser.post("/sign-in/code", code=_wrong(mails()[0].code))
    anna = Browser(app)

    anna.post(mails()[0].path, code=_wrong(mails()[0].code))
    anna.post(mails()[0].path, code=mails()[0].code)

    assert (anna.is_signed_in(), browser.is_signed_in()) == (True, False)


def test_a_link_in_another_browser_takes_only_so_many_wrong_codes(app: Flask, browser: Browser, mails: Mails) -> None:
    browser.post("/sign-in", email=ANNA)
    thief = Browser(app)

    for _ in range(rules.LINK_TRIES):
        thief.post(mails()[0].path, code=_wrong(mails()[0].code))

    assert thief.post(mails()[0].path, code=mails()[0].code).status_code == 410


def test_without_the_count_of_tries_the_right_code_would_still_work(
    browser: Browser, mails: Mails, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control."""
    monkeypatch.setattr(rules, "CODE_TRIES", 1000)
    browser.post("/sign-in", email=ANNA)

    for _ in range(6):
        browser.post("/sign-in/code", code=_wrong(mails()[0].code))
    browser.post("/sign-in/code", code=mails()[0].code)

    assert browser.is_signed_in()


def test_a_code_is_no_use_in_a_browser_that_never_asked(app: Flask, browser: Browser, mails: Mails) -> None:
    browser.post("/sign-in", email=ANNA)
    stranger = Browser(app)

    stranger.post("/sign-in/code", code=mails()[0].code)

    assert not stranger.is_signed_in()
    assert stranger.get("/sign-in/code").location == "/sign-in"


def test_the_code_of_an_earlier_mail_works_while_it_lives(browser: Browser, mails: Mails) -> None:
    browser.post("/sign-in", email=ANNA)
    browser.post("/sign-in", email=ANNA)

    browser.post("/sign-in/code", code=mails()[1].code)

    assert browser.is_signed_in()


@pytest.mark.parametrize("typed", ["", "anna", "anna@", "a@b", "a b@c.no", "a\0@b.no", "x" * 250 + "@a.no"])
def test_an_address_that_is_none_is_said_to_be_so(browser: Browser, typed: str) -> None:
    answer = browser.post("/sign-in", email=typed)

    assert answer.status_code == 422
    assert "ds-error-summary" in answer.text
    assert 'aria-invalid="true"' in answer.text


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef"])
def test_a_code_that_is_none_costs_no_try(browser: Browser, mails: Mails, typed: str) -> None:
    browser.post("/sign-in", email=ANNA)

    for _ in range(6):
        browser.post("/sign-in/code", code=typed)
    browser.post("/sign-in/code", code=mails()[0].code)

    assert browser.is_signed_in()


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/code", "/sign-in/link/x", "/sign-out", "/language"])
def test_no_form_is_taken_without_its_token(browser: Browser, path: str) -> None:
    assert browser.send("POST", path, data={"email": ANNA}).status_code == 400


LEAVING = [
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "evil.example",
    "javascript:alert(1)", "/%0a/evil", "/%0d%0aLocation:x", "/\n/evil.example", "/\t/evil.example", " //evil.example",
    "/me@evil.example", "@evil.example", "/.evil.example", "http:/evil.example", "//evil.example/me", "/me\x00",
    "/%2f/evil.example", "/%5cevil.example", "", "/sign-in", "/sign-out", "/nowhere", "/static/x/y.js",
    "/boards/" + "x" * 500,
]  # fmt: skip


@pytest.mark.parametrize("going_to", LEAVING)
def test_nobody_is_sent_away_after_signing_in(app: Flask, going_to: str) -> None:
    """SI-8"""
    with app.test_request_context("/"):
        assert sign_in.safe_next(going_to) is None


@pytest.mark.parametrize("going_to", ["/", "/me", "/me?a=b", "/boards/abc?x=1#note", "/help/rights"])
def test_a_page_of_ours_is_gone_back_to(app: Flask, going_to: str) -> None:
    with app.test_request_context("/"):
        assert sign_in.safe_next(going_to) == going_to


def test_a_visitor_is_shown_the_way_in_and_comes_back_to_the_board(browser: Browser, mails: Mails) -> None:
    """A board that exists and one that does not answer alike."""
    asked = browser.get("/boards/AAAAAAAAAAAAAAAA?x=1")
    page = browser.get(asked.location)

    assert asked.location == "/sign-in?next=/boards/AAAAAAAAAAAAAAAA?x%3D1"
    assert 'name="next" value="/boards/AAAAAAAAAAAAAAAA?x=1"' in page.text


def test_a_program_without_sign_in_is_told_so(browser: Browser) -> None:
    answer = browser.get("/me", Accept="application/json")

    assert (answer.status_code, answer.json and answer.json["error"]) == (401, "not_signed_in")


def test_a_form_sent_after_the_sign_in_ended_keeps_what_was_written(browser: Browser) -> None:
    answer = browser.post("/boards/AAAAAAAAAAAAAAAA/notes", text="Eit langt svar <b>")

    assert answer.status_code == 401
    assert 'value="Eit langt svar &lt;b&gt;"' in answer.text


def test_pages_with_a_link_tell_nobody_and_are_not_kept(browser: Browser, mails: Mails) -> None:
    browser.post("/sign-in", email=ANNA)

    answer = browser.get(mails()[0].path)

    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert mails()[0].path.rsplit("/", 1)[1] not in re.findall(r"<title>.*</title>", answer.text)[0]


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
    browser.post("/sign-in", email=ANNA)
    mailed = mails()[0]
    token = mailed.path.rsplit("/", 1)[1]
    request = db.session.scalars(select(SignInRequest)).one()
    stored = {str(value) for value in vars(request).values()}

    browser.post(mailed.path)
    session = db.session.scalars(select(SignInSession)).one()

    assert not stored & {token, mailed.code, rules.fingerprint(mailed.code), browser.cookie("browser")}
    assert browser.cookie("session") not in {str(value) for value in vars(session).values()}


def _wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"
