"""How many mails a person gets: at most six in twelve weeks, besides those that she asks for (rule SC-7).

A mail is forgotten after some days, and who got it. What is counted is kept for twelve weeks: a kind, a moment, and a
fingerprint of the address made with the installation's key, so that the table alone names nobody.
"""

import hashlib
import hmac
from collections import Counter
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, func, select

from network.core import clock
from network.core.db import db
from network.core.settings import Settings
from network.jobs.models import MailTally

WEEKS = timedelta(weeks=12)
MOST = 6
ASKED_FOR = frozenset({"sign_in", "trial"})
"""Not counted: whoever gets one has just asked for it."""
ABOUT_THE_DAY = frozenset({"invitation", "substitute", "practical", "changed", "cancelled", "briefing"})
"""Counted, and never held back: somebody sends each of them, and without them a delegate finds a locked door, or a
council's secretary lacks a paper."""


def counts(recipient: str, *, now: datetime | None = None) -> Counter[str]:
    """What this address has been sent in the twelve weeks until now, by kind."""
    since = (now or clock.now()) - WEEKS
    rows = select(MailTally.kind, func.count()).where(MailTally.recipient == _mark(recipient), MailTally.at > since)
    return Counter({row[0]: int(row[1]) for row in db.session.execute(rows.group_by(MailTally.kind))})


def has_room(recipient: str, kind: str) -> bool:
    """Whether a mail of this kind may go to this address now."""
    if kind in ASKED_FOR or kind in ABOUT_THE_DAY:
        return True
    return counts(recipient).total() < MOST


def count(recipient: str, kind: str) -> None:
    """Write down that a mail goes, in the unit of work that queues it."""
    if kind not in ASKED_FOR:
        db.session.add(MailTally(recipient=_mark(recipient), kind=kind, at=clock.now()))


def forget(before: datetime) -> int:
    """Counts are of no use when their twelve weeks are over."""
    return int(db.session.execute(delete(MailTally).where(MailTally.at < before)).rowcount)  # type: ignore[attr-defined]


def _mark(recipient: str) -> str:
    settings: Settings = current_app.extensions["settings"]
    said = f"mail-tally:{recipient.strip().lower()}"
    return hmac.new(settings.secret_key.encode(), said.encode(), hashlib.sha256).hexdigest()
