"""Which language a page speaks (L-1)."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network.core import language
from network.web import languages


def spoken(visitor: FlaskClient, accepted: str = "") -> str:
    return visitor.get("/hello", headers={"Accept-Language": accepted}).headers["Content-Language"]


WISHES = {
    "": "nn",
    "no": "nb",
    "no-NO,en;q=0.5": "nb",
    "nn-NO,nb;q=0.9": "nn",
    "de,sv;q=0.8": "sv",
    "de": "nn",
    "en-GB": "en",
}


@pytest.mark.parametrize(("accepted", "answer"), WISHES.items())
def test_the_browsers_wish_is_followed_else_nynorsk(visitor: FlaskClient, accepted: str, answer: str) -> None:
    assert spoken(visitor, accepted) == answer


def test_the_persons_choice_goes_before_the_gatherings_and_that_before_the_browsers(house: Flask) -> None:
    visitor = house.test_client()
    heard = [spoken(visitor, "en")]

    languages.wish(house, "gathering", lambda: "sv")
    heard.append(spoken(visitor, "en"))
    languages.wish(house, "person", lambda: "nb")
    heard.append(spoken(visitor, "en"))

    assert heard == ["en", "sv", "nb"]


def test_the_page_says_its_language_where_readers_and_screen_readers_look(visitor: FlaskClient) -> None:
    page = visitor.get("/hello", headers={"Accept-Language": "sv"})

    assert '<html lang="sv"' in page.text


def test_one_requests_language_does_not_stay_for_the_next(visitor: FlaskClient) -> None:
    spoken(visitor, "da")

    assert language.current() == "nn"


def test_the_scripts_texts_stand_at_an_address_that_may_be_kept(house: Flask, visitor: FlaskClient) -> None:
    with house.test_request_context(), language.speaking("nn"):
        address = languages.texts_address()

    answer = visitor.get(address)
    older = visitor.get("/text/nn-000000000000.json")

    assert answer.json is not None
    assert answer.json["language"] == "nn"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (older.json, older.headers["Cache-Control"]) == (answer.json, "no-cache")


def test_there_are_no_texts_in_a_language_that_we_do_not_speak(visitor: FlaskClient) -> None:
    answer = visitor.get("/text/fi-000000000000.json")

    assert (answer.status_code, '"texts"' in answer.text) == (404, False)


def test_what_only_boards_say_comes_beside_the_rest_and_nothing_is_left_out(house: Flask, visitor: FlaskClient) -> None:
    """The first page does not wait for what a board says; together they are all that scripts say."""
    with house.test_request_context():
        addresses = [languages.texts_address("nn"), languages.texts_address("nn", part=languages.BOARD)]

    common, of_board = (visitor.get(address).get_json()["texts"] for address in addresses)

    assert {**common, **of_board}.keys() == language.catalogue("nn", "js").keys()
    assert common.keys() & of_board.keys() == set()
    assert ("No notes chosen" in common, "No notes chosen" in of_board, "Copied" in common) == (False, True, True)
    assert visitor.get("/text/other-nn-0.json").status_code == 404
