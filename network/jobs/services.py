"""Putting mail in the outbox, and getting it out."""

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from sqlalchemy import delete, select, update

from network.core import clock
from network.core.db import after_commit, db, unit_of_work
from network.core.errors import Invalid
from network.core.language import current_zone
from network.core.language import gettext as _
from network.jobs import budget, hours, queries, rules
from network.jobs.models import FAILED, QUEUED, SENDING, SENT, WITHHELD, JobState, MailAttachment, OutgoingMail
from network.jobs.periodic import wake
from network.jobs.smtp import Attachment, Letter, MailError, Refused, Sender, Unreachable

log = logging.getLogger(__name__)

BATCH = 20
_at_any_hour: ContextVar[bool] = ContextVar("at_any_hour", default=True)
_MIMETYPE = re.compile(r"[a-z]+/[a-z0-9.+-]{1,80}")


def queue_mail(
    *,
    key: str,
    kind: str,
    recipient: str | None,
    language: str,
    subject: str,
    body: str,
    useless_after: datetime | None = None,
    attachments: Sequence[Attachment] = (),
    reply_to: str = "",
) -> OutgoingMail:
    """Have a mail sent once the open unit of work is stored. The same `key` gives one mail, however often asked for.

    An answer goes to `reply_to`, if there is one.
    Without a recipient the row is written all the same, empty and never sent (see OutgoingMail). One for which the
    recipient's budget has no room is given up at once, and shown so (rule SC-7).
    Raises Invalid when the files are too large for a mail (rule JO-5).
    """
    already = db.session.scalar(select(OutgoingMail).where(OutgoingMail.key == key))
    if already is not None:
        return already
    mail = OutgoingMail(
        key=key,
        kind=kind,
        recipient=recipient or "",
        language=language,
        subject=subject,
        body=body if recipient else "",
        state=QUEUED if recipient else WITHHELD,
        attempts=0,
        queued_at=clock.now(),
        next_try_at=clock.now(),
        useless_after=useless_after,
        attachments=_kept(attachments) if recipient else [],
        at_any_hour=_at_any_hour.get(),
        reply_to=reply_to if recipient else "",
    )
    db.session.add(mail)
    if recipient and budget.has_room(recipient, kind):
        budget.count(recipient, kind)
    elif recipient:
        end_mail(mail, FAILED, fault="budget")
    db.session.flush()
    after_commit(lambda: wake("mail"))
    return mail


@contextmanager
def planned(*, at_any_hour: bool) -> Iterator[None]:
    """Mails that are queued inside come from a plan, and leave by day unless it says otherwise (rule SC-5)."""
    token = _at_any_hour.set(at_any_hour)
    try:
        yield
    finally:
        _at_any_hour.reset(token)


def _kept(attachments: Sequence[Attachment]) -> list[MailAttachment]:
    """The files as rows. Raises ValueError for a kind of file that is none: it would become a header."""
    if sum(len(file.body) for file in attachments) > rules.MOST_ATTACHED_BYTES:
        most = rules.MOST_ATTACHED_BYTES // 1_000_000
        raise Invalid("attachments", _("An e-mail carries at most %(most)s MB of files.", most=most))
    for file in attachments:
        if not _MIMETYPE.fullmatch(file.mimetype) or not (file.method or "REQUEST").isalpha():
            raise ValueError(f"no kind of file: {file.mimetype!r} {file.method!r}")
    return [
        MailAttachment(
            name=rules.safe_file_name(file.name),
            mimetype=file.mimetype,
            method=file.method,
            size_bytes=len(file.body),
            body=file.body,
        )
        for file in attachments
    ]


def deliver_due(sender: Sender, *, keep_body: bool = False) -> int:
    """Send what is due and say how many left.

    A mail that fails waits its turn; a server that is away ends the round. No unit of work is open while the server
    is spoken to. Without `keep_body` the text is wiped once it has left: it may hold a way in.
    """
    sent = 0
    try:
        is_night = hours.is_quiet(clock.now(), current_zone())
        for mail_id in queries.due_mail_ids(clock.now(), limit=BATCH, is_night=is_night):
            letter = _claim(mail_id)
            if letter is None:
                continue
            try:
                sender.send(letter)
            except Unreachable as fault:
                _postpone(mail_id, fault)
                break
            except Exception as fault:
                _postpone(mail_id, fault)
            else:
                _end(mail_id, SENT, keep_body=keep_body)
                sent += 1
    finally:
        sender.close()
    return sent


def _claim(mail_id: int) -> Letter | None:
    """Take a mail for sending; None if it is no longer waiting or nobody has use for it now."""
    now = clock.now()
    with unit_of_work():
        mail = db.session.get(OutgoingMail, mail_id, with_for_update=True)
        if mail is None or mail.state != QUEUED:
            return None
        if mail.useless_after is not None and mail.useless_after <= now:
            end_mail(mail, FAILED, fault="age")
            return None
        mail.state = SENDING
        mail.attempts += 1
        return Letter(
            key=mail.key,
            recipient=mail.recipient,
            language=mail.language,
            subject=mail.subject,
            body=mail.body,
            attachments=queries.attachments_of(mail.id),
            reply_to=mail.reply_to,
        )


def _postpone(mail_id: int, fault: Exception) -> None:
    log.warning("mail %d was not sent: %s", mail_id, fault_code(fault))
    with unit_of_work():
        mail = db.session.get_one(OutgoingMail, mail_id)
        now = clock.now()
        again = rules.next_try(mail.attempts, queued_at=mail.queued_at, useless_after=mail.useless_after, now=now)
        if again is None or isinstance(fault, Refused):
            end_mail(mail, FAILED, fault=fault_code(fault))
            return
        mail.state, mail.next_try_at, mail.last_fault = QUEUED, again, fault_code(fault)


def _end(mail_id: int, state: str, *, keep_body: bool) -> None:
    with unit_of_work():
        mail = db.session.get_one(OutgoingMail, mail_id)
        end_mail(mail, state, fault=None, keep_body=keep_body)


def end_mail(mail: OutgoingMail, state: str, *, fault: str | None, keep_body: bool = False) -> None:
    """A mail has left or is given up. Its text is wiped, since it may hold a way in."""
    mail.state, mail.ended_at, mail.last_fault = state, clock.now(), fault
    if not keep_body:
        mail.body = ""


def fault_code(fault: BaseException) -> str:
    """What went wrong, as it is stored: a word of `smtp`, else the fault's kind. Never an address or a text."""
    return str(fault) if isinstance(fault, MailError) else type(fault).__name__


def recover() -> int:
    """After a restart: mail that was being sent when the program stopped is tried again. Says how many.

    If the server had taken it just before, it comes twice with one Message-ID, which mail programs show once.
    """
    with unit_of_work():
        rows = update(OutgoingMail).where(OutgoingMail.state == SENDING)
        return int(db.session.execute(rows.values(state=QUEUED, next_try_at=clock.now())).rowcount)  # type: ignore[attr-defined]


def empty_attachments(before: datetime) -> int:
    """Let go of the bytes of files whose mail ended before this moment; their names go with the mail (rule JO-6)."""
    ended = select(OutgoingMail.id).where(OutgoingMail.state.in_((SENT, FAILED)), OutgoingMail.ended_at < before)
    rows = update(MailAttachment).where(MailAttachment.mail_id.in_(ended), MailAttachment.body.is_not(None))
    return int(db.session.execute(rows.values(body=None)).rowcount)  # type: ignore[attr-defined]


def forget_mail(before: datetime) -> int:
    """Delete mail that ended, or was withheld, before this moment, and what is left of what it carried."""
    is_over = OutgoingMail.state.in_((SENT, FAILED, WITHHELD)) & (OutgoingMail.queued_at < before)
    return int(db.session.execute(delete(OutgoingMail).where(is_over)).rowcount)  # type: ignore[attr-defined]


def note_run(name: str, *, fault: str | None) -> None:
    """Write down how a run of a periodic job went, inside a unit of work."""
    state = db.session.get(JobState, name)
    if state is None:
        state = JobState(name=name, failures_in_a_row=0)
        db.session.add(state)
    state.last_run_at = clock.now()
    if fault is None:
        state.last_success_at, state.failures_in_a_row, state.last_fault = clock.now(), 0, None
    else:
        state.failures_in_a_row, state.last_fault = state.failures_in_a_row + 1, fault
