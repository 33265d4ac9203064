"""Inviting: the letter seen as others see it, sending, reminding, telling, and letters on paper."""

import secrets
from collections import Counter
from collections.abc import Callable, Sequence

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from network.access.guard import acts, authorize
from network.core import clock
from network.core.db import db, unit_of_work
from network.core.language import gettext as _
from network.core.language import ngettext
from network.jobs import mail_server
from network.people import queries as people
from network.people import reach
from network.people.identity import actor
from network.people.models import Person
from network.sessions.gatherings.forms.invitations import ROLE_WORDS, OtherForm
from network.sessions.gatherings.letters import Links, letter
from network.sessions.gatherings.models import Gathering, GatheringRole, Invitation
from network.sessions.gatherings.queries import invitations as queries
from network.sessions.gatherings.queries.calendar import person_by_key
from network.sessions.gatherings.queries.members import member
from network.sessions.gatherings.queries.programme import programme
from network.sessions.gatherings.routes.editing import gathering_to, links_for, reply_token, whole
from network.sessions.gatherings.services import inviting
from network.sessions.gatherings.services.door import take_tap
from network.sessions.gatherings.words import MAIL_WORDS
from network.web.qr import qr_svg

blueprint = Blueprint("invitations", __name__, url_prefix="/gatherings/<public_id>/invitations")
SAMPLE = "sample"
"""Stands where a real link's token would: whoever follows it is told that it was only a trial."""

Act = Callable[..., int]
KEY_BYTES = 16


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("")
@acts("invitation.read")
def page(public_id: str) -> ResponseReturnValue:
    return _page(gathering_to("invitation.create", public_id), _other_form())


@blueprint.get("/preview")
@acts("invitation.read")
def preview(public_id: str) -> ResponseReturnValue:
    """The letter as one of those to be invited will read it. Her own link is not in it."""
    gathering = gathering_to("invitation.create", public_id)
    readers = [invitee.person for invitee in queries.invitees(gathering)]
    chosen = next((one for one in readers if one.public_key == request.args.get("person")), None)
    reader = chosen or (readers[0] if readers else db.session.get_one(Person, actor().person_id))
    text = letter("invitation", gathering, reader, _sample(gathering), programme=programme(gathering))
    return render_template(
        "sessions/gatherings/preview.html", gathering=gathering, readers=readers, reader=reader, text=text
    )


@blueprint.post("/trial")
@acts("invitation.create")
def try_it(public_id: str) -> ResponseReturnValue:
    with unit_of_work():
        gathering = gathering_to("invitation.create", public_id)
        person = db.session.get_one(Person, actor().person_id)
        inviting.send_trial(gathering, person, _sample(gathering))
    flash(_("A trial is on its way to %(email)s.", email=person.email or "–"), "success")
    return _back(public_id)


@blueprint.post("")
@acts("invitation.create")
def send(public_id: str) -> ResponseReturnValue:
    """Ask everybody who has not been asked yet: by mail where there is an address, on paper where there is none."""
    asked = _do(inviting.invite_all, public_id)
    said = ngettext("%(num)s person is invited.", "%(num)s people are invited.", asked)
    flash(said if asked else _("Everybody has been invited already."), "success")
    return _back(public_id)


@blueprint.post("/reminders")
@acts("invitation.create")
def remind(public_id: str) -> ResponseReturnValue:
    reminded = _do(inviting.remind_silent, public_id)
    said = ngettext("%(num)s reminder is on its way.", "%(num)s reminders are on their way.", reminded)
    flash(said if reminded else _("Nobody to remind: they have answered, or had mail within the last day."), "success")
    return _back(public_id)


@blueprint.post("/practical")
@acts("invitation.create")
def send_practical(public_id: str) -> ResponseReturnValue:
    return _told(_do(inviting.send_practical, public_id), public_id)


@blueprint.post("/changes")
@acts("invitation.create")
def tell_changed(public_id: str) -> ResponseReturnValue:
    return _told(_do(inviting.tell_changed, public_id), public_id)


@blueprint.post("/others")
@acts("invitation.create")
def add_other(public_id: str) -> ResponseReturnValue:
    form = _other_form()
    if not form.validate_on_submit():
        return _page(gathering_to("invitation.create", public_id), form), 422
    with unit_of_work():
        gathering = gathering_to("invitation.create", public_id)
        if not form.key.data or take_tap(form.key.data, gathering, said=f"other {form.name.data}"[:60], at=clock.now()):
            inviting.ask_other(actor().person_id, gathering, form.newcomer())
    flash(_("%(name)s is on the list.", name=form.name.data), "success")
    return _back(public_id)


@blueprint.post("/others/<person_key>/removal")
@acts("invitation.create")
def remove_other(public_id: str, person_key: str) -> ResponseReturnValue:
    with unit_of_work():
        gathering = gathering_to("invitation.create", public_id)
        person = person_by_key(person_key)
        listed = member(gathering.id, person.id if person else None)
        if listed is not None:
            inviting.take_off(actor().person_id, gathering, authorize(actor(), "gathering.edit", listed).person_id)
    if listed is None:
        flash(_("She is off the list already."), "info")
    return _back(public_id)


@blueprint.get("/letters")
@acts("invitation.read")
def on_paper(public_id: str) -> ResponseReturnValue:
    """A sheet a person with her link as a picture, for those without mail and for a network without a mail server."""
    gathering = gathering_to("invitation.create", public_id)
    rows = [one for one in queries.invitations_of(gathering.id) if one.sent_at is not None]
    if request.args.get("who") != "all":
        rows = [one for one in rows if not one.person.email]
    sheets = [(one, *_link_and_picture(one)) for one in rows]
    return render_template(
        "sessions/gatherings/letters.html",
        gathering=gathering,
        sheets=sheets,
        items=programme(gathering),
        near=reach.near_line(),
    )


def _page(gathering: Gathering, form: OtherForm) -> str:
    invitations = queries.invitations_of(gathering.id)
    lines = queries.lines(invitations)
    to_ask = queries.invitees(gathering)
    known = {one.person_id for one in invitations if one.sent_at is not None}
    form.key.data = form.key.data or secrets.token_urlsafe(KEY_BYTES)
    return render_template(
        "sessions/gatherings/invitations.html",
        gathering=gathering,
        form=form,
        lines=lines,
        sums=_sums(lines),
        unasked=[one for one in to_ask if one.person.id not in known],
        others=[one for one in to_ask if one.role != GatheringRole.PARTICIPANT],
        role_words=ROLE_WORDS,
        mail_words=MAIL_WORDS,
        has_mail=mail_server.may_send(),
        comes=len(queries.wishes(invitations)),
    )


def _sums(lines: Sequence[queries.Line]) -> dict[str, int]:
    """How many are asked, have answered, are silent, and whose mail did not arrive."""
    asked = [line for line in lines if line.invitation.sent_at is not None]
    counts = Counter("answered" if line.invitation.reply is not None else "silent" for line in asked)
    failed = sum(line.mail == "failed" for line in asked)
    return {"asked": len(asked), "answered": counts["answered"], "silent": counts["silent"], "failed": failed}


def _other_form() -> OtherForm:
    form = OtherForm()
    form.offer(people.municipalities())
    return form


def _do(act: Act, public_id: str) -> int:
    with unit_of_work():
        gathering = gathering_to("invitation.create", public_id)
        return act(actor().person_id, gathering, links_for=links_for)


def _told(number: int, public_id: str) -> ResponseReturnValue:
    flash(ngettext("%(num)s person is told.", "%(num)s people are told.", number), "success")
    return _back(public_id)


def _sample(gathering: Gathering) -> Links:
    return Links(
        reply=whole(url_for("reply.page", token=SAMPLE)),
        calendar=whole(url_for("calendar.own_file", public_id=gathering.public_id)),
        gathering=whole(url_for("gatherings.show", public_id=gathering.public_id)),
    )


def _link_and_picture(invitation: Invitation) -> tuple[str, Markup]:
    """The address and its QR."""
    address = whole(url_for("reply.page", token=reply_token(invitation)))
    return address, qr_svg(address, title=_("Answer of %(name)s", name=invitation.person.name))


def _back(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("invitations.page", public_id=public_id), 303)
