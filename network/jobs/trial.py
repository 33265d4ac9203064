"""A letter to oneself, to see whether the mail server takes it: the only mail that somebody waits for.

It is a row of the outbox like any other, so that the queue shows it and the answer can be read again. No unit of work
is open while the server is spoken to, and each step of the conversation has its time limit.
"""

import secrets

from network.core.db import db, unit_of_work
from network.jobs import mail_server
from network.jobs.models import FAILED, SENDING, SENT, OutgoingMail
from network.jobs.services import end_mail, fault_code, queue_mail
from network.jobs.smtp import Letter

KIND = "trial"


def send_trial(*, recipient: str, language: str, subject: str, body: str) -> None:
    """Send one letter now and keep what came of it. Opens units of work of its own, before and after."""
    with unit_of_work():
        mail = queue_mail(
            key=f"trial-{secrets.token_hex(16)}",
            kind=KIND,
            recipient=recipient,
            language=language,
            subject=subject,
            body=body,
        )
        mail.state, mail.attempts = SENDING, 1
        mail_id, letter = mail.id, Letter(mail.key, mail.recipient, mail.language, mail.subject, mail.body)
    fault = _fault_of(letter)
    with unit_of_work():
        end_mail(db.session.get_one(OutgoingMail, mail_id), FAILED if fault else SENT, fault=fault)


def _fault_of(letter: Letter) -> str | None:
    """What hindered the letter, as a code; None when the server took it."""
    try:
        sender = mail_server.sender()
    except mail_server.Unreadable:
        return "secret"
    if sender is None:
        return "nowhere"
    db.session.rollback()
    try:
        sender.send(letter)
    except Exception as fault:  # whatever it is, the page says so; a letter that is tried stays in nobody's way
        return fault_code(fault)
    finally:
        sender.close()
    return None
