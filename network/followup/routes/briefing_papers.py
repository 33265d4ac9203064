"""Reading a briefing as it will look, vouching for it, sending it, and its files."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize, can
from network.core import clock
from network.core.db import unit_of_work
from network.core.errors import Conflict, NotFound
from network.core.language import gettext as _
from network.followup.models import Briefing, BriefingState
from network.followup.queries import briefings as queries
from network.followup.rules import briefings as rules
from network.followup.services import printing, sending
from network.jobs import mail_server
from network.people.identity import actor
from network.people.queries import is_demo
from network.web.uploads import Upload, download

blueprint = Blueprint("briefing_papers", __name__, url_prefix="/briefings/<public_id>")


def _briefing(action: str, public_id: str) -> Briefing:
    return authorize(actor(), action, queries.briefing_by_public_id(public_id))


@blueprint.get("/paper")
@acts("briefing.read")
def show(public_id: str) -> ResponseReturnValue:
    return paper_page(_briefing("briefing.read", public_id))


@blueprint.post("/approval")
@acts("briefing.approve")
def approve(public_id: str) -> ResponseReturnValue:
    try:
        with unit_of_work():
            briefing = _briefing("briefing.approve", public_id)
            sending.approve(briefing, actor().person_id or 0, seen=request.form.get("seen", ""))
    except Conflict as refusal:
        return paper_page(_briefing("briefing.read", public_id), said=refusal.message, status=409)
    flash(_("You vouch for the text."), "success")
    return _back(public_id, "approval")


@blueprint.post("/approval/end")
@acts("briefing.approve")
def withdraw(public_id: str) -> ResponseReturnValue:
    with unit_of_work():
        sending.withdraw(_briefing("briefing.approve", public_id), actor().person_id or 0)
    return _back(public_id, "approval")


@blueprint.post("/sending")
@acts("briefing.send")
def send(public_id: str) -> ResponseReturnValue:
    """One mail, however often it is pressed (BF-6)."""
    _briefing("briefing.send", public_id)
    if not can_be_mailed():
        said = _("There is no mail server here. Download the paper, and send it from your own mail.")
        return paper_page(_briefing("briefing.read", public_id), said=said, status=409)
    try:
        with unit_of_work():
            briefing = _briefing("briefing.send", public_id)
            seen, to = request.form.get("seen", ""), request.form.get("to", "")
            sending.send(briefing, seen=seen, to=to, by_id=actor().person_id or 0)
    except Conflict as refusal:
        return paper_page(_briefing("briefing.read", public_id), said=refusal.message, status=409)
    return _back(public_id, "send")


@blueprint.post("/reopening")
@acts("briefing.send")
def reopen(public_id: str) -> ResponseReturnValue:
    with unit_of_work():
        sending.reopen(_briefing("briefing.send", public_id), by_id=actor().person_id)
    flash(_("You can write again. What was sent stays sent; send the new version when it is vouched for."), "success")
    return redirect(url_for("briefings.show", public_id=public_id), 303)


@blueprint.post("/papers/<kind>")
@acts("briefing.read")
def make(public_id: str, kind: str) -> ResponseReturnValue:
    """Have a paper made of the text as it stands; the page says when it is there (BF-7)."""
    try:
        with unit_of_work():
            briefing = _briefing("briefing.read", public_id)
            if kind not in printing.KINDS:
                raise NotFound()
            printing.ask_for(briefing, kind)
    except Conflict as refusal:
        return paper_page(_briefing("briefing.read", public_id), said=refusal.message, status=409)
    return _back(public_id, "files")


@blueprint.get("/papers/<kind>")
@acts("briefing.read")
def fetch(public_id: str, kind: str) -> ResponseReturnValue:
    briefing = _briefing("briefing.read", public_id)
    row = queries.file_of(briefing.id, kind, printing.printed(briefing).fingerprint) if kind in printing.KINDS else None
    if row is None or row.file is None:
        raise NotFound()
    file = row.file
    return download(Upload(file.sha256, file.name, file.mimetype, file.size_bytes))


def can_be_mailed() -> bool:
    """Whether a mail would leave here; the demo shows its outbox instead."""
    try:
        return is_demo() or mail_server.sender() is not None
    except mail_server.Unreadable:
        return False


def paper_page(briefing: Briefing, *, said: str = "", yours: Sequence[str] = (), status: int = 200) -> tuple[str, int]:
    """The paper as it stands; `said` is what went wrong, `yours` what she typed and could not be taken."""
    page, asker = printing.printed(briefing), actor()
    now = page.fingerprint
    approvals = queries.approvals_of(briefing.id)
    counting = rules.counting([(one.person_id, one.fingerprint) for one in approvals], now)
    due = queries.deadline_of(briefing)
    drawn = render_template(
        "followup/briefing_paper.html",
        briefing=briefing,
        page=page,
        now=now,
        approvals=[(one, one.person_id in counting) for one in approvals],
        is_approved=bool(counting),
        is_mine=asker.person_id in counting,
        files=_files(briefing, now),
        plain=printing.plain_text(page),
        subject=printing.subject_of(briefing),
        file_name=printing.name_of(briefing, "docx"),
        due=due,
        is_late=due is not None and due < clock.now(),
        is_sent=briefing.state == BriefingState.SENT,
        sendings=queries.sendings_of(briefing.id) if can(asker, "briefing.send", briefing) else (),
        has_mail=can_be_mailed(),
        may_edit=can(asker, "briefing.edit", briefing),
        may_approve=can(asker, "briefing.approve", briefing),
        may_send=can(asker, "briefing.send", briefing),
        may_set_address=can(asker, "municipality.run", briefing.municipality),
        said=said,
        yours=yours,
    )
    return drawn, status


def _files(briefing: Briefing, fingerprint: str) -> dict[str, str]:
    """Kind → "none", "coming", "there", or why it could not be made."""
    found = {}
    for kind in printing.KINDS:
        row = queries.file_of(briefing.id, kind, fingerprint)
        if row is None:
            found[kind] = "none"
        elif row.file_id is not None:
            found[kind] = "there"
        else:
            found[kind] = row.fault or "coming"
    return found


def _back(public_id: str, anchor: str) -> ResponseReturnValue:
    return redirect(url_for("briefing_papers.show", public_id=public_id, _anchor=anchor), 303)
