"""A view that asks nobody gives nothing away."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network.web import rights


def test_the_answer_of_a_view_that_never_asked_is_withheld(visitor: FlaskClient) -> None:
    answer = visitor.get("/unasked")

    assert (answer.status_code, "secret" in answer.text) == (500, False)


def test_an_earlier_request_that_asked_does_not_help_the_next(visitor: FlaskClient) -> None:
    visitor.get("/hello")

    answer = visitor.get("/unasked")

    assert (answer.status_code, "secret" in answer.text) == (500, False)


def test_without_the_guard_it_would_get_out(house: Flask, visitor: FlaskClient) -> None:
    """The control."""
    house.after_request_funcs[None].remove(rights.refuse_unasked)

    assert visitor.get("/unasked").text == "secret"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/healthz", "alive"),
        ("/sw.js", "addEventListener"),
        ("/offline", "<h1"),
        ("/manifest.webmanifest", '"start_url"'),
        ("/hello", "<h1"),
    ],
)
def test_what_everybody_may_see_asks_as_well(visitor: FlaskClient, address: str, shown: str) -> None:
    answer = visitor.get(address)

    assert (answer.status_code, shown in answer.text) == (200, True)
