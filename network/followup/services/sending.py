"""Vouching for a briefing, and sending what is vouched for to the council's secretary (BF-5, BF-6)."""

from datetime import timedelta

from network.core import clock
from network.core.audit import audit
from network.core.db import after_commit, db
from network.core.edits import mark
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.followup.models import Briefing, BriefingApproval, BriefingSending, BriefingState
from network.followup.queries import briefings as queries
from network.followup.rules import briefings as rules
from network.followup.services import printing
from network.jobs.models import FAILED
from network.jobs.periodic import wake
from network.people.models import Municipality
from network.people.rules import clean_email, is_email
from network.writing import services as writing

MOST_SENT_A_DAY = 5
"""So many versions reach a secretary within a day: who has more to put right calls."""


def approve(briefing: Briefing, person_id: int, *, seen: str) -> None:
    """She vouches for the text that she read. Inside a unit of work.

    Raises Conflict when it is another text by now (BF-5).
    """
    if printing.printed(briefing).fingerprint != seen:
        raise Conflict(
            _("The text has been changed since you opened this page. Read it once more, and then vouch for it.")
        )
    row = db.session.get(BriefingApproval, (briefing.id, person_id))
    if row is not None and row.fingerprint == seen:
        return
    if row is None:
        row = BriefingApproval(briefing_id=briefing.id, person_id=person_id)
        db.session.add(row)
    row.fingerprint, row.at = seen, clock.now()
    db.session.flush()
    audit(person_id, "briefing.approve", "briefing", briefing.id, version=briefing.version)


def withdraw(briefing: Briefing, person_id: int) -> None:
    """She vouches for it no more. Inside a unit of work."""
    row = db.session.get(BriefingApproval, (briefing.id, person_id))
    if row is not None:
        db.session.delete(row)
        db.session.flush()
        audit(person_id, "briefing.withdraw", "briefing", briefing.id, version=briefing.version)


def send(briefing: Briefing, *, seen: str, by_id: int, to: str | None = None) -> BriefingSending:
    """On its way to the secretary. Inside a unit of work; the same again is the same sending (BF-6).

    What stands there when the text is closed is what must have been approved. The DOCX and the mail are made
    by the job, so nobody waits for them, and neither is lost when the server stops. `to` is the mark of the address
    that stood on her page; None takes whatever stands there: for programs.
    Raises Conflict when text or address is another than was seen, nobody vouches for it, there is no address, or when
    it was sent often enough today.
    """
    latest = next(iter(queries.sendings_of(briefing.id)), None)
    is_sent = briefing.state == BriefingState.SENT
    if is_sent and latest is not None and latest.outcome != FAILED:
        return latest
    if not briefing.municipality.secretary_email:
        raise Conflict(_("Nobody has said which address the council’s secretary has."))
    _check_sendable(briefing, seen)
    _check_how_often(briefing)
    if to is not None and to != mark(briefing.municipality.secretary_email):
        raise Conflict(_("The secretary has another address now. Look at it, and send once more."))
    if not is_sent:
        writing.close(briefing.writing)
        _check_sendable(briefing, seen)
    sending = _new_sending(briefing, seen, by_id)
    briefing.state, briefing.changed_at = BriefingState.SENT, clock.now()
    printing.want(briefing, "docx", seen)
    db.session.flush()
    audit(by_id, "briefing.send", "briefing", briefing.id, version=briefing.version)
    after_commit(lambda: wake(printing.JOB))
    return sending


def _check_sendable(briefing: Briefing, seen: str) -> None:
    """Asked before the text is closed, so that nobody who writes is stopped for nothing, and of what was closed."""
    if printing.printed(briefing).fingerprint != seen:
        raise Conflict(_("The text has been changed since you opened this page. Read it once more before you send it."))
    if not rules.counting(_approvals(briefing), seen):
        raise Conflict(_("Before it is sent at least one delegate vouches for the text as it stands now."))


def _check_how_often(briefing: Briefing) -> None:
    """No letter box outside the network is filled from here."""
    since = clock.now() - timedelta(days=1)
    sent = [one for one in queries.sendings_of(briefing.id) if one.at > since and one.outcome != FAILED]
    if len(sent) >= MOST_SENT_A_DAY:
        raise Conflict(
            _("This was sent %(count)s times since yesterday. Call the secretary, or wait a day.", count=len(sent))
        )


def _approvals(briefing: Briefing) -> list[tuple[int, str]]:
    return [(one.person_id, one.fingerprint) for one in queries.approvals_of(briefing.id)]


def _new_sending(briefing: Briefing, fingerprint: str, by_id: int) -> BriefingSending:
    number = len(queries.sendings_of(briefing.id)) + 1
    sending = BriefingSending(
        briefing_id=briefing.id,
        at=clock.now(),
        by_id=by_id,
        recipient=briefing.municipality.secretary_email,
        subject=printing.subject_of(briefing),
        mail_key=f"briefing-{briefing.public_id}-{number}",
        version=briefing.version,
        fingerprint=fingerprint,
        outcome="",
    )
    db.session.add(sending)
    db.session.flush()
    return sending


def reopen(briefing: Briefing, *, by_id: int | None) -> None:
    """Write on: a new version. What was sent stays sent. Inside a unit of work; opened twice it is opened once."""
    if briefing.state != BriefingState.SENT:
        return
    briefing.state, briefing.version, briefing.changed_at = BriefingState.DRAFT, briefing.version + 1, clock.now()
    writing.reopen(briefing.writing)
    db.session.flush()
    audit(by_id, "briefing.reopen", "briefing", briefing.id, version=briefing.version)


def set_secretary(municipality: Municipality, email: str, *, by_id: int | None, seen: str | None = None) -> None:
    """Where the council's papers go; "" when it is not known any more. Inside a unit of work.

    `seen` is the mark of the address that stood on the page; None overwrites it. Raises Invalid, and writing.Contested
    when somebody else has written another since (F16).
    """
    address = clean_email(email)
    if address and not is_email(address):
        raise Invalid(
            "secretary_email", _("This does not look like an e-mail address. Write it as name@municipality.no.")
        )
    if municipality.secretary_email != address:
        if seen is not None and seen != mark(municipality.secretary_email):
            raise writing.Contested(theirs=municipality.secretary_email, yours=address)
        municipality.secretary_email = address
        db.session.flush()
        audit(by_id, "municipality.secretary", "municipality", municipality.id, is_known=bool(address))
