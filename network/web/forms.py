"""Forms that another site cannot send for you, and that lose nothing when they cannot be taken.

The token lies in a cookie of its own that lives a month: somebody who wrote for a day must be able to send it.
"""

from datetime import timedelta

from flask import Flask, abort, g, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import Forbidden

from network.core.settings import Settings
from network.web.addresses import cookie_name, is_foreign, is_https

FORM_COOKIE = "form"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
LARGEST_REQUEST_BYTES = 1_000_000
TOKEN_FIELD = "csrf_token"


class ForeignForm(Forbidden):
    """Another site's page tried to send this."""


def register(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
    app.config.setdefault("MAX_CONTENT_LENGTH", LARGEST_REQUEST_BYTES)
    app.config.update(
        SESSION_COOKIE_NAME=cookie_name(settings, FORM_COOKIE),
        SESSION_COOKIE_SECURE=is_https(settings),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=timedelta(days=31),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # pages with a secret address send no referrer; is_foreign judges instead
    )
    app.before_request(_remember_forms)
    app.before_request(_refuse_foreign)
    CSRFProtect(app)
    app.register_error_handler(CSRFError, send_again)


def _remember_forms() -> None:
    session.permanent = True


def _refuse_foreign() -> None:
    if request.method not in SAFE_METHODS and is_foreign(request):
        abort(403)


def send_again(_fault: CSRFError) -> ResponseReturnValue:
    """The token was missing or not ours. Nothing typed is lost: the page holds it and can send it once more."""
    g.pop(TOKEN_FIELD, None)
    typed = [(name, value) for name, value in request.form.items(multi=True) if not name.endswith(TOKEN_FIELD)]
    return render_template("errors/send_again.html", typed=typed, address=request.full_path.rstrip("?")), 400
