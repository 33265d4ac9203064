"""The mail server that is set in the browser: which one counts, and what the database holds of it (SU-5, SU-6)."""

import socket
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, select, text

from network.core.db import db, unit_of_work
from network.core.settings import Settings
from network.jobs import mail_server, services, trial
from network.jobs.mail_server import Server, Unreadable
from network.jobs.models import FAILED, QUEUED, SENT, MailServer, OutgoingMail
from network.jobs.periodic import Job
from network.jobs.smtp import NONE, STARTTLS, Letter, SmtpSender, Unreachable
from tests.conftest import settings_for
from tests.jobs import smtp_server as manners
from tests.jobs.smtp_server import mail_server as running_server

PASSWORD = "eit passord som ingen skal lese"
OURS = "https://samling.prove.example"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation that knows its own address."""
    return settings_for(tmp_path, SAMLING_PUBLIC_URL=OURS)


def test_without_any_server_mail_waits(app: Flask) -> None:
    _queue()

    _mail_job(app).run()

    assert (mail_server.sender(), mail_server.may_send(), _mail().state) == (None, False, QUEUED)


def test_the_server_that_was_set_in_the_browser_takes_mail_without_a_restart(app: Flask) -> None:
    _queue()
    with running_server() as server:
        _use(port=server.port)
        _mail_job(app).run()

    assert (_mail().state, [letter["From"] for letter in server.taken]) == (SENT, ["samling@prove.example"])


def test_the_environments_server_goes_before_it(app: Flask) -> None:
    """SU-5"""
    with running_server() as first, running_server() as second:
        app.extensions["mail_sender"] = SmtpSender(host="127.0.0.1", port=first.port, sender="env@prove.example")
        _use(port=second.port)
        _queue()
        _mail_job(app).run()

    assert (len(first.taken), len(second.taken), mail_server.is_from_environment()) == (1, 0, True)


def test_the_password_is_nowhere_in_the_database_in_clear(app: Flask) -> None:
    """SU-5"""
    _use(password=PASSWORD)

    assert (_is_stored(PASSWORD), mail_server.is_readable()) == (False, True)


def test_what_looks_for_the_password_would_find_it(app: Flask) -> None:
    """Control: the same search, for something that is stored as it is."""
    _use(user=PASSWORD)

    assert _is_stored(PASSWORD)


def test_the_password_comes_out_as_it_went_in(app: Flask) -> None:
    with running_server(manners.REFUSES_SIGN_IN) as server:
        _use(host="127.0.0.1", port=server.port, user="samling", password=PASSWORD)
        with pytest.raises(Unreachable, match="answer 535"):
            mail_server.sender().send(_letter())  # type: ignore[union-attr]

    assert server.signed_in_with == ("samling", PASSWORD)


def test_an_installation_with_another_key_cannot_read_it_and_says_so(app: Flask) -> None:
    _use(password=PASSWORD)
    app.extensions["settings"] = replace(app.extensions["settings"], secret_key="another key that is long enough")

    with pytest.raises(Unreadable):
        mail_server.sender()
    assert mail_server.is_readable() is False


@pytest.mark.parametrize(
    ("changed", "is_kept"),
    [({}, True), ({"port": 2525}, True), ({"host": "thief.example"}, False), ({"user": "another"}, False)],
)
def test_a_password_that_is_not_typed_anew_goes_to_no_other_server(
    app: Flask, changed: dict[str, object], is_kept: bool
) -> None:
    """SU-5"""
    _use(user="samling", password=PASSWORD)

    _use(**{"user": "samling", **changed})

    assert bool(_row().secret) is is_kept


def test_there_is_one_row_however_often_it_is_set(app: Flask) -> None:
    for port in (25, 587):
        _use(port=port)

    assert [row.port for row in db.session.scalars(select(MailServer))] == [587]


def test_to_do_without_forgets_the_server_and_its_password(app: Flask) -> None:
    _use(password=PASSWORD)

    for _ in range(2):
        with unit_of_work():
            mail_server.do_without(by=None)

    assert (db.session.scalars(select(MailServer)).all(), mail_server.may_send()) == ([], False)


def test_mail_leaves_only_where_we_know_our_own_address(app: Flask) -> None:
    """SU-6: else the links in it would name whatever host an asker made up."""
    _use()
    with_address = mail_server.sender()
    app.extensions["settings"] = replace(app.extensions["settings"], public_url=None)

    assert (with_address is not None, mail_server.sender(), mail_server.may_send()) == (True, None, False)


def test_a_server_without_encryption_is_not_spoken_to_where_encryption_is_asked_for(app: Flask) -> None:
    with running_server() as server:
        sender = SmtpSender(host="127.0.0.1", port=server.port, sender="samling@prove.example", security=STARTTLS)
        with pytest.raises(Unreachable, match="encryption"):
            sender.send(_letter())

    assert server.seen == []


def test_without_encryption_no_password_is_sent_to_another_machine(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with running_server() as server:
        sender = SmtpSender(
            host="localhost.",
            port=server.port,
            sender="samling@prove.example",
            security=NONE,
            user="samling",
            password=PASSWORD,
        )
        monkeypatch.setattr("smtplib.SMTP._get_socket", _dial(server.port))
        with pytest.raises(Unreachable, match="encryption"):
            sender.send(_letter())

    assert (server.seen, server.signed_in_with) == ([], None)


@pytest.mark.parametrize(
    ("manner", "state", "fault"),
    [
        (manners.TAKES, SENT, None),
        (manners.REFUSES, FAILED, "answer 550"),
        (manners.DEFERS, FAILED, "answer 451"),
        (manners.DROPS, FAILED, "broken"),
    ],
)
def test_a_trial_is_one_row_of_the_outbox_and_says_how_it_went(
    app: Flask, manner: str, state: str, fault: str | None
) -> None:
    """SU-7"""
    with running_server(manner) as server:
        _use(port=server.port)
        _try()

    assert (_mail().kind, _mail().state, _mail().last_fault, _mail().body) == (trial.KIND, state, fault, "")


def test_a_trial_without_a_server_says_so(app: Flask) -> None:
    _try()

    assert (_mail().state, _mail().last_fault) == (FAILED, "nowhere")


def test_nothing_is_being_written_while_the_server_is_spoken_to(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """SU-7"""
    during = []

    class Watching:
        def send(self, letter: Letter) -> None:
            during.append((db.session.info.get("samling_after_commit"), db.session().in_transaction()))

        def close(self) -> None:
            pass

    app.extensions["mail_sender"] = Watching()
    _try()

    assert during == [(None, False)]


def test_the_mail_job_leaves_a_trial_that_is_under_way_alone(app: Flask) -> None:
    taken = []

    class Slow:
        def send(self, letter: Letter) -> None:
            taken.append(services.deliver_due(Slow()))

        def close(self) -> None:
            pass

    app.extensions["mail_sender"] = Slow()
    _try()

    assert taken == [0]


def _use(**given: object) -> None:
    usual = {"host": "127.0.0.1", "port": 1, "security": NONE, "sender": "samling@prove.example"}
    with unit_of_work():
        mail_server.use(Server(**{**usual, **given}), by=None)  # type: ignore[arg-type]


def _try() -> None:
    trial.send_trial(recipient="lea@prove.example", language="nn", subject="Prøve", body="Prøve\n")


def _queue() -> None:
    with unit_of_work():
        services.queue_mail(
            key="k", kind="sign_in", recipient="anna@prove.example", language="nn", subject="Hei", body="Tekst\n"
        )


def _letter() -> Letter:
    return Letter(key="k", recipient="anna@prove.example", language="nn", subject="Hei", body="Tekst\n")


def _mail() -> OutgoingMail:
    db.session.rollback()
    return db.session.scalars(select(OutgoingMail)).one()


def _row() -> MailServer:
    db.session.rollback()
    return db.session.scalars(select(MailServer)).one()


def _mail_job(app: Flask) -> Job:
    found: Job = app.extensions["periodic_jobs"]["mail"]
    return found


def _is_stored(wanted: str) -> bool:
    """Whether any column of any row holds the text."""
    db.session.rollback()
    for name in inspect(db.engine).get_table_names():
        for row in db.session.execute(text(f'SELECT * FROM "{name}"')):
            if any(wanted in str(value) for value in row):
                return True
    return False


def _dial(port: int) -> object:
    """A name that is not loopback's, answered by loopback: no packet leaves this machine."""
    return lambda _self, _host, _port, timeout: socket.create_connection(("127.0.0.1", port), timeout)
