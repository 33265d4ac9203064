"""Forms: another site cannot send them, and nothing typed is lost."""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.house import build_house, settings_in


def token_in(page: str) -> str:
    return re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]


def test_a_form_with_its_token_is_taken(visitor: FlaskClient) -> None:
    token = token_in(visitor.get("/letters").text)

    answer = visitor.post("/letters", data={"csrf_token": token, "text": "hello"})

    assert (answer.status_code, answer.text) == (200, "hello")


def test_a_form_without_its_token_comes_back_with_what_was_typed_and_can_be_sent_again(
    visitor: FlaskClient,
) -> None:
    refused = visitor.post("/letters", data={"text": "two <b>lines</b>\nof mine"})

    again = visitor.post("/letters", data={"csrf_token": token_in(refused.text), "text": "two <b>lines</b>\nof mine"})

    assert refused.status_code == 400
    assert 'name="text" value="two &lt;b&gt;lines&lt;/b&gt;\nof mine"' in refused.text
    assert (again.status_code, again.text) == (200, "two <b>lines</b>\nof mine")


def test_thousands_of_fields_are_not_given_back(visitor: FlaskClient) -> None:
    """*Seen:* half a megabyte of them, from anybody, came back as a page of twelve, and the server stood still."""
    refused = visitor.post("/letters", data={f"field{number}": "x" for number in range(5_000)})

    assert (refused.status_code, "field7" in refused.text, len(refused.text) < 20_000) == (400, False, True)


def test_a_form_with_somebody_elses_token_is_refused(house: Flask, visitor: FlaskClient) -> None:
    visitor.get("/letters")
    theirs = token_in(house.test_client().get("/letters").text)

    answer = visitor.post("/letters", data={"csrf_token": theirs, "text": "mine"})

    assert (answer.status_code, answer.text == "mine", 'value="mine"' in answer.text) == (400, False, True)


def test_without_the_guard_a_form_without_token_would_be_taken(house: Flask, visitor: FlaskClient) -> None:
    """The control."""
    house.config["WTF_CSRF_ENABLED"] = False

    assert visitor.post("/letters", data={"text": "x"}).text == "x"


@pytest.mark.parametrize(
    "heading",
    [
        {"Origin": "https://evil.test"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_sites_form_is_refused_even_with_the_right_token(visitor: FlaskClient, heading: dict[str, str]) -> None:
    token = token_in(visitor.get("/letters").text)

    answer = visitor.post("/letters", data={"csrf_token": token, "text": "theirs"}, headers=heading)

    assert (answer.status_code, "theirs" in answer.text) == (403, False)


@pytest.mark.parametrize(
    "heading", [{"Origin": "http://localhost"}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}, {}]
)
def test_our_own_form_is_taken_also_from_a_page_without_referrer(visitor: FlaskClient, heading: dict[str, str]) -> None:
    token = token_in(visitor.get("/letters").text)

    assert visitor.post("/letters", data={"csrf_token": token, "text": "x"}, headers=heading).text == "x"


def test_the_forms_cookie_lives_a_month_and_scripts_cannot_read_it(visitor: FlaskClient) -> None:
    cookie = visitor.get("/letters").headers["Set-Cookie"]

    expires = parsedate_to_datetime(re.findall(r"Expires=([^;]+)", cookie)[0])

    assert (expires - datetime.now(expires.tzinfo)).days in (30, 31)
    assert cookie.startswith("form=")
    assert "; HttpOnly; Path=/; SameSite=Lax" in cookie


def test_on_https_the_forms_cookie_is_bound_to_the_host(tmp_path: Path) -> None:
    app = build_house(settings_in(tmp_path, SAMLING_PUBLIC_URL="https://samling.test"))

    cookie = app.test_client().get("/letters", base_url="https://samling.test").headers["Set-Cookie"]

    assert cookie.startswith("__Host-form=")
    assert "; Secure; HttpOnly; Path=/; SameSite=Lax" in cookie


def test_a_page_without_a_form_sets_no_cookie(visitor: FlaskClient) -> None:
    answers = [visitor.get(address) for address in ("/hello", "/offline", "/sw.js", "/healthz")]

    assert [answer.headers.get("Set-Cookie") for answer in answers] == [None] * 4


def test_a_request_that_is_too_large_is_refused_in_words(house: Flask, visitor: FlaskClient) -> None:
    answer = visitor.post("/letters", data={"text": "x" * (house.config["MAX_CONTENT_LENGTH"] + 1)})

    assert answer.status_code == 413
    assert "too_large" not in answer.text


def test_a_foreign_host_is_refused(tmp_path: Path) -> None:
    app = build_house(settings_in(tmp_path, SAMLING_PUBLIC_URL="https://samling.test"))

    foreign, own = (app.test_client().get("/hello", base_url=f"http://{host}") for host in ("evil.test", "localhost"))

    assert (foreign.status_code, own.status_code) == (400, 200)
    assert "evil.test" not in foreign.text


def test_a_forged_forwarded_address_counts_only_behind_that_many_proxies(tmp_path: Path) -> None:
    heads = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "samling.test"}
    seen = []

    for hops in ("0", "1"):
        app = build_house(settings_in(tmp_path / hops, SAMLING_PROXY_HOPS=hops))
        policy = app.test_client().get("/hello", headers=heads).headers["Content-Security-Policy"]
        seen.append("wss://samling.test" in policy)

    assert seen == [False, True]
