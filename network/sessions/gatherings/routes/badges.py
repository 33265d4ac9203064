"""Coming in at the door: the badge, the code on the wall, and one's badge on the host's screen."""

from flask import Blueprint, Flask, Response, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, allows, authorize, authorize_anywhere
from network.core.db import db, unit_of_work
from network.core.errors import Conflict, NotFound
from network.core.language import format_datetime, format_time
from network.core.language import gettext as _
from network.people import identity, rules
from network.people.identity import actor
from network.people.models import Person, SignInSession
from network.sessions.gatherings.forms.door import LateCheckInForm
from network.sessions.gatherings.models import Gathering, GatheringMember
from network.sessions.gatherings.queries import door as queries
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id
from network.sessions.gatherings.queries.members import member as find_member
from network.sessions.gatherings.rules.door import clean_join_code, shown_join_code
from network.sessions.gatherings.services import badges, door
from network.sessions.gatherings.services.badges import Badge, Standing
from network.web.addresses import whole_address
from network.web.errors import wants_json
from network.web.qr import qr_svg

blueprint = Blueprint("badges", __name__)

GONE = 410


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/skilt/<token>")
@acts("sign_in.create")
def badge_page(token: str) -> ResponseReturnValue:
    """Says who will come in, and does nothing: a camera's preview opens addresses too."""
    authorize_anywhere(actor(), "sign_in.create")
    badge = badges.read(token)
    if not badge.is_good or badge.member is None:
        return _refused(badge)
    other = identity.actor() if identity.session_id() and identity.actor().person_id != badge.member.person_id else None
    gathering = badge.member.gathering
    return render_template(
        "sessions/gatherings/door/badge.html",
        token=token,
        gathering=gathering,
        name=badge.member.person.name,
        key=badge.member.person.public_key,
        other=other.name if other else "",
        is_host=allows(actor(), "door.edit", gathering.facts()),
        is_open=door.is_open(gathering),
    )


@blueprint.post("/skilt/<token>")
@acts("sign_in.create")
def use_badge(token: str) -> ResponseReturnValue:
    authorize_anywhere(actor(), "sign_in.create")
    badge = badges.read(token)
    if not badge.is_good:
        return _refused(badge)
    form = LateCheckInForm()
    if wants_json():
        _only_own(badge, form)
    tapped_at, sent_at = form.moments()
    session_id = identity.session_id()
    with unit_of_work():
        holds = db.session.get(SignInSession, session_id) if session_id else None
        member, secret = badges.sign_in(token, device=device(), holds=holds, tapped_at=tapped_at, sent_at=sent_at)
    return _came_in(member, url_for("home.now"), secret)


@blueprint.get("/inn/<code>")
@acts("sign_in.create")
def wall_page(code: str) -> ResponseReturnValue:
    """The code on the wall. A stranger is told the same whether the code is right or not: it is no way of guessing."""
    authorize_anywhere(actor(), "sign_in.create")
    gathering = _wall_gathering(code)
    if gathering is None:
        return render_template(
            "sessions/gatherings/door/stranger.html", code=shown_join_code(clean_join_code(code)[:8])
        )
    row = queries.attendance_of(gathering.id, actor().person_id or 0)
    return render_template(
        "sessions/gatherings/door/wall_check_in.html",
        gathering=gathering,
        code=code,
        name=actor().name,
        since=row.arrived_at if row and row.left_at is None else None,
        is_open=door.is_open(gathering),
        opens_at=door.times_of(gathering).opens_at,
    )


@blueprint.post("/inn/<code>")
@acts("attendance.create")
def check_in_by_wall(code: str) -> ResponseReturnValue:
    gathering = _wall_gathering(code)
    if gathering is None:
        raise NotFound()
    with unit_of_work():
        gathering = authorize(actor(), "gathering.read", db.session.get(Gathering, gathering.id))
        member = authorize(actor(), "attendance.create", find_member(gathering.id, actor().person_id))
        at = door.moment_of_tap(gathering, *LateCheckInForm().moments())
        if door.is_open(gathering, at):
            door.check_in(gathering, member.person_id, how="self", by_id=member.person_id, at=at)
    if wants_json():
        return _came_in(member, "")
    return redirect(url_for("badges.wall_page", code=code), 303)


@blueprint.get("/gatherings/<public_id>/door/people/<key>/badge")
@acts("badge.create")
def on_screen(public_id: str, key: str) -> ResponseReturnValue:
    """Somebody's badge on the host's screen, for her phone to scan."""
    gathering = authorize(actor(), "badge.create", gathering_by_public_id(public_id))
    member = _member(gathering, key)
    address = whole_address(url_for("badges.badge_page", token=badges.token_of(member)))
    return render_template(
        "sessions/gatherings/door/badge_on_screen.html",
        gathering=gathering,
        member=member,
        qr=qr_svg(address, title=_("Badge of %(name)s", name=member.person.name)),
    )


@blueprint.post("/gatherings/<public_id>/door/people/<key>/badge")
@acts("badge.create")
def replace_badge(public_id: str, key: str) -> ResponseReturnValue:
    """A lost badge: a new one, and the old one is worth nothing."""
    with unit_of_work():
        gathering = authorize(actor(), "badge.create", gathering_by_public_id(public_id))
        badges.replace_badge(_member(gathering, key), by_id=actor().person_id)
    flash(_("The old badge lets nobody in any more. Here is the new one."), "success")
    return redirect(url_for("badges.on_screen", public_id=public_id, key=key), 303)


@blueprint.get("/gatherings/<public_id>/door/wall")
@acts("door.edit")
def wall(public_id: str) -> ResponseReturnValue:
    """What hangs on the wall by the door: the code as a picture and in letters."""
    gathering = authorize(actor(), "door.edit", gathering_by_public_id(public_id))
    return render_template("sessions/gatherings/door/wall.html", gathering=gathering, **wall_facts(gathering))


def wall_facts(gathering: Gathering) -> dict[str, object]:
    """The QR, the address and the code of a gathering's wall, for the screen and for paper."""
    if gathering.join_code is None:
        return {"qr": None, "address": "", "code": ""}
    address = whole_address(url_for("badges.wall_page", code=gathering.join_code))
    return {
        "qr": qr_svg(address, title=_("Code for checking in")),
        "address": whole_address(url_for("guests.form_page")).split("://", 1)[-1],
        "code": shown_join_code(gathering.join_code),
    }


def welcome(gathering: Gathering, person: Person) -> str:
    """What somebody is told who has come in."""
    row = queries.attendance_of(gathering.id, person.id)
    if row is None or row.left_at is not None:
        opens = format_datetime(door.times_of(gathering).opens_at, zone=gathering.zone)
        return _(
            "Welcome, %(name)s. The door opens on %(day)s; scan the badge again then.", name=person.name, day=opens
        )
    time = format_time(row.arrived_at, zone=gathering.zone)
    return _("Welcome, %(name)s. You are checked in, at %(time)s.", name=person.name, time=time)


def device() -> str:
    return rules.device_words(request.user_agent.string)


def _wall_gathering(code: str) -> Gathering | None:
    """The gathering of a wall's code, if the asker is admitted to it."""
    gathering = queries.gathering_by_join_code(clean_join_code(code)) if actor().person_id else None
    may = gathering is not None and find_member(gathering.id, actor().person_id) is not None
    return gathering if may and gathering is not None and allows(actor(), "gathering.read", gathering.facts()) else None


def _member(gathering: Gathering, key: str) -> GatheringMember:
    person = queries.person_by_key(key)
    return authorize(actor(), "badge.create", find_member(gathering.id, person.id) if person else None)


def _only_own(badge: Badge, form: LateCheckInForm) -> None:
    """A phone that tells later of a badge it has seen may do so for its own person alone. Raises Conflict."""
    if badge.member is None or form.person.data != badge.member.person.public_key:
        raise Conflict(_("That badge is somebody else's. Scan it again, or go to the table by the door."))


def _came_in(member: GatheringMember, page: str, secret: str | None = None) -> ResponseReturnValue:
    """Told on the next page, or at once to a phone that only now has a network.

    Raises Conflict for such a phone when the door is not open: nobody reads a page that says so.
    """
    words = welcome(member.gathering, member.person)
    if wants_json():
        row = queries.attendance_of(member.gathering_id, member.person_id)
        if row is None or row.left_at is not None:
            raise Conflict(words)
        answer: ResponseReturnValue = jsonify(ok=True, message=words)
    else:
        flash(words, "success")
        answer = redirect(page, 303)
    return make_response(answer) if secret is None else keep(answer, secret)


def _refused(badge: Badge) -> ResponseReturnValue:
    """Why a badge lets nobody in, and what to do."""
    gathering = badge.member.gathering if badge.member else None
    day = format_datetime(badges.good_from(gathering), zone=gathering.zone) if gathering else ""
    advice = {
        Standing.FALSE: _("This badge is not one of ours, or it is damaged. Go to the table by the door."),
        Standing.REPLACED: _("A newer badge has been printed, and this one is no longer good. Use the newer one."),
        Standing.CANCELLED: _("The gathering is called off, so the badge opens nothing."),
        Standing.EARLY: _("The badge is good from %(day)s. Keep it until then.", day=day),
        Standing.OVER: _("The gathering is over. Sign in with your e-mail to read on."),
    }
    if wants_json():
        raise Conflict(advice.get(badge.standing, ""))
    page = render_template(
        "sessions/gatherings/door/badge_refused.html",
        advice=advice.get(badge.standing, ""),
        title=gathering.title if gathering else "",
    )
    return page, GONE


def keep(response: ResponseReturnValue, secret: str) -> Response:
    """The answer with the key of a new sign-in."""
    kept = make_response(response)
    identity.keep_session(kept, secret)
    return kept
