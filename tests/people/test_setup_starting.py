"""What is said and refused at the start, what the lead does next, and whether all is ready (SU-6, SU-8, SU-10)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

import pytest
from flask import Flask, current_app

from network.core import clock
from network.core.audit import audit
from network.core.db import db, unit_of_work
from network.core.language import LazyText, speaking
from network.core.settings import BadSettings, Settings
from network.jobs import backups, mail_server, trial
from network.jobs.models import FAILED, SENT
from network.jobs.services import end_mail, note_run, queue_mail
from network.jobs.smtp import SmtpSender
from network.people import checks, first_words, getting_started, preflight
from network.people.getting_started import Step
from network.people.preflight import Line
from network.people.services import register, setup
from tests.cast import Cast
from tests.people.browsing import Browser
from tests.people.setting_up import begin, the_network
from tests.statements import statements

Said = TypeVar("Said")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with speaking("en"):
        yield


def test_a_new_installation_prints_a_way_to_begin(app: Flask) -> None:
    """SU-1"""
    said = first_words.at_the_start()

    found = re.fullmatch(r"  http://localhost:5000/setup/(\S+)", said[1])
    assert (len(said), "once, within 60 minutes" in said[0]) == (2, True)
    assert found is not None
    assert setup.way_in(found.group(1)) == "ready"


def test_the_address_names_the_host_that_people_use(app: Flask) -> None:
    _set(app, public_url="https://samling.prove.example/")

    said = first_words.at_the_start()

    assert said[1].startswith("  https://samling.prove.example/setup/")


def test_a_network_without_mail_prints_its_lead_a_way_in_that_works_once(app: Flask) -> None:
    """SU-6"""
    begin(app, done=True)

    said = first_words.at_the_start()

    path = re.findall(r"http://localhost:5000(/sign-in/link/\S+)", said[1])[0]
    first, second = Browser(app), Browser(app)
    first.post(path)
    second.post(path)
    assert "Lea Leiardøme" in said[0]
    assert (first.is_signed_in(), second.is_signed_in()) == (True, False)


def test_a_network_with_mail_prints_nothing(app: Flask) -> None:
    begin(app, done=True)
    app.extensions["mail_sender"] = SmtpSender(host="127.0.0.1", port=1, sender="env@prove.example")

    assert first_words.at_the_start() == []


def test_a_demos_database_serves_no_real_network(app: Flask) -> None:
    """SU-8"""
    with unit_of_work():
        register.found_network(name="Demoen", owner="Ingen", language="nn", is_demo=True)

    with pytest.raises(BadSettings, match="holds the demo and cannot serve a real network"):
        first_words.at_the_start()


def test_a_real_network_is_served_without_the_demo_and_says_so(app: Flask) -> None:
    """SU-8"""
    begin(app, done=True)
    _set(app, demo=True)

    said = first_words.at_the_start()

    assert said[0] == "This database holds a real network: the demo and its people are not shown."
    assert "/demo/people" not in Browser(app).get("/sign-in").text


@pytest.mark.parametrize("is_demo", [True, False])
@pytest.mark.parametrize("path", ["/", "/sign-in", "/help/rights", "/no-such-page"])
def test_a_demo_says_so_on_each_page(app: Flask, is_demo: bool, path: str) -> None:
    """SU-8"""
    with unit_of_work():
        register.found_network(name="Nettverket", owner="Ingen", language="nn", is_demo=is_demo)

    assert ("Dette er ein demo" in Browser(app).get(path).text) is is_demo


def test_the_lead_is_shown_what_is_left_until_all_is_done(app: Flask) -> None:
    lead = begin(app, done=True)
    shown = lead.get("/").text

    _seat("Giske", "1532", 1)

    assert ("Kom i gang" in shown, 'href="/people/import"' in shown) == (True, True)
    assert "Take in the people" not in _undone()


def test_steps_stand_in_order_and_are_gone_when_all_are_done(app: Flask) -> None:
    app.extensions["getting_started"].clear()
    done = {"late": False, "early": True}
    for name, order in (("late", 2), ("early", 1)):
        step = Step(LazyText(name), lambda name=name: done[name], lambda name=name: f"/{name}", order)  # type: ignore[misc]
        getting_started.step(app, step)

    shown = [(one.label, one.is_done, one.address) for one in getting_started.steps_now()]
    done["late"] = True

    assert shown == [("early", True, None), ("late", False, "/late")]
    assert getting_started.steps_now() == []


@pytest.mark.parametrize(("name", "is_shown"), [("lea", True), ("anna", False), ("kai", False), ("otto", False)])
def test_are_we_ready_is_for_those_who_run_the_network(
    cast: Cast, signed_in: Callable[..., Browser], name: str, is_shown: bool
) -> None:
    browser = signed_in(name)

    answer = browser.get("/ready-to-go")

    assert (answer.status_code, 'href="/ready-to-go"' in browser.get("/").text) == (200 if is_shown else 403, is_shown)


def test_every_line_says_in_words_whether_it_is_in_order(
    app: Flask, cast: Cast, signed_in: Callable[..., Browser]
) -> None:
    """SU-10"""
    lead = signed_in("lea")
    app.extensions["preflight"][:] = [
        lambda: [Line(True, "Kaffien er klar"), Line(False, "Bordet manglar", "Hent det", "/me")]
    ]

    page = lead.get("/ready-to-go").text

    rows = re.findall(r'<li class="rows__row">(.*?)</li>', page, flags=re.S)
    assert [("Bordet" in row, "Ikkje i orden" in row) for row in rows] == [(True, True), (False, False)]
    assert ("Kaffien" in rows[1], "I orden" in rows[1], 'href="/me"' in rows[0]) == (True, True, True)


def test_too_few_delegates_are_named_by_municipality(app: Flask, cast: Cast) -> None:
    with unit_of_work():
        for place in (cast.anna, cast.bo):
            municipality = db.session.merge(place).seats[0].municipality
            municipality.joined_on = date(2023, 10, 1)

    line = _line("fixed delegates")

    assert (line.is_good, line.text) == (
        False,
        "2 municipalities have fewer than 3 fixed delegates: Nordvik (1) and Sundby (2).",
    )


def test_enough_delegates_are_in_order(app: Flask) -> None:
    begin(app, done=True)
    _seat("Giske", "1532", 3)

    assert _line("fixed delegates") == Line(True, "Each municipality has at least 3 fixed delegates.")


def test_the_seats_are_counted_in_the_same_number_of_questions_for_any_number_of_municipalities(app: Flask) -> None:
    begin(app, done=True)
    _seat("Giske", "1532", 1)
    with statements() as one:
        _asked(checks.about_the_network)
    _seat("Volda", "1577", 1)
    _seat("Sula", "1531", 1)
    db.session.rollback()

    with statements() as three:
        _asked(checks.about_the_network)

    assert len(three) == len(one)


def test_a_clock_that_was_set_back_is_seen(app: Flask) -> None:
    with unit_of_work():
        audit(None, "network.edit", "network", 1)
    before = _line("clock").is_good

    clock.set(clock.now() - timedelta(hours=1))

    assert (before, _line("clock").is_good) == (True, False)


def test_a_full_disk_is_seen(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _line("disk").is_good
    monkeypatch.setattr(checks, "LEAST_FREE_BYTES", 10**18)

    assert (before, _line("disk").is_good) == (True, False)


def test_a_database_without_the_newest_tables_is_seen(app: Flask) -> None:
    before = _line("newest form").is_good
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")

    assert (before, _line("newest form").is_good) == (True, False)


def test_a_job_that_fails_is_seen(app: Flask) -> None:
    before = _line("nobody waits for").is_good
    with unit_of_work():
        note_run("retention", fault="RuntimeError")

    assert (before, _line("nobody waits for").is_good) == (True, False)


@pytest.mark.parametrize(
    ("given", "good"),
    [
        ({}, [False, False, False]),
        ({"public_url": "https://samling.prove.example"}, [True, True]),
        ({"public_url": "http://samling.prove.example"}, [True, False]),
        ({"public_url": "https://192.168.1.20"}, [False, True]),
        ({"tls": True}, [False, False, True]),
    ],
)
def test_the_public_address_and_its_encryption_are_looked_at(
    app: Flask, given: dict[str, object], good: list[bool]
) -> None:
    _set(app, **given)

    assert [line.is_good for line in _asked(checks.about_addresses)] == good


def test_a_contact_for_privacy_is_asked_for(app: Flask) -> None:
    begin(app, done=True)
    before = _line("about privacy").is_good
    with unit_of_work():
        the_network().privacy_contact = ""

    assert (before, _line("about privacy").is_good) == (True, False)


def test_to_do_without_mail_is_in_order(app: Flask) -> None:
    assert [line.is_good for line in _asked(checks.about_mail)] == [True]


@pytest.mark.parametrize(("state", "is_good"), [(None, False), (SENT, True), (FAILED, False)])
def test_mail_is_in_order_when_something_has_left(app: Flask, state: str | None, is_good: bool) -> None:
    app.extensions["mail_sender"] = SmtpSender(host="127.0.0.1", port=1, sender="env@prove.example")
    if state:
        with unit_of_work():
            mail = queue_mail(key="k", kind=trial.KIND, recipient="a@b.example", language="nn", subject="s", body="b")
            end_mail(mail, state, fault="time" if state == FAILED else None)

    assert _asked(checks.about_mail)[0].is_good is is_good


def test_a_trial_that_failed_counts_until_something_leaves_after_it(app: Flask) -> None:
    _with_mail(app)
    _mail("first", SENT)
    _mail(trial.KIND, FAILED)
    failed = _asked(checks.about_mail)[0]
    clock.set(clock.now() + timedelta(minutes=1))
    _mail("invitation", SENT)

    assert (failed.is_good, _asked(checks.about_mail)[0].is_good) == (False, True)


def test_what_left_through_another_server_says_nothing_of_this_one(app: Flask) -> None:
    _set(app, public_url="https://samling.prove.example")
    _mail("first", SENT)
    clock.set(clock.now() + timedelta(minutes=1))
    with unit_of_work():
        mail_server.use(mail_server.Server("smtp.prove.example", 25, "none", "samling@prove.example"), by=None)
    before = _asked(checks.about_mail)[0]
    clock.set(clock.now() + timedelta(minutes=1))
    _mail("invitation", SENT)

    assert (before.is_good, _asked(checks.about_mail)[0].is_good) == (False, True)


def test_letters_that_wait_too_long_are_seen_with_what_hinders_them(app: Flask) -> None:
    _with_mail(app)
    _mail("first", SENT)
    _mail("invitation", None)
    before = [line.is_good for line in _asked(checks.about_mail)]

    clock.set(clock.now() + checks.MAIL_SLACK + timedelta(seconds=1))

    after = _asked(checks.about_mail)
    assert (before, [line.is_good for line in after]) == ([True], [True, False])
    assert (after[1].text, after[1].address) == ("1 e-mail waits and has not left.", "/operations/queue")


def test_a_sender_that_is_no_address_is_seen(app: Flask) -> None:
    _with_mail(app)
    _mail("first", SENT)
    before = [line.is_good for line in _asked(checks.about_mail)]
    _set(app, mail_from="samling@localhost")

    assert (before, [line.is_good for line in _asked(checks.about_mail)]) == ([True], [True, False])


def _with_mail(app: Flask) -> None:
    _set(app, mail_from="samling@prove.example")
    app.extensions["mail_sender"] = SmtpSender(host="127.0.0.1", port=1, sender="env@prove.example")


def _mail(kind: str, state: str | None) -> None:
    with unit_of_work():
        mail = queue_mail(key=kind, kind=kind, recipient="a@b.example", language="nn", subject="s", body="b")
        if state is not None:
            end_mail(mail, state, fault="time" if state == FAILED else None)


def _set(app: Flask, **given: object) -> None:
    settings: Settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "said"),
    [(None, (False, "No backup has been taken yet.")), (1, (True, "1 day ago")), (3, (False, "3 days ago"))],
)
def test_the_age_of_the_latest_backup_is_said(app: Flask, days: int | None, said: tuple[bool, str]) -> None:
    """BU-6"""
    settings: Settings = app.extensions["settings"]
    if not settings.is_sqlite:
        pytest.skip("pg_dump's are not ours to know")
    if days is not None:
        target = backups.usual_target(settings, clock.now() - timedelta(days=days))
        target.parent.mkdir()
        target.touch()

    line = _line("backup")

    assert (line.is_good, said[1] in line.text) == (said[0], True)


def _line(words: str) -> Line:
    return next(line for line in _asked(preflight.lines_now) if words in line.text)


def _undone() -> list[str]:
    return [one.label for one in _asked(getting_started.steps_now) if not one.is_done]


def _asked(ask: Callable[[], list[Said]]) -> list[Said]:
    """What it says during a request."""
    db.session.rollback()
    with current_app.test_request_context("/"):
        return ask()


def _seat(name: str, number: str, people: int) -> None:
    with unit_of_work():
        place = register.add_municipality(number=number, name=name, language="nn", joined_on=date(2023, 10, 1))
        for one in range(people):
            person = register.add_person(name=f"Delegat {one}", email=f"{one}@{name.lower()}.example")
            register.give_seat(person, place, from_date=date(2023, 10, 1))
