"""The outbox and the way out of it, against a real mail server on loopback (JO-1, JO-2)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from network.core import clock
from network.core.db import db, unit_of_work
from network.core.settings import BadSettings
from network.jobs import rules, services
from network.jobs.models import FAILED, QUEUED, SENDING, SENT, WITHHELD, OutgoingMail
from network.jobs.queries import mail_counts
from network.jobs.smtp import Letter, SmtpSender, Unreachable, sender_from
from tests.conftest import settings_for
from tests.jobs import smtp_server as manners
from tests.jobs.smtp_server import MailServer, mail_server

SHORT_PATIENCE, PATIENCE = 0.3, 8.0


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def test_a_mail_leaves_once_with_its_words_and_its_language(app: Flask, server: MailServer) -> None:
    _queue("k1", subject="Hei på deg", body="Æ, ø og å\n")

    sent = [services.deliver_due(_sender(server)) for _ in range(2)]

    letter = server.taken[0]
    assert sent == [1, 0]
    assert (letter["To"], letter["Subject"], letter["Content-Language"]) == ("anna@prove.example", "Hei på deg", "nn")
    assert letter.get_content().splitlines() == ["Æ, ø og å"]
    assert letter["Auto-Submitted"] == "auto-generated"


def test_the_same_key_gives_one_mail(app: Flask, server: MailServer) -> None:
    for _ in range(3):
        _queue("the same")

    services.deliver_due(_sender(server))

    assert len(server.taken) == 1


def test_without_keys_of_their_own_each_asking_gives_a_mail(app: Flask, server: MailServer) -> None:
    """Control."""
    for number in range(3):
        _queue(f"key {number}")

    services.deliver_due(_sender(server))

    assert len(server.taken) == 3


def test_a_unit_of_work_that_fails_sends_nothing(app: Flask, server: MailServer) -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work():
        services.queue_mail(**_mail("k1"))
        _ = 1 / 0

    assert services.deliver_due(_sender(server)) == 0


def test_many_letters_share_one_conversation(app: Flask, server: MailServer) -> None:
    for number in range(5):
        _queue(f"k{number}")

    services.deliver_due(_sender(server))

    assert (len(server.taken), server.conversations) == (5, 1)


def test_what_was_sent_is_wiped_unless_it_shall_be_shown(app: Flask, server: MailServer) -> None:
    """JO-4"""
    _queue("k1", body="a way in")
    services.deliver_due(_sender(server))
    _queue("k2", body="a way in")
    services.deliver_due(_sender(server), keep_body=True)

    assert [_read(key).body for key in ("k1", "k2")] == ["", "a way in"]


@pytest.mark.parametrize("manner", [manners.HANGS, manners.DROPS, manners.DROPS_AFTER_DATA, manners.DEFERS])
def test_a_server_in_trouble_gets_the_letter_later_and_takes_it_once(app: Flask, manner: str) -> None:
    with mail_server(manner) as server:
        _queue("k1")
        services.deliver_due(_sender(server))
        waiting = (_read("k1").state, _read("k1").attempts)

        server.manner = manners.TAKES
        too_early = services.deliver_due(_sender(server))
        clock.advance(rules.wait_after(1).total_seconds())
        services.deliver_due(_sender(server))

    assert waiting == (QUEUED, 1)
    assert too_early == 0
    assert (_read("k1").state, len(server.taken)) == (SENT, 1)


def test_a_server_that_is_not_there_is_tried_for_a_day_and_then_given_up(app: Flask) -> None:
    nobody = SmtpSender(host="127.0.0.1", port=1, sender="samling@prove.example", step_seconds=PATIENCE)
    _queue("k1")
    began = clock.now()

    while _read("k1").state == QUEUED:
        services.deliver_due(nobody)
        clock.advance(60)

    assert timedelta(hours=16) < clock.now() - began <= rules.GIVE_UP_AFTER
    assert _read("k1").last_fault == "connection"


def test_a_server_that_is_away_ends_the_round_and_costs_the_others_no_attempt(app: Flask) -> None:
    with mail_server(manners.DROPS) as server:
        for number in range(3):
            _queue(f"k{number}")
        services.deliver_due(_sender(server))

    assert [_read(f"k{number}").attempts for number in range(3)] == [1, 0, 0]


def test_a_server_that_takes_the_letter_and_hangs_up_gets_it_only_once(app: Flask) -> None:
    with mail_server(manners.DROPS_AFTER_TAKING) as server:
        _queue("k1")
        services.deliver_due(_sender(server))
        clock.advance(86400)
        services.deliver_due(_sender(server))

    assert (_read("k1").state, len(server.seen)) == (SENT, 1)


def test_an_address_that_is_refused_for_good_is_given_up_at_once_and_holds_no_other_back(app: Flask) -> None:
    with mail_server(manners.REFUSES) as server:
        _queue("k1")
        services.deliver_due(_sender(server))

    assert _read("k1").state == FAILED
    assert _read("k1").last_fault == "answer 550"


def test_a_wrong_password_fails_no_letter_for_good(app: Flask) -> None:
    with mail_server(manners.REFUSES_SIGN_IN) as server:
        _queue("k1")
        services.deliver_due(_sender(server, user="samling", password="wrong"))

    assert (_read("k1").state, _read("k1").last_fault) == (QUEUED, "answer 535")


def test_a_mail_that_nobody_can_use_any_more_is_not_sent(app: Flask, server: MailServer) -> None:
    _queue("k1", useless_after=clock.now() + timedelta(minutes=15))
    clock.advance(15 * 60)

    services.deliver_due(_sender(server))

    assert (_read("k1").state, _read("k1").body, server.taken) == (FAILED, "", [])


def test_a_mail_to_nobody_is_written_and_never_sent(app: Flask, server: MailServer) -> None:
    _queue("k1", recipient=None, body="a way in")

    services.deliver_due(_sender(server))

    assert (_read("k1").state, _read("k1").body, _read("k1").recipient) == (WITHHELD, "", "")
    assert sum(mail_counts().values()) == 0


def test_after_a_crash_what_was_being_sent_is_sent_with_the_same_message_id(app: Flask, server: MailServer) -> None:
    """The program dies between the server's 250 and our note of it."""

    class Dying(SmtpSender):
        def send(self, letter: Letter) -> None:
            super().send(letter)
            raise SystemExit

    _queue("k1")
    with pytest.raises(SystemExit):
        services.deliver_due(Dying(host="127.0.0.1", port=server.port, sender="samling@prove.example"))
    half_done = _read("k1").state

    recovered = services.recover()
    services.deliver_due(_sender(server))

    assert (half_done, recovered, _read("k1").state) == (SENDING, 1, SENT)
    assert len({letter["Message-ID"] for letter in server.taken}) == 1


def test_without_recovery_it_would_lie_there_for_ever(app: Flask, server: MailServer) -> None:
    """Control."""
    _queue("k1")
    with unit_of_work():
        db.session.scalars(select(OutgoingMail)).one().state = SENDING

    assert services.deliver_due(_sender(server)) == 0


def test_a_line_break_in_a_subject_makes_no_header(app: Flask, server: MailServer) -> None:
    _queue("k1", subject="Hei\r\nBcc: alle@prove.example")

    services.deliver_due(_sender(server))

    assert server.taken == []
    assert _read("k1").last_fault == "ValueError"


def test_a_password_is_not_sent_in_the_clear_over_the_network() -> None:
    sender = SmtpSender(
        host="mail.localtest.example", port=1, sender="samling@prove.example", user="samling", password="x"
    )

    with pytest.raises(Unreachable):
        sender.send(Letter(key="k", recipient="a@b.no", language="nn", subject="s", body="b"))


@pytest.mark.parametrize("url", ["http://mail.example", "smtp://", "mail.example:25"])
def test_an_address_that_is_no_mail_server_stops_the_start(tmp_path_factory: pytest.TempPathFactory, url: str) -> None:
    with pytest.raises(BadSettings):
        sender_from(settings_for(tmp_path_factory.mktemp("smtp"), SAMLING_SMTP=url, SAMLING_TRUSTED_HOSTS="localhost"))


def test_mail_that_has_ended_is_forgotten_after_a_week_and_waiting_mail_is_not(app: Flask, server: MailServer) -> None:
    _queue("old")
    services.deliver_due(_sender(server))
    _queue("waiting")
    clock.advance(8 * 86400)

    with unit_of_work():
        services.forget_mail(clock.now() - timedelta(days=7))

    assert db.session.scalars(select(OutgoingMail.key)).all() == ["waiting"]


def test_the_waits_grow_and_stay_below_four_hours() -> None:
    waits = [rules.wait_after(attempts).total_seconds() for attempts in range(1, 20)]

    assert waits[:4] == [5, 15, 45, 135]
    assert waits == sorted(waits)
    assert waits[-1] == rules.LONGEST_WAIT_SECONDS


def _mail(key: str, **given: object) -> dict[str, object]:
    usual = {
        "kind": "sign_in",
        "recipient": "anna@prove.example",
        "language": "nn",
        "subject": "Hei",
        "body": "Tekst\n",
    }
    return {"key": key, **usual, **given}


def _queue(key: str, **given: object) -> None:
    with unit_of_work():
        services.queue_mail(**_mail(key, **given))  # type: ignore[arg-type]


def _read(key: str) -> OutgoingMail:
    db.session.rollback()
    return db.session.scalars(select(OutgoingMail).where(OutgoingMail.key == key)).one()


def _sender(server: MailServer, **given: str) -> SmtpSender:
    return SmtpSender(
        host="127.0.0.1",
        port=server.port,
        sender="Samling <samling@prove.example>",
        step_seconds=SHORT_PATIENCE if server.manner == manners.HANGS else PATIENCE,
        user=given.get("user"),
        password=given.get("password"),
    )
