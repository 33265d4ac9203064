"""Refusals in words, for people and for programs; nothing of a fault's inside gets out."""

import json
import logging
import re
from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from network.core.db import DatabaseBusy
from network.web import errors, navigation

JSON = {"Accept": "application/json"}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nowhere", 404),
        ("/refusals/not_found", 404),
        ("/refusals/not_allowed", 403),
        ("/refusals/conflict", 409),
        ("/refusals/invalid", 422),
        ("/faults/x", 500),
    ],
)
def test_a_refusal_is_a_page_with_a_heading_advice_and_the_requests_number(
    visitor: FlaskClient, address: str, status: int
) -> None:
    answer = visitor.get(address)

    assert answer.status_code == status
    assert answer.text.count("<h1") == 1
    assert answer.headers["X-Request-Id"] in answer.text
    assert 'lang="nn"' in answer.text


def test_the_services_own_sentence_comes_first(visitor: FlaskClient) -> None:
    assert '<p class="error__message">Bo moved it first.</p>' in visitor.get("/refusals/conflict").text


def test_a_program_gets_the_same_refusal_as_json(visitor: FlaskClient) -> None:
    answer = visitor.get("/refusals/not_allowed", headers=JSON)

    assert answer.json == {
        "ok": False,
        "error": "not_allowed",
        "message": "The board is closed.",
        "request_id": answer.headers["X-Request-Id"],
    }


def test_a_fault_shows_nothing_of_its_inside_and_the_next_request_works(visitor: FlaskClient) -> None:
    answer = visitor.get("/faults/x")

    assert "ZeroDivisionError" not in answer.text
    assert "Traceback" not in answer.text
    assert visitor.get("/hello").status_code == 200


def test_the_log_has_the_route_and_never_the_address(visitor: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "network")

    visitor.get("/faults/a-secret-token")
    visitor.get("/hello/a-secret-token")

    lines = [json.dumps({"message": record.getMessage(), **getattr(record, "facts", {})}) for record in caplog.records]
    assert any("/faults/<token>" in line for line in lines)
    assert not any("a-secret-token" in line for line in lines)


def test_a_method_that_does_not_fit_says_which_do(visitor: FlaskClient) -> None:
    answer = visitor.delete("/letters", headers={"X-CSRFToken": _token(visitor)})

    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(re.split(r",\s*", answer.headers["Allow"]))


def _token(visitor: FlaskClient) -> str:
    return re.findall(r'name="csrf_token" value="([^"]+)"', visitor.get("/letters").text)[0]


@pytest.mark.parametrize("words", ["database or disk is full", "disk I/O error", "No space left on device"])
@pytest.mark.parametrize("kind", [DatabaseBusy, partial(OperationalError, "insert 1", {})])
def test_a_full_disk_is_told_apart_from_a_busy_database(
    house: Flask, words: str, kind: Callable[..., Exception]
) -> None:
    house.add_url_rule("/full", view_func=_raising(kind(Exception(words))), endpoint="full")

    answer = house.test_client().get("/full", headers={"Accept": "application/json"})

    assert (answer.status_code, answer.headers["Retry-After"], answer.json["error"]) == (507, "30", "no_room")


@pytest.mark.parametrize("fault", [DatabaseBusy("locked"), OperationalError("select 1", {}, Exception("locked"))])
def test_a_busy_database_asks_for_patience(house: Flask, fault: Exception) -> None:
    house.add_url_rule("/busy", view_func=_raising(fault), endpoint="busy")

    answer = house.test_client().get("/busy")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")


def test_a_page_is_shown_even_when_what_surrounds_it_is_broken(house: Flask) -> None:
    navigation.call_site(house, _raising(OperationalError("select 1", {}, Exception("gone"))))

    answer = house.test_client().get("/nowhere")

    assert answer.status_code == 404
    assert answer.headers["X-Request-Id"] in answer.text


def test_a_host_that_can_be_none_is_refused_in_words(visitor: FlaskClient) -> None:
    """*Seen:* no address can be built for it, so the page that said so failed, and the log held the whole request."""
    answer = visitor.get("/hello", headers={"Host": "x" * 5_000})

    assert (answer.status_code, answer.text) == (400, "This server does not answer to that name.\n")


def test_a_panic_in_a_library_answers_and_the_next_request_works(house: Flask, visitor: FlaskClient) -> None:
    class PanicException(BaseException):
        """Named as the document library's own."""

    house.add_url_rule("/panic", view_func=_raising(PanicException("divide by zero")), endpoint="panic")

    answer = visitor.get("/panic")

    assert (answer.status_code, "divide" in answer.text) == (500, False)
    assert visitor.get("/hello").status_code == 200


def test_other_things_than_panics_still_stop_the_program(house: Flask, visitor: FlaskClient) -> None:
    house.add_url_rule("/stop", view_func=_raising(SystemExit(3)), endpoint="stop")

    with pytest.raises(SystemExit):
        visitor.get("/stop")


def test_a_feature_may_answer_a_refusal_in_its_own_way(house: Flask, visitor: FlaskClient) -> None:
    door = house.make_response(("to the door", 303))
    errors.ask_first(house, lambda error: door if error.code == "not_found" else None)

    answers = [visitor.get(f"/refusals/{name}").status_code for name in ("not_found", "conflict")]

    assert answers == [303, 409]


def _raising(fault: BaseException):  # type: ignore[no-untyped-def]
    def view() -> str:
        raise fault

    return view
