"""The cast in its network, browsers, and the mail that would have left."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask

from network.jobs.queries import latest_mail
from tests.cast import Cast, call_the_cast
from tests.furnished import furnished
from tests.people.browsing import Browser


@dataclass(frozen=True)
class Mailed:
    """What a sign-in mail holds."""

    recipient: str
    code: str
    path: str


@pytest.fixture
def cast(app: Flask) -> Cast:
    return furnished(app, call_the_cast)


@pytest.fixture
def browser(app: Flask, cast: Cast) -> Browser:
    return Browser(app)


@pytest.fixture
def mails(app: Flask) -> Callable[[], list[Mailed]]:
    """The sign-in mails, newest first."""

    def read() -> list[Mailed]:
        return [
            Mailed(mail.recipient, mail.subject[:6], re.findall(r"http://[^/]+(/sign-in/link/\S+)", mail.body)[0])
            for mail in latest_mail()
        ]

    return read


@pytest.fixture
def signed_in(app: Flask, cast: Cast, mails: Callable[[], list[Mailed]]) -> Callable[..., Browser]:
    """A browser in which this person has come in by mail, as people do."""

    def come_in(name: str, **given: str) -> Browser:
        browser = Browser(app, **given)
        browser.post("/sign-in", email=f"{name}@prove.example")
        browser.post("/sign-in/code", code=mails()[0].code)
        assert browser.is_signed_in()
        return browser

    return come_in
