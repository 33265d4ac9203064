"""Forms that another site cannot send for you, and that lose nothing when they cannot be taken.

The token lies in a cookie of its own that lives a month: somebody who wrote for a day must be able to send it.
"""

from datetime import UTC, datetime, timedelta

from flask import Flask, abort, g, render_template, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from werkzeug.datastructures import ImmutableMultiDict

from network.core.settings import Settings
from network.web.addresses import cookie_name, is_foreign, is_https
from network.web.errors import answer_with, wants_json

FORM_COOKIE = "form"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
LARGEST_REQUEST_BYTES = 1_000_000
TOKEN_FIELD = "csrf_token"
MOST_FIELDS = 1000
"""More than any form of ours has. A page that gives back what was sent grows to 25 times of it."""


def register(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_REQUEST_BYTES,
        SESSION_COOKIE_NAME=cookie_name(settings, FORM_COOKIE),
        SESSION_COOKIE_SECURE=is_https(settings),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=timedelta(days=31),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # pages with a secret address send no referrer; is_foreign judges instead
    )
    app.session_interface = FormSessions()
    app.before_request(_refuse_foreign)
    app.before_request(_drop_zeros)
    CSRFProtect(app)
    app.context_processor(lambda: {"csrf_token": form_token})
    app.jinja_env.globals["csrf_token"] = form_token
    app.register_error_handler(CSRFError, send_again)


class FormSessions(SecureCookieSessionInterface):
    """A cookie that lives a month from the last form shown, and is not sent along with styles and scripts."""

    def get_expiration_time(self, app: Flask, session: SessionMixin) -> datetime:
        return datetime.now(UTC) + app.permanent_session_lifetime

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        return session.modified


def form_token() -> str:
    """The token of this browser's forms; showing it gives the cookie another month."""
    token: str = generate_csrf()
    session.modified = True
    return token


def typed_fields() -> list[tuple[str, str]]:
    """What the form that came holds besides its token, to be given back; nothing of one that is none of ours."""
    typed = [(name, value) for name, value in request.form.items(multi=True) if not name.endswith(TOKEN_FIELD)]
    return typed if len(typed) <= MOST_FIELDS else []


def _refuse_foreign() -> None:
    if request.method not in SAFE_METHODS and is_foreign(request):
        abort(403)


def _drop_zeros() -> None:
    """Nobody types a zero byte, and PostgreSQL stores none: one in any field would be a fault of ours there."""
    if request.method not in SAFE_METHODS:
        typed = list(request.form.items(multi=True))
        if any("\x00" in value for _name, value in typed):
            request.form = ImmutableMultiDict((name, value.replace("\x00", "")) for name, value in typed)


def send_again(_fault: CSRFError) -> ResponseReturnValue:
    """The token was missing or not ours. Nothing typed is lost: the page holds it and can send it once more."""
    if wants_json():
        return answer_with(400)
    g.pop(TOKEN_FIELD, None)
    return render_template("errors/send_again.html", typed=typed_fields(), address=request.full_path.rstrip("?")), 400
