"""The first page is light: what a phone fetches before it is whole, all of it, compressed, is at most 150 kB.

A size is no timing, so it may be a test. What is counted, and what is not, stands in bench/hall/weight.py.
"""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from bench.hall.weight import Fetch, Sent, weights
from network.core.db import db, unit_of_work
from network.sessions.polls.models import Poll
from network.sessions.polls.rules.asking import State
from tests.access.world import World, build_world

LIMIT_BYTES = 150_000
QUESTION_BYTES = 3_000
"""What a question to everybody may add while it is asked."""


@pytest.fixture
def world(app: Flask) -> World:
    return build_world(app)


@pytest.fixture
def fetch_as(app: Flask, world: World) -> Callable[[str | None], Fetch]:
    """A browser of this person's, or a visitor's, with an empty cache."""

    def make(name: str | None) -> Fetch:
        client = app.test_client()
        if name is not None:
            client.set_cookie("session", world.cookies[name])

        def fetch(address: str) -> Sent:
            answer = client.get(address, headers={"Accept-Encoding": "gzip"})
            assert answer.status_code == 200, address
            is_packed = answer.headers.get("Content-Encoding") == "gzip"
            plain = gzip.decompress(answer.data) if is_packed else answer.data
            return Sent(len(answer.data), plain.decode(errors="replace"))

        return fetch

    return make


def close_questions() -> None:
    """Nothing is asked of everybody just now."""
    with unit_of_work():
        db.session.execute(update(Poll).where(Poll.state == State.OPEN).values(state=State.CLOSED))


def test_a_question_to_everybody_adds_little(fetch_as: Callable[[str | None], Fetch]) -> None:
    asked = sum(weights(fetch_as("dag"), "/").values())
    close_questions()

    quiet = sum(weights(fetch_as("dag"), "/").values())

    assert 0 < asked - quiet <= QUESTION_BYTES


@pytest.mark.parametrize(("who", "page"), [("dag", "/"), ("gro", "/"), (None, "/"), (None, "/sign-in")])
def test_the_first_page_weighs_at_most_150_kb(
    fetch_as: Callable[[str | None], Fetch], who: str | None, page: str
) -> None:
    close_questions()

    found = weights(fetch_as(who), page)

    heaviest = sorted(((size, address) for address, size in found.items()), reverse=True)
    weight = sum(found.values())
    assert weight <= LIMIT_BYTES, heaviest


def test_what_a_module_imports_is_counted_as_well(fetch_as: Callable[[str | None], Fetch]) -> None:
    """The control: styles, their font, modules, and modules of modules by the import map and beside each other."""
    names = {Path(address).name for address in weights(fetch_as(None), "/sign-in")}

    assert {"main.js", "register.js", "inter.css", "base.css"} <= names
    assert any(name.endswith(".woff2") for name in names)


def test_what_main_brings_for_an_element_on_the_page_is_counted_as_well() -> None:
    """The same control, for what no import names: main.js brings it because it stands there."""
    names = {"network/": "/js/", "@digdir/designsystemet-web": "/kit.js"}
    sent = {"/": f"<script type=importmap>{json.dumps({'imports': names})}</script>"}
    sent["/"] += "<talk-line></talk-line><ds-field></ds-field>"

    found = weights(lambda address: Sent(1, sent.get(address, "")), "/")

    assert set(found) == {"/", "/js/elements/talk-line.js", "/js/ui/kit.js", "/kit.js"}


def test_without_compression_the_page_would_be_too_heavy(fetch_as: Callable[[str | None], Fetch]) -> None:
    """The other control: nothing is left out by mistake."""
    fetch = fetch_as(None)

    assert sum(len(fetch(address).text) for address in weights(fetch, "/sign-in")) > LIMIT_BYTES
