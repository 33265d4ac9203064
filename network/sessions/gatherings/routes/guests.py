"""Guests: a code and a name, then in, or the lobby until the host has looked."""

import secrets

from flask import Blueprint, Flask, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize, authorize_anywhere
from network.core.db import db, unit_of_work
from network.core.errors import Invalid
from network.core.language import gettext as _
from network.people import identity, limits, rules
from network.people.identity import actor
from network.people.models import SignInSession
from network.people.services import sessions
from network.privacy.retention import Holding, hold
from network.sessions.gatherings.forms.door import GuestForm
from network.sessions.gatherings.models import LobbyEntry
from network.sessions.gatherings.queries import door as queries
from network.sessions.gatherings.queries.guests import gathering_of
from network.sessions.gatherings.routes.badges import device, keep
from network.sessions.gatherings.rules.door import clean_join_code, shown_join_code
from network.sessions.gatherings.services import guests

blueprint = Blueprint("guests", __name__)

TOO_MANY = 429
TOKEN_BYTES = 24
LEAST_TOKEN = 16


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    hold(Holding("guest", guests.NAMES_KEPT, guests.forget_guests))
    hold(Holding("limited_sign_in", guests.SESSIONS_KEPT, guests.forget_limited_sessions))
    hold(Holding("door_tap", guests.NAMES_KEPT, guests.forget_taps))


@blueprint.get("/gjest")
@acts("guest.create")
def form_page() -> ResponseReturnValue:
    authorize_anywhere(actor(), "guest.create")
    form = GuestForm(formdata=None)
    form.code.data = shown_join_code(clean_join_code(request.args.get("code", ""))[:8]).strip()
    return _page(form)


@blueprint.post("/gjest")
@acts("guest.create")
def join() -> ResponseReturnValue:
    """A right code is never counted: 120 people behind one address all come in."""
    authorize_anywhere(actor(), "guest.create")
    form = GuestForm()
    if not form.validate_on_submit():
        return _page(form, 422)
    known = identity.browser_secret(request)
    browser = known or secrets.token_urlsafe(sessions.TOKEN_BYTES)
    if not limits.may_try_join_code(rules.fingerprint(browser)):
        return _too_many(form)
    only_lobby = limits.many_wrong_join_codes()
    token = form.token.data if len(form.token.data or "") >= LEAST_TOKEN else secrets.token_urlsafe(TOKEN_BYTES)
    former = identity.session_id()
    try:
        with unit_of_work():
            joined = guests.join(
                form.code.data, name=form.name.data, token=token, device=device(), only_lobby=only_lobby
            )
            if joined.outcome == "in":
                _leave(former)
    except Invalid as refusal:
        form.name.errors = [refusal.message]
        return _page(form, 422)
    if joined.outcome == "wrong":
        return _wrong(form, browser)
    if joined.outcome == "full":
        form.code.errors = [_("Many wait to be let in already. Go to the table by the door.")]
        return _page(form, TOO_MANY)
    if joined.outcome == "lobby":
        return redirect(url_for("guests.lobby", token=token), 303)
    return _come_in(joined.secret)


@blueprint.get("/gjest/ventar/<token>")
@acts("guest.create")
def lobby(token: str) -> ResponseReturnValue:
    """The waiting page: it is loaded again and again, and says when the host has answered."""
    authorize_anywhere(actor(), "guest.create")
    entry = _entry(token)
    return render_template(
        "sessions/gatherings/door/lobby.html",
        token=token,
        name=entry.name,
        title=gathering_of(entry).title,
        is_admitted=entry.person_id is not None,
        is_refused=entry.refused_at is not None,
    )


@blueprint.post("/gjest/ventar/<token>")
@acts("guest.create")
def come_in(token: str) -> ResponseReturnValue:
    authorize_anywhere(actor(), "guest.create")
    former = identity.session_id()
    with unit_of_work():
        secret = guests.come_in(_entry(token), device=device())
        _leave(former)
    return _come_in(secret)


def _entry(token: str) -> LobbyEntry:
    return authorize(actor(), "guest.create", queries.lobby_entry_by_token(rules.fingerprint(token)))


def _leave(session_id: int | None) -> None:
    """Whoever was signed in here before is not any more."""
    session = db.session.get(SignInSession, session_id) if session_id else None
    if session is not None:
        sessions.end_session(session, by=session.person_id)


def _come_in(secret: str) -> ResponseReturnValue:
    flash(_("Welcome. You are a guest here today, and are checked in."), "success")
    return keep(redirect(url_for("home.now"), 303), secret)


def _wrong(form: GuestForm, browser: str) -> ResponseReturnValue:
    """The code is looked at before the limit is counted, so that only wrong ones count."""
    if not limits.count_wrong_join_code(rules.fingerprint(browser)):
        return _too_many(form, browser)
    form.code.errors = [_("This code is not in use now. Look at the wall once more, or ask at the table by the door.")]
    page, status = _page(form, 422)
    return _marked(page, status, browser)


def _too_many(form: GuestForm, browser: str = "") -> ResponseReturnValue:
    form.code.errors = [_("Many wrong codes have been typed. Wait a minute, or go to the table by the door.")]
    page, status = _page(form, TOO_MANY)
    return _marked(page, status, browser) if browser else (page, status)


def _marked(page: str, status: int, browser: str) -> ResponseReturnValue:
    response = make_response(page, status)
    identity.keep_browser(response, browser)
    return response


def _page(form: GuestForm, status: int = 200) -> tuple[str, int]:
    form.token.data = form.token.data or secrets.token_urlsafe(TOKEN_BYTES)
    return render_template("sessions/gatherings/door/guest.html", form=form), status
