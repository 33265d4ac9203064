"""How long a code lives, and how many wrong ones are taken (SI-2, SI-5)."""

from collections.abc import Callable

import pytest
from flask import Flask

from network.core import clock
from network.people import rules
from tests.people.browsing import Browser
from tests.people.conftest import Mailed

Mails = Callable[[], list[Mailed]]
ANNA = "anna@prove.example"
NOBODY = "none@prove.example"


def test_link_and_code_end_after_fifteen_minutes(browser: Browser, mails: Mails) -> None:
    browser.post("/sign-in", email=ANNA)
    clock.advance(15 * 60)

    answers = [
        browser.post(mails()[0].path).status_code,
        browser.post("/sign-in/code", code=mails()[0].code).status_code,
    ]

    assert (answers, browser.is_signed_in()) == ([410, 422], False)


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

    last = thief.post(mails()[0].path, code=mails()[0].code)

    assert (last.status_code, thief.is_signed_in()) == (410, False)


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


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef"])
def test_a_code_that_is_none_costs_no_try(browser: Browser, mails: Mails, typed: str) -> None:
    browser.post("/sign-in", email=ANNA)

    for _ in range(6):
        browser.post("/sign-in/code", code=typed)
    browser.post("/sign-in/code", code=mails()[0].code)

    assert browser.is_signed_in()


def _wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"
