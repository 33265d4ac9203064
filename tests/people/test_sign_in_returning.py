"""Where one is led before and after signing in, and what pages with a link tell (SI-8)."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from network.people.routes import sign_in
from tests.people.browsing import Browser
from tests.people.conftest import Mailed

Mails = Callable[[], list[Mailed]]
ANNA = "anna@prove.example"
NOBODY = "none@prove.example"

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

    assert 'value="Eit langt svar &lt;b&gt;"' in answer.text


def test_pages_with_a_link_tell_nobody_and_are_not_kept(browser: Browser, mails: Mails) -> None:
    browser.post("/sign-in", email=ANNA)

    answer = browser.get(mails()[0].path)

    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert mails()[0].path.rsplit("/", 1)[1] not in re.findall(r"<title>.*</title>", answer.text)[0]
