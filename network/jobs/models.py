"""Tables of the work that nobody waits for."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.access.scopes import Facts
from network.core.db import Model, UtcDateTime

QUEUED, SENDING, SENT, FAILED, WITHHELD = "queued", "sending", "sent", "failed", "withheld"
STATES = (QUEUED, SENDING, SENT, FAILED)
WAITING, DONE, DROPPED = "waiting", "done", "dropped"


class OutgoingMail(Model):
    """One mail to one person, written by whoever wants it sent and posted by the mail job.

    `withheld` is a mail to nobody: it costs the same work as a real one, so that an answer tells nothing by its time.
    `at_any_hour`: a person waits for it, or has sent it; what a plan sends leaves by day. `reply_to` is the person whom
    an answer goes to; without one it goes to the sender.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (Index("ix_outgoing_mail_due", "state", "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(5))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str]
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    useless_after: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_fault: Mapped[str | None] = mapped_column(String(200))
    at_any_hour: Mapped[bool] = mapped_column(default=True, server_default=true())
    reply_to: Mapped[str] = mapped_column(String(254), default="", server_default="")
    attachments: Mapped[list["MailAttachment"]] = relationship(order_by="MailAttachment.id", passive_deletes=True)


class MailAttachment(Model):
    """A file that a mail carries, stored with it, so that it outlives a restart and every new attempt.

    `body` is read only by the job that sends it, and emptied some days after (rule JO-6); name and size stay as long as
    the mail. `method` is what a calendar shall do with it (RFC 6047): None for all that is no calendar.
    """

    __tablename__ = "mail_attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("outgoing_mail.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    mimetype: Mapped[str] = mapped_column(String(100))
    method: Mapped[str | None] = mapped_column(String(10))
    size_bytes: Mapped[int]
    body: Mapped[bytes | None] = mapped_column(deferred=True)


class MailServer(Model):
    """The mail server that was set in the browser: at most one row. What the environment says goes before it.

    `secret` is the password, encrypted with a key made from the installation's own.
    """

    __tablename__ = "mail_server"

    id: Mapped[int] = mapped_column(primary_key=True)
    host: Mapped[str] = mapped_column(String(253))
    port: Mapped[int]
    security: Mapped[str] = mapped_column(String(10))
    user: Mapped[str] = mapped_column(String(254), default="")
    secret: Mapped[str] = mapped_column(default="")
    sender: Mapped[str] = mapped_column(String(254))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class JobState(Model):
    """How a periodic job has fared, for the page that shows the queue."""

    __tablename__ = "job_state"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    last_run_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_success_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failures_in_a_row: Mapped[int] = mapped_column(default=0)
    last_fault: Mapped[str | None] = mapped_column(String(200))


class ScheduledTask(Model):
    """Something to be done at a moment, once: a reminder, a question how an action goes.

    `key` makes it one, however often it is planned; `about` is the JSON that its handler needs, ids alone. `state` is
    WAITING, DONE (it did what it should, in the same commit), DROPPED (nobody has use for it any more, with the reason
    in `outcome`) or FAILED. Without `at_any_hour` it waits for the morning when it is due at night.
    """

    __tablename__ = "scheduled_task"
    __table_args__ = (Index("ix_scheduled_task_due", "state", "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    about: Mapped[str]
    state: Mapped[str] = mapped_column(String(10))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(String(200), default="")
    at_any_hour: Mapped[bool] = mapped_column(default=False)

    def facts(self) -> Facts:
        return Facts()


class MailTally(Model):
    """A mail that somebody was sent, when its text and address are long forgotten. `recipient` is a keyed hash."""

    __tablename__ = "mail_tally"
    __table_args__ = (Index("ix_mail_tally_recipient", "recipient", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
