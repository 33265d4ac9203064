"""Reading the queue."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload, undefer

from network.core.db import db
from network.jobs.models import (
    FAILED,
    QUEUED,
    SENDING,
    SENT,
    STATES,
    WAITING,
    WITHHELD,
    JobState,
    MailAttachment,
    OutgoingMail,
    ScheduledTask,
)
from network.jobs.smtp import Attachment

OURS = ("budget", "age")
"""Why a mail was given up that nobody tried to hand over: it says nothing of the address."""
_WITH_NAMES = selectinload(OutgoingMail.attachments)
"""Name and size of what a mail carries, for all mails of a list at once."""


def due_mail_ids(now: datetime, *, limit: int, is_night: bool = False) -> Sequence[int]:
    """The mails whose time has come, oldest first; at night those alone that somebody waits for."""
    rows = select(OutgoingMail.id).where(OutgoingMail.state == QUEUED, OutgoingMail.next_try_at <= now)
    if is_night:
        rows = rows.where(OutgoingMail.at_any_hour.is_(True))
    return db.session.scalars(rows.order_by(OutgoingMail.next_try_at, OutgoingMail.id).limit(limit)).all()


def mail_counts() -> dict[str, int]:
    """How many mails stand in each state. Shape: every state of STATES, also those with none."""
    rows = db.session.execute(select(OutgoingMail.state, func.count()).group_by(OutgoingMail.state))
    found = {row[0]: int(row[1]) for row in rows}
    return {state: found.get(state, 0) for state in STATES}


def troubled_mail(*, limit: int = 50) -> Sequence[OutgoingMail]:
    """Mails that wait after a failed attempt or were given up, newest first."""
    is_waiting = OutgoingMail.state.in_((QUEUED, SENDING)) & (OutgoingMail.attempts > 0)
    rows = select(OutgoingMail).where(is_waiting | (OutgoingMail.state == FAILED))
    return db.session.scalars(rows.order_by(OutgoingMail.id.desc()).limit(limit).options(_WITH_NAMES)).all()


def unreached(addresses: Collection[str]) -> set[str]:
    """Those of the addresses whose latest mail no server took. A mail is forgotten after a week, and this with it."""
    rows = select(OutgoingMail.recipient, OutgoingMail.state, OutgoingMail.last_fault).where(
        OutgoingMail.recipient.in_(sorted(addresses)), OutgoingMail.state.in_((SENT, FAILED))
    )
    latest = {row[0]: (row[1], row[2]) for row in db.session.execute(rows.order_by(OutgoingMail.id))}
    return {address for address, (state, fault) in latest.items() if state == FAILED and fault not in OURS}


def attachments_of(mail_id: int) -> tuple[Attachment, ...]:
    """The files of a mail that is to leave, with their bytes."""
    rows = select(MailAttachment).where(MailAttachment.mail_id == mail_id, MailAttachment.body.is_not(None))
    files = db.session.scalars(rows.order_by(MailAttachment.id).options(undefer(MailAttachment.body)))
    return tuple(Attachment(file.name, file.mimetype, file.body or b"", file.method) for file in files)


def late_mail(before: datetime) -> tuple[int, str | None]:
    """How many mails were due before this moment and still wait, and what hindered the oldest of them."""
    waits = OutgoingMail.state.in_((QUEUED, SENDING)) & (OutgoingMail.queued_at < before)
    number = int(db.session.scalar(select(func.count()).select_from(OutgoingMail).where(waits)) or 0)
    oldest = select(OutgoingMail.last_fault).where(waits).order_by(OutgoingMail.id).limit(1)
    return number, db.session.scalar(oldest)


def latest_mail(*, limit: int = 50) -> Sequence[OutgoingMail]:
    """All real mails, newest first. For the demo, which has no mail server."""
    rows = select(OutgoingMail).where(OutgoingMail.state != WITHHELD)
    return db.session.scalars(rows.order_by(OutgoingMail.id.desc()).limit(limit).options(_WITH_NAMES)).all()


def latest_mail_of(kind: str) -> OutgoingMail | None:
    """The newest mail of one kind, whatever came of it."""
    rows = select(OutgoingMail).where(OutgoingMail.kind == kind).order_by(OutgoingMail.id.desc())
    return db.session.scalar(rows.limit(1))


def last_sent_at() -> datetime | None:
    """When a mail last left."""
    return db.session.scalar(select(func.max(OutgoingMail.ended_at)).where(OutgoingMail.state == SENT))


def troubled_jobs() -> Sequence[JobState]:
    """Periodic jobs whose last run failed."""
    return db.session.scalars(select(JobState).where(JobState.failures_in_a_row > 0).order_by(JobState.name)).all()


def job_states() -> Sequence[JobState]:
    return db.session.scalars(select(JobState).order_by(JobState.name)).all()


def planned_tasks(*, limit: int = 100) -> Sequence[ScheduledTask]:
    """What is planned and waits, soonest first; behind it what has ended, newest first."""
    waiting = select(ScheduledTask).where(ScheduledTask.state == WAITING)
    waits = db.session.scalars(waiting.order_by(ScheduledTask.due_at, ScheduledTask.id).limit(limit)).all()
    ended = select(ScheduledTask).where(ScheduledTask.state != WAITING)
    return [*waits, *db.session.scalars(ended.order_by(ScheduledTask.ended_at.desc(), ScheduledTask.id).limit(limit))]


def planned_count() -> int:
    """How many tasks wait."""
    rows = select(func.count()).select_from(ScheduledTask).where(ScheduledTask.state == WAITING)
    return int(db.session.scalar(rows) or 0)
