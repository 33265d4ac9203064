"""Coming in by mail: ask, type the code or press the link's button, go on to where one was going."""

import secrets
from urllib.parse import unquote, urlsplit

from flask import Blueprint, Response, current_app, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from network.access.actor import VISITOR
from network.access.guard import NOTHING, acts, allows, authorize, authorize_anywhere
from network.core.db import db, unit_of_work
from network.core.errors import NotAllowed, NotFound, SamlingError
from network.core.language import gettext as _
from network.people import identity, limits, queries, rules
from network.people.forms import AskForm, CodeForm
from network.people.models import SignInSession
from network.people.services import sessions, signing_in
from network.people.services.signing_in import Answer
from network.web.errors import wants_json
from network.web.forms import SAFE_METHODS, typed_fields

blueprint = Blueprint("sign_in", __name__)

TOO_MANY, NOT_SIGNED_IN, GONE = 429, 401, 410


@blueprint.get("/sign-in")
@acts("sign_in.create")
def ask_page() -> ResponseReturnValue:
    authorize_anywhere(identity.actor(), "sign_in.create")
    going_to = safe_next(request.args.get("next"))
    if identity.session_id() is not None:
        return redirect(going_to or url_for("home.now"), 303)
    return render_template("people/sign_in.html", form=AskForm(next=going_to))


@blueprint.post("/sign-in")
@acts("sign_in.create")
def ask() -> ResponseReturnValue:
    authorize_anywhere(identity.actor(), "sign_in.create")
    form = AskForm()
    if not form.validate_on_submit():
        return render_template("people/sign_in.html", form=form), 422
    if not limits.may_ask_again(rules.fingerprint(form.email.data)):
        form.email.errors = [
            _("You have asked for three e-mails to this address. Wait a quarter of an hour, then try again.")
        ]
        return render_template("people/sign_in.html", form=form), TOO_MANY
    is_kept = limits.may_be_kept(is_known=queries.person_by_email(form.email.data) is not None)
    browser = identity.browser_secret(request) or secrets.token_urlsafe(sessions.TOKEN_BYTES)
    with unit_of_work():
        signing_in.ask_to_sign_in(
            form.email.data,
            browser=browser,
            next_path=safe_next(form.next.data),
            link_for=link_address,
            is_kept=is_kept,
        )
    response = redirect(url_for("sign_in.code_page"), 303)
    identity.keep_browser(response, browser)
    return response


@blueprint.get("/sign-in/code")
@acts("sign_in.create")
def code_page() -> ResponseReturnValue:
    authorize_anywhere(identity.actor(), "sign_in.create")
    if identity.browser_secret(request) is None:
        return redirect(url_for("sign_in.ask_page"), 303)
    return render_template("people/code.html", form=CodeForm())


@blueprint.post("/sign-in/code")
@acts("sign_in.create")
def type_code() -> ResponseReturnValue:
    authorize_anywhere(identity.actor(), "sign_in.create")
    form = CodeForm()
    if not form.validate_on_submit():
        return render_template("people/code.html", form=form), 422
    with unit_of_work():
        answer = signing_in.sign_in_by_code(identity.browser_secret(request), code=form.code.data, device=_device())
        if answer.outcome == "signed_in":
            sessions.leave_former(identity.session_id(), by=answer.person_id)
    if answer.outcome == "signed_in":
        return come_in(answer)
    return _code_refused(form, "people/code.html")


@blueprint.get("/sign-in/link/<token>")
@acts("sign_in.create")
def link_page(token: str) -> ResponseReturnValue:
    """Shows a button, and spends nothing: mail scanners open links too."""
    authorize_anywhere(identity.actor(), "sign_in.create")
    state, person = signing_in.link_state(token, browser=identity.browser_secret(request))
    if state == "over" or person is None:
        return render_template("people/link_over.html"), GONE
    return render_template("people/link.html", form=CodeForm(), token=token, name=person.name, state=state)


@blueprint.post("/sign-in/link/<token>")
@acts("sign_in.create")
def use_link(token: str) -> ResponseReturnValue:
    authorize_anywhere(identity.actor(), "sign_in.create")
    form = CodeForm()
    has_code = form.validate_on_submit()
    with unit_of_work():
        answer = signing_in.sign_in_by_link(
            token,
            browser=identity.browser_secret(request),
            code=form.code.data if has_code else None,
            device=_device(),
        )
        if answer.outcome == "signed_in":
            sessions.leave_former(identity.session_id(), by=answer.person_id)
    if answer.outcome == "signed_in":
        return come_in(answer)
    if answer.outcome == "over":
        return render_template("people/link_over.html"), GONE
    return _code_refused(form, "people/link.html", token=token, state="code_needed")


@blueprint.post("/sign-out")
@acts("sign_in.delete")
def sign_out() -> ResponseReturnValue:
    """Ends this browser's sign-in. Whoever has none is only sent home."""
    response = redirect(url_for("home.now"), 303)
    session_id = identity.session_id()
    if session_id is None:
        authorize_anywhere(identity.actor(), "sign_in.create")
        return response
    asker = identity.actor()
    with unit_of_work():
        session = authorize(asker, "sign_in.delete", db.session.get(SignInSession, session_id))
        sessions.end_session(session, by=asker.person_id)
    identity.drop_session(response)
    return response


def come_in(answer: Answer) -> Response:
    """Hand over the key and go on to where the person was going."""
    response = make_response(redirect(safe_next(answer.next_path) or url_for("home.now"), 303))
    identity.keep_session(response, answer.secret)
    return response


def send_visitors_to_sign_in(error: SamlingError) -> Response | None:
    """Whoever is not signed in, and asks for what needs it, gets the way in and comes back to the same page.

    A page that does not exist answers the same: the address of a board tells a stranger nothing.
    """
    if not isinstance(error, (NotAllowed, NotFound)) or identity.session_id() is not None:
        return None
    view = current_app.view_functions.get(request.endpoint or "")
    action = getattr(view, "matrix_action", None)
    if action is None or allows(VISITOR, action, NOTHING):
        return None
    if wants_json():
        message = _("You are not signed in. Sign in, and try again.")
        return make_response(jsonify(ok=False, error="not_signed_in", message=message), NOT_SIGNED_IN)
    if request.method in SAFE_METHODS:
        return make_response(redirect(url_for("sign_in.ask_page", next=request.full_path.rstrip("?")), 303))
    page = render_template("people/signed_out.html", typed=typed_fields(), address=request.full_path.rstrip("?"))
    return make_response(page, NOT_SIGNED_IN)


def safe_next(path: str | None) -> str | None:
    """`path` if it is a page of ours to go to after signing in; None for everything else (rule SI-8)."""
    if not path or len(path) > rules.LONGEST_NEXT or not rules.is_local_path(path):
        return None
    try:
        endpoint, _arguments = current_app.create_url_adapter(request).match(  # type: ignore[union-attr]
            unquote(urlsplit(path).path), method="GET"
        )
    except HTTPException:
        return None
    return None if endpoint.startswith(("sign_in.", "static")) else path


def link_address(token: str) -> str:
    """The whole address of a link, as the person will reach us."""
    path = url_for("sign_in.link_page", token=token)
    base = current_app.extensions["settings"].public_url or request.host_url
    return base.rstrip("/") + path


def _device() -> str:
    return rules.device_words(request.user_agent.string)


def _code_refused(form: CodeForm, page: str, **facts: object) -> ResponseReturnValue:
    """One answer for a wrong code, a void one and none at all: it must not tell whether the address was known."""
    if not form.code.errors and limits.may_miss_again():
        form.code.errors = [_("This code is wrong, or no longer works. Use the newest e-mail, or ask for a new one.")]
    status = 422
    if not form.code.errors:
        status = TOO_MANY
        form.code.errors = [_("Many wrong codes have been typed here. Wait a minute, then try again.")]
    return render_template(page, form=form, **facts), status
