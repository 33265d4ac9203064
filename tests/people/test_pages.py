"""The front page, one's own page, the queue and the help: what each shows, and to whom."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from network.access.matrix import ROLES, parse, table
from network.actions.services import asking
from network.core import clock
from network.core.db import unit_of_work
from network.followup.services import my_day, posting
from network.jobs.queries import latest_mail
from network.jobs.services import note_run, queue_mail
from network.people.rights_words import ACT_WORDS, CONDITION_WORDS, ROLE_WORDS, SCOPE_WORDS, THING_WORDS, subjects
from network.people.routes.fault_words import fault_words
from network.people.routes.operations import JOB_WORDS, MAIL_WORDS
from network.people.services import register
from network.sessions.gatherings.letters import KINDS
from tests.cast import Cast
from tests.people.browsing import Browser

SignIn = Callable[..., Browser]


def test_a_visitor_reads_what_samling_is_and_finds_the_way_in(browser: Browser) -> None:
    page = browser.get("/")

    assert re.findall(r'data-variant="primary"', page.text) == ['data-variant="primary"']
    assert 'href="/sign-in"' in page.text


def test_whoever_is_signed_in_sees_her_name_and_the_way_out(signed_in: SignIn) -> None:
    page = signed_in("otto").get("/")

    assert "Otto" in page.text
    assert 'action="/sign-out"' in page.text


def test_the_own_page_shows_name_municipality_address_and_ones_own_party_to_take_back(signed_in: SignIn) -> None:
    page = signed_in("anna").get("/me").text

    assert [word in page for word in ("Anna", "Nordvik", "anna@prove.example", "Bygdelista")] == [True] * 4


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (None, ""),
        ("time", "The mail server did not answer in time."),
        ("answer 550 551", "The mail server answered 550 551."),
        ("unreachable gaierror", "The mail server could not be reached (gaierror)."),
        ("DatabaseBusy", "The database was busy."),
        ("ZeroDivisionError", "An unexpected fault (ZeroDivisionError). The log says more."),
    ],
)
def test_a_stored_fault_is_read_in_words(app: Flask, code: str | None, words: str) -> None:
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        app.preprocess_request()
        assert fault_words(code) == words


@pytest.mark.parametrize(("name", "status"), [("anna", 403), ("kai", 403), ("otto", 403), ("lea", 200)])
def test_the_queue_is_for_those_who_run_the_network(signed_in: SignIn, name: str, status: int) -> None:
    browser = signed_in(name)
    with unit_of_work():
        note_run("retention", fault="RuntimeError")

    page = browser.get("/operations/queue")

    assert (page.status_code, "RuntimeError" in page.text) == (status, status == 200)


def test_the_queue_says_what_waits_and_what_failed_without_addresses(
    app: Flask, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in("lea")
    with unit_of_work():
        mail = queue_mail(
            key="k", kind="sign_in", recipient="hemmeleg@prove.example", language="nn", subject="s", body="b"
        )
        mail.attempts, mail.last_fault = 3, "answer 451"
        note_run("retention", fault="RuntimeError")
    clock.advance(timedelta(minutes=1).total_seconds())

    page = browser.get("/operations/queue").text

    assert "E-posttenaren svara 451." in page
    assert "Ein uventa feil (RuntimeError). Loggen seier meir." in page
    assert "hemmeleg@prove.example" not in page


def test_every_job_and_every_letter_has_a_name_for_people(app: Flask) -> None:
    assert sorted(app.extensions["periodic_jobs"]) == sorted(JOB_WORDS)
    afterwards = {"owner_asked", asking.KIND, posting.KIND, my_day.MAIL}
    assert sorted({"sign_in", "trial", *KINDS, *afterwards}) == sorted(MAIL_WORDS)


def test_the_help_shows_every_row_of_the_table_for_every_role(browser: Browser) -> None:
    page = browser.get("/help/rights").text

    assert len(re.findall(r"<tr><th scope=\"row\">", page)) == len(table())
    assert len(re.findall("<td>", page)) == len(table()) * len(ROLES)


def test_every_word_of_the_table_has_a_name_for_people() -> None:
    things, acts = zip(*(action.split(".") for action in table()), strict=True)
    terms = [term for cells in table().values() for cell in cells.values() for term in cell]

    assert set(things) <= set(THING_WORDS)
    assert set(acts) <= set(ACT_WORDS)
    assert {scope for term in terms for scope in term.scopes} <= set(SCOPE_WORDS)
    assert {condition for term in terms for condition in term.conditions} <= set(CONDITION_WORDS)
    assert "".join(ROLE_WORDS) == ROLES


def test_a_cell_reads_as_a_sentence(app: Flask) -> None:
    rights = parse("note.edit | - | - | all | grp@open|own | shared+all | - | - | -")

    row = subjects(rights)[0].rows[0]

    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        app.preprocess_request()
        row = subjects(rights)[0].rows[0]
    assert row.cells == (
        "no",
        "no",
        "yes",
        "in one's own group, while it is open; one's own",
        "what is shared with the network",
        "no",
        "no",
        "no",
    )


def test_a_visitors_choice_of_language_lasts_in_her_browser(browser: Browser) -> None:
    before = browser.get("/").text

    browser.post("/language", language="en", next="/sign-in")

    assert ('<html lang="nn"' in before, '<html lang="en"' in browser.get("/").text) == (True, True)


def test_a_persons_choice_of_language_follows_her_to_another_device(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    signed_in("anna").post("/language", language="da", next="/me")

    phone = signed_in("anna")

    assert '<html lang="da"' in phone.get("/me").text


def test_a_language_we_do_not_speak_is_refused(browser: Browser) -> None:
    assert browser.post("/language", language="xx").status_code == 422


def test_mail_is_written_in_the_receivers_language(app: Flask, cast: Cast, browser: Browser) -> None:
    with unit_of_work():
        register.change_language(cast.bo.id, "en")

    for name in ("anna", "bo"):
        browser.post("/sign-in", email=f"{name}@prove.example")

    assert [mail.language for mail in latest_mail()] == ["en", "nn"]
    assert "is your code for Samling" in latest_mail()[0].subject


@pytest.mark.parametrize("path", ["/", "/sign-in", "/me", "/help/rights"])
def test_personal_pages_are_kept_nowhere(signed_in: SignIn, path: str) -> None:
    assert signed_in("anna").get(path).headers["Cache-Control"] == "no-store"
