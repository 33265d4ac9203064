"""What every answer allows the browser to do."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network.web import headers
from tests.web.house import build_house, settings_in

POLICY = (
    "default-src 'none'; script-src 'self' {map}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self' {socket}; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def addresses_of(app: Flask) -> list[str]:
    """One address for each rule that answers to GET, filled with words that fit nothing."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.methods is not None and "GET" in rule.methods]
    return [re.sub(r"<[^>]*>", "1", rule.rule) for rule in rules]


def map_hash(page: str) -> str:
    """The hash of the import map as it stands in the page, worked out as a browser does."""
    [script] = re.findall(r'<script type="importmap">(.*?)</script>', page)
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_every_route_of_the_whole_program_answers_under_the_same_policy(app: Flask) -> None:
    client = app.test_client()
    hashed = map_hash(client.get("/offline").text)

    policies = {client.get(address).headers.get("Content-Security-Policy") for address in addresses_of(app)}

    assert policies == {POLICY.format(map=hashed, socket="ws://localhost")}


def test_every_route_of_the_whole_program_forbids_guessing_types_and_keeping_pages(app: Flask) -> None:
    client = app.test_client()
    answers = [client.get(address) for address in addresses_of(app) if not address.startswith(("/static", "/text"))]

    assert {answer.headers["X-Content-Type-Options"] for answer in answers} == {"nosniff"}
    assert {answer.headers["Cache-Control"] for answer in answers} <= {"no-store", "no-cache"}


def test_a_fault_answers_under_the_same_policy(visitor: FlaskClient) -> None:
    hashed = map_hash(visitor.get("/hello").text)

    answer = visitor.get("/faults/x")

    assert answer.headers["Content-Security-Policy"] == POLICY.format(map=hashed, socket="ws://localhost")


def test_on_https_the_socket_is_named_and_the_host_is_remembered(tmp_path: Path) -> None:
    app = build_house(settings_in(tmp_path, SAMLING_PUBLIC_URL="https://samling.test"))

    answer = app.test_client().get("/hello", base_url="https://samling.test")

    assert "connect-src 'self' wss://samling.test;" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_demo_on_this_machine_does_not_make_the_browser_remember_https(tmp_path: Path) -> None:
    app = build_house(settings_in(tmp_path, SAMLING_TLS="1"))

    answer = app.test_client().get("/hello", base_url="https://localhost:5000")

    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.parametrize(
    ("address", "policy"),
    [("/hello", "same-origin"), ("/hello/secret", "no-referrer"), ("/faults/secret", "no-referrer")],
)
def test_an_address_with_a_token_is_not_handed_on(visitor: FlaskClient, address: str, policy: str) -> None:
    assert visitor.get(address).headers["Referrer-Policy"] == policy


def test_an_inline_script_that_is_not_the_map_would_be_refused(visitor: FlaskClient) -> None:
    """The control: the policy holds one hash, and another script has another one."""
    policy = visitor.get("/hello").headers["Content-Security-Policy"]
    other = base64.b64encode(hashlib.sha256(b"alert(1)").digest()).decode()

    assert policy.count("sha256-") == 1
    assert other not in policy
    assert "unsafe" not in policy


def test_a_page_of_a_person_is_not_kept_unless_somebody_says_so(visitor: FlaskClient) -> None:
    assert visitor.get("/hello").headers["Cache-Control"] == "no-store"


def test_permissions_are_denied_by_name(visitor: FlaskClient) -> None:
    assert visitor.get("/hello").headers["Permissions-Policy"] == headers.PERMISSIONS
