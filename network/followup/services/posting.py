"""Work on briefings that nobody waits for: drafts, papers, the mail to the secretary and what came of it."""

import logging

from flask import Flask, render_template
from sqlalchemy import select

from network.actions.links import base_address
from network.core import clock, files
from network.core.db import after_commit, db, unit_of_work
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.core.language import speaking
from network.followup.models import Briefing, BriefingSending
from network.followup.queries import briefings as queries
from network.followup.services import briefings, printing
from network.jobs import models as outbox
from network.jobs import periodic, schedule
from network.jobs.schedule import Due
from network.jobs.services import queue_mail
from network.jobs.smtp import Attachment
from network.people.queries import the_network
from network.privacy import retention

log = logging.getLogger(__name__)

KIND = "briefing"
DRAFT_SECONDS, PAPER_SECONDS = 60.0, 5.0


def register(app: Flask) -> None:
    schedule.on_due(app, KIND, draft_due, words=_l("A draft for the council"))
    periodic.every(app, periodic.Job("briefing_drafts", DRAFT_SECONDS, draft_the_rest))
    retention.hold(retention.Holding("briefing_paper", printing.KEPT, printing.forget))
    periodic.every(app, periodic.Job(printing.JOB, PAPER_SECONDS, look_after))


def when_settled(*, agreement_id: int) -> None:
    """A municipality that may go home has its draft at once, made by a job (BF-1). Inside the unit of work."""
    agreement = queries.agreement_with(agreement_id)
    if agreement.ready_at is None and agreement.released_at is None:
        return
    about: dict[str, int | str] = {
        "gathering_id": agreement.gathering_id,
        "municipality_id": agreement.municipality_id,
        "address": base_address(),
    }
    key = f"briefing-{agreement.gathering_id}-{agreement.municipality_id}"
    schedule.plan(key, KIND, clock.now(), about, at_any_hour=True)
    after_commit(lambda: periodic.wake("schedule"))


def draft_due(due: Due) -> str:
    briefings.draft(
        int(due.about["gathering_id"]), int(due.about["municipality_id"]), address=str(due.about.get("address", ""))
    )
    return _("drafted")


def draft_the_rest() -> int:
    """When the day is over those who never became ready have theirs as well. One that fails holds no other up."""
    made = 0
    for gathering_id, municipality_id in queries.without_briefing():
        try:
            with unit_of_work():
                briefings.draft(gathering_id, municipality_id, address=base_address())
            made += 1
        except Exception:
            log.exception("no briefing for municipality %d", municipality_id)
    return made


def look_after() -> None:
    """Make what is wanted, hand it to the outbox, and note what came of it. What still waits costs no writing."""
    printing.make_wanted()
    for sending in queries.waiting_sendings():
        sending_id = sending.id
        if _stands_still(sending):
            continue
        with unit_of_work():
            post(db.session.get_one(BriefingSending, sending_id))


def _mail_of(sending: BriefingSending) -> outbox.OutgoingMail | None:
    return db.session.scalar(select(outbox.OutgoingMail).where(outbox.OutgoingMail.key == sending.mail_key))


def _stands_still(sending: BriefingSending) -> bool:
    """Whether its paper is still being made, or its mail on its way."""
    mail = _mail_of(sending)
    if mail is not None:
        return mail.state not in (outbox.SENT, outbox.FAILED)
    row = queries.file_of(sending.briefing_id, "docx", sending.fingerprint)
    return row is not None and row.file_id is None and not row.fault


def post(sending: BriefingSending) -> None:
    """One mail with the DOCX, once that is made; what came of it is noted here and outlives the mail (BF-6)."""
    mail = _mail_of(sending)
    if mail is not None:
        sending.outcome = mail.state if mail.state in (outbox.SENT, outbox.FAILED) else ""
        return
    row = queries.file_of(sending.briefing_id, "docx", sending.fingerprint)
    if row is None or row.fault:
        sending.outcome = outbox.FAILED
    elif row.file is not None:
        body = files.path_of(row.file.sha256).read_bytes()
        _queue(queries.with_texts(sending.briefing_id), sending, Attachment(row.file.name, row.file.mimetype, body))


def _queue(briefing: Briefing, sending: BriefingSending, paper: Attachment) -> None:
    contact = briefing.contact if briefing.contact is not None and briefing.contact.email else sending.by
    network = the_network()
    with speaking(briefing.language, zone=briefing.gathering.zone):
        body = render_template(
            "mail/briefing.txt",
            municipality=briefing.municipality.name,
            gathering=briefing.gathering,
            meeting_on=briefing.meeting_on,
            due=queries.deadline_of(briefing),
            route=printing.ROUTES[briefing.route],
            contact=contact,
            sender=sending.by,
            proposal=briefing.writing.words_of("proposal"),
            network=network.name if network else "",
        )
    queue_mail(
        key=sending.mail_key,
        kind=KIND,
        recipient=sending.recipient,
        language=briefing.language,
        subject=sending.subject,
        body=body,
        attachments=(paper,),
        reply_to=contact.email or "",
    )
