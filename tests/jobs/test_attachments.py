"""What a mail carries: whole bytes, names that people wrote, once, and not for longer than needed (JO-5, JO-6)."""

import hashlib
import random
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import func, select

from network.core import clock
from network.core.db import db, unit_of_work
from network.core.errors import Invalid
from network.jobs import queries, rules, services
from network.jobs.models import MailAttachment
from network.jobs.smtp import Attachment, SmtpSender
from network.privacy import retention
from tests.jobs.smtp_server import DROPS, DROPS_AFTER_DATA, TAKES, MailServer, mail_server

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BYTES = b"PK\x03\x04" + random.Random(5).randbytes(300_000) + b"\r\n.\r\n\x00From here\n"
"""As a DOCX begins, with all that a conversation with a mail server could trip over."""
PAPER = Attachment("Orientering til kommunestyret på Ærøy – åpen.docx", DOCX, BYTES)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def queue(*files: Attachment, key: str = "k") -> None:
    with unit_of_work():
        services.queue_mail(
            key=key,
            kind="trial",
            recipient="anna@prove.example",
            language="nn",
            subject="Hei",
            body="Sjå vedlegget på neste side\n",
            attachments=files,
        )


def deliver(server: MailServer) -> int:
    return services.deliver_due(
        SmtpSender(host="127.0.0.1", port=server.port, sender="Samling <samling@prove.example>", step_seconds=8.0)
    )


def files_of(letter: EmailMessage) -> list[tuple[str | None, str, str]]:
    """Name, kind and fingerprint of each file in a letter."""
    return [
        (part.get_filename(), part.get_content_type(), hashlib.sha256(part.get_payload(decode=True)).hexdigest())  # type: ignore[arg-type]
        for part in letter.iter_attachments()
    ]


def stored(what: str = "count") -> int:
    db.session.rollback()
    value = func.count() if what == "count" else func.coalesce(func.sum(func.length(MailAttachment.body)), 0)
    return int(db.session.scalar(select(value).select_from(MailAttachment)) or 0)


def test_a_file_comes_whole_and_under_the_name_that_it_has(app: Flask, server: MailServer) -> None:
    """JO-5"""
    queue(PAPER, Attachment("to.pdf", "application/pdf", b"%PDF-"))

    deliver(server)

    assert files_of(server.taken[0]) == [
        (PAPER.name, DOCX, hashlib.sha256(BYTES).hexdigest()),
        ("to.pdf", "application/pdf", hashlib.sha256(b"%PDF-").hexdigest()),
    ]


def test_the_text_stays_the_text_and_in_its_language(app: Flask, server: MailServer) -> None:
    queue(PAPER)

    deliver(server)

    text = server.taken[0].get_body()
    assert text is not None
    assert (text.get_content().strip(), text["Content-Language"]) == ("Sjå vedlegget på neste side", "nn")


@pytest.mark.parametrize("manner", [DROPS, DROPS_AFTER_DATA])
def test_after_a_mail_server_in_trouble_the_file_comes_once_and_whole(app: Flask, manner: str) -> None:
    with mail_server(manner) as server:
        queue(PAPER)
        deliver(server)
        server.manner = TAKES
        clock.advance(rules.wait_after(1).total_seconds())
        sent = [deliver(server), deliver(server)]

    assert (sent, len(server.taken)) == ([1, 0], 1)
    assert files_of(server.taken[0]) == [(PAPER.name, DOCX, hashlib.sha256(BYTES).hexdigest())]


def test_control_a_file_whose_bytes_were_let_go_does_not_come(app: Flask, server: MailServer) -> None:
    queue(PAPER)
    with unit_of_work():
        db.session.scalars(select(MailAttachment)).one().body = None

    deliver(server)

    assert files_of(server.taken[0]) == []


def test_the_same_key_stores_its_files_once(app: Flask) -> None:
    """JO-2"""
    for _ in range(3):
        queue(PAPER)

    assert stored() == 1


def test_a_calendar_says_what_shall_be_done_with_it(app: Flask, server: MailServer) -> None:
    queue(Attachment("samling.ics", "text/calendar", "BEGIN:VCALENDAR\r\nSUMMARY:På Ærøy\r\n".encode(), "CANCEL"))

    deliver(server)

    part = next(iter(server.taken[0].iter_attachments()))
    assert (part.get_content_type(), part.get_param("method"), part.get_content_charset()) == (
        "text/calendar",
        "CANCEL",
        "utf-8",
    )
    assert "På Ærøy" in part.get_content()


def test_more_than_a_mail_carries_is_refused_and_no_mail_is_left(app: Flask) -> None:
    """JO-5"""
    half = Attachment("half.pdf", "application/pdf", bytes(rules.MOST_ATTACHED_BYTES // 2))
    queue(half, half, key="fits")

    with pytest.raises(Invalid):
        queue(half, half, Attachment("one.txt", "text/plain", b"."), key="does not fit")

    assert (stored(), sum(queries.mail_counts().values())) == (2, 1)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Ærøy på øya – åpen.docx", "Ærøy på øya – åpen.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\kai\\sak 12.docx", "sak 12.docx"),
        ("sak\r\nBcc: alle@prove.example.docx", "sak Bcc- alle@prove.example.docx"),
        ("sak\u202excod.exe", "sakxcod.exe"),
        ("A\u030arssak.docx", "Årssak.docx"),
        ('hva "nå"?.pdf', "hva -nå--.pdf"),
        ("å" * 200 + ".docx", "å" * 75 + ".docx"),
        (" ... ", "samling"),
        ("\ud800.pdf", "pdf"),
    ],
)
def test_a_name_is_one_that_every_machine_can_keep(given: str, kept: str) -> None:
    assert rules.safe_file_name(given) == kept


@pytest.mark.parametrize("kind", ["text/calendar; x=y", "text", "text/html\r\nBcc: a@b.example", "", "TEXT/x"])
def test_a_kind_of_file_that_is_none_is_not_stored(app: Flask, kind: str) -> None:
    with pytest.raises(ValueError, match="no kind of file"):
        queue(Attachment("a.txt", kind, b"."))

    assert stored() == 0


def test_the_bytes_go_two_days_after_the_mail_and_the_name_with_it(app: Flask, server: MailServer) -> None:
    """JO-6"""
    queue(PAPER)
    deliver(server)
    queue(PAPER, key="waits")
    left = []
    for days in (1, 2, 6):
        clock.advance(timedelta(days=days).total_seconds())
        retention.purge_all()
        left.append((stored(), stored("bytes")))

    assert left == [(2, 2 * len(BYTES)), (2, len(BYTES)), (1, len(BYTES))]


def test_the_list_of_what_waits_reads_no_bytes(app: Flask) -> None:
    """Control of the other half: the bytes are there, for whoever asks for them."""
    queue(PAPER)
    db.session.rollback()

    file = queries.latest_mail()[0].attachments[0]

    assert (file.name, file.size_bytes, "body" in file.__dict__) == (PAPER.name, len(BYTES), False)
    assert file.body == BYTES
