"""Sign-in sessions: how long they hold, how they end, what they cost (SI-6, SI-7)."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from itsdangerous import URLSafeSerializer
from sqlalchemy import event, select

from network import create_app
from network.access.actor import actor_for
from network.core import clock, signals
from network.core.audit import AuditEntry
from network.core.db import db, unit_of_work
from network.people import identity, queries, rules
from network.people.models import Municipality, SignInSession
from network.people.services import register, sessions
from network.privacy import retention
from tests.cast import Cast
from tests.conftest import settings_for
from tests.people.browsing import Browser
from tests.statements import statements

SignIn = Callable[..., Browser]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    sessions.last_use.take()


def test_a_clock_set_back_an_hour_signs_nobody_out(signed_in: SignIn) -> None:
    browsers = [signed_in("anna"), signed_in("lea")]

    clock.advance(-3600)

    assert [browser.is_signed_in() for browser in browsers] == [True, True]


def test_a_delegates_sign_in_outlives_two_months_of_use_and_ends_after_two_without(signed_in: SignIn) -> None:
    browser = signed_in("anna")

    held = []
    for days in (59, 59, 61):
        clock.advance(days * 86400)
        held.append(browser.is_signed_in())

    assert held == [True, True, False]


def test_a_leads_sign_in_ends_after_two_hours_unused_or_twelve_in_all(signed_in: SignIn) -> None:
    forgotten, used = signed_in("lea"), signed_in("lea")

    clock.advance(7000)
    used.get("/me")
    clock.advance(7000)
    after_hours = (forgotten.is_signed_in(), used.is_signed_in())
    for _ in range(5):
        clock.advance(7000)
        used.get("/me")

    assert after_hours == (False, True)
    assert not used.is_signed_in()


def test_a_get_writes_nothing_and_the_job_writes_the_last_use(app: Flask, signed_in: SignIn) -> None:
    browser = signed_in("anna")
    clock.set(datetime(2026, 12, 1, 12, tzinfo=UTC))
    written: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "BEGIN", "PRAGMA")):
            written.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    for path in ("/", "/me", "/help/rights", "/sign-in"):
        browser.get(path)
    event.remove(db.engine, "before_cursor_execute", note)
    app.extensions["periodic_jobs"]["last_use"].run()

    assert written == []
    assert db.session.scalars(select(SignInSession)).one().last_used_at == clock.now()


def test_the_last_use_is_never_written_backwards(app: Flask, signed_in: SignIn) -> None:
    browser = signed_in("anna")
    before = db.session.scalars(select(SignInSession)).one().last_used_at

    clock.advance(-3600)
    browser.get("/me")
    with unit_of_work():
        sessions.write_last_use()

    db.session.expire_all()
    assert db.session.scalars(select(SignInSession)).one().last_used_at == before


def test_one_device_can_be_signed_out_from_another(signed_in: SignIn) -> None:
    laptop, phone = signed_in("anna"), signed_in("anna", user_agent="Mozilla (iPhone) Safari/604")
    phone_id = max(db.session.scalars(select(SignInSession.id)))

    listed = laptop.get("/me").text
    answer = laptop.post(f"/me/sign-ins/{phone_id}/end")

    assert "Safari, iPhone" in listed
    assert listed.count('class="tag"') == 1
    assert answer.status_code == 303
    assert (laptop.is_signed_in(), phone.is_signed_in()) == (True, False)


def test_nobody_ends_anothers_sign_in(signed_in: SignIn) -> None:
    anna = signed_in("anna")
    annas_id = max(db.session.scalars(select(SignInSession.id)))
    bo = signed_in("bo")

    answer = bo.post(f"/me/sign-ins/{annas_id}/end")

    assert answer.status_code == 404
    assert anna.is_signed_in()


def test_signing_out_everywhere_ends_each_sign_in_of_this_person_alone(signed_in: SignIn) -> None:
    laptop, phone, bo = signed_in("anna"), signed_in("anna"), signed_in("bo")

    laptop.post("/me/everywhere/sign-out")

    assert [browser.is_signed_in() for browser in (laptop, phone, bo)] == [False, False, True]


def test_signing_out_ends_the_key_itself_and_not_only_the_cookie(app: Flask, signed_in: SignIn) -> None:
    browser = signed_in("anna")
    key = str(browser.cookie("session"))

    browser.post("/sign-out")
    thief = Browser(app)
    thief.set_cookie("session", key)

    assert browser.cookie("session") is None
    assert thief.get("/me", Accept="application/json").status_code == 401


def test_the_end_of_a_sign_in_is_told_inside_its_unit_of_work_so_that_sockets_close(signed_in: SignIn) -> None:
    signed_in("anna")
    session = db.session.scalars(select(SignInSession)).one()
    heard: list[object] = []

    def listen(**facts: object) -> None:
        heard.append(facts)

    signals.session_ended.connect(listen)
    with unit_of_work():
        sessions.end_session(db.session.get_one(SignInSession, session.id), by=session.person_id)
        sessions.end_session(db.session.get_one(SignInSession, session.id), by=session.person_id)
    signals.session_ended.disconnect(listen)

    assert heard == [{"session_id": session.id}]


def test_live_sockets_keep_a_leads_sign_in_alive_until_it_is_ended(signed_in: SignIn) -> None:
    signed_in("lea")
    session_id = db.session.scalars(select(SignInSession.id)).one()

    alive = []
    for _ in range(4):
        clock.advance(3600)
        alive.append(identity.still_signed_in([session_id]))
    with unit_of_work():
        sessions.end_all_sessions(db.session.get_one(SignInSession, session_id).person_id, by=None)

    assert alive == [{session_id}] * 4
    assert identity.still_signed_in([session_id, 999]) == set()


def test_a_socket_is_known_by_the_same_cookie(app: Flask, signed_in: SignIn, cast: Cast) -> None:
    browser = signed_in("anna")

    cookie = f"session={browser.cookie('session')}"
    known = identity.identify({"HTTP_COOKIE": cookie, "HTTP_ACCEPT_LANGUAGE": "da,en;q=0.8"})

    assert known is not None
    assert (known.person_id, known.language) == (cast.anna.id, cast.anna.language or "da")
    assert identity.identify({"HTTP_COOKIE": "session=made-up"}) is None
    assert identity.identify({}) is None


def test_what_a_sign_in_brings_of_its_person_is_what_her_own_question_gives(signed_in: SignIn, cast: Cast) -> None:
    """With two roles, a seat that is held and one that is over: of each pair a row, and nothing twice."""
    with unit_of_work():
        nordvik, sundby = (place for place in db.session.scalars(select(Municipality).order_by(Municipality.number)))
        for place in (nordvik, sundby):
            register.give_role(cast.bo, "coordinator", municipality=place)
        register.give_seat(cast.bo, nordvik, from_date=date(2019, 10, 1), to_date=date(2023, 9, 30))
    found = queries.sign_in_by_token(rules.fingerprint(signed_in("bo").cookie("session")))
    db.session.rollback()  # what came with the cookie is known no more

    part = queries.part_of(cast.bo.id)
    assert found is not None
    assert (found.part, found.language) == (part, cast.bo.language)
    assert (part.roles, part.municipality_ids) == (frozenset("KD"), frozenset({nordvik.id, sundby.id}))
    assert (part.name, part.municipality) == ("Bo", "Sundby")


def test_a_socket_asks_once_who_it_is_and_what_she_is(app: Flask, signed_in: SignIn, cast: Cast) -> None:
    environ = {"HTTP_COOKIE": f"session={signed_in('anna').cookie('session')}"}
    with app.app_context(), statements() as asked:
        known = identity.identify(environ)
        assert known is not None
        actor = actor_for(known.person_id)

    assert "D" in actor.roles
    assert len([statement for statement in asked if "person_role" in statement]) == 1


def test_all_sign_ins_of_live_sockets_are_looked_at_in_one_question(signed_in: SignIn) -> None:
    for name in ("anna", "bo", "lea"):
        signed_in(name)
    ids = db.session.scalars(select(SignInSession.id)).all()
    with statements() as asked:
        alive = identity.still_signed_in(ids)

    assert (alive, len(asked)) == (set(ids), 1)


def test_flask_logins_own_cookies_open_nothing(app: Flask, cast: Cast) -> None:
    """A forged or stolen remember cookie is no way in, also when it is well signed."""
    browser = Browser(app)
    browser.set_cookie("remember_token", URLSafeSerializer(app.secret_key or "").dumps(str(cast.anna.id)))
    forged = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    browser.set_cookie("form", forged.dumps({"_user_id": str(cast.anna.id), "_fresh": True}))

    assert not browser.is_signed_in()


def test_a_new_strong_role_ends_the_sign_ins_that_were_made_without_it(signed_in: SignIn, cast: Cast) -> None:
    browser = signed_in("bo")

    with unit_of_work():
        register.give_role(db.session.merge(cast.bo), "administrator")

    assert not browser.is_signed_in()


def test_on_https_the_cookie_is_bound_to_this_host_and_hidden_from_scripts(tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path, SAMLING_PUBLIC_URL="https://samling.example"))
    with app.test_request_context("/", base_url="https://samling.example"):
        response = app.make_response("")
        identity.keep_session(response, "secret")

    cookie = response.headers.getlist("Set-Cookie")[0]
    assert cookie.startswith("__Host-session=secret;")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}


def test_sign_ins_are_written_down_without_any_secret(signed_in: SignIn, cast: Cast) -> None:
    browser = signed_in("anna")
    browser.post("/sign-out")

    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.object_type == "sign_in")).all()

    assert [(entry.action, entry.actor_id) for entry in entries] == [
        ("sign_in.create", cast.anna.id),
        ("sign_in.delete", cast.anna.id),
    ]
    assert not any(str(browser.cookie("session")) in entry.facts for entry in entries)


def test_a_week_after_its_end_a_sign_in_is_forgotten(signed_in: SignIn) -> None:
    gone, kept = signed_in("anna"), signed_in("bo")
    gone.post("/sign-out")

    clock.advance(7 * 86400 + 1000)
    counts = retention.purge_all()

    assert counts["sign_in_session"] == 1
    assert counts["sign_in_request"] == 2
    assert kept.is_signed_in()
    assert rules.USUAL.whole.days == 365
