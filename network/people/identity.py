"""Who asks: an opaque cookie, looked up in the table of sign-in sessions at each request."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, g, request_started
from flask_login import LoginManager, current_user
from werkzeug.wrappers import Request, Response

from network.access.actor import VISITOR, Actor, actor_for
from network.core import clock, language
from network.live.connections import Identity
from network.people import queries, rules
from network.people.models import SignedIn
from network.people.queries import SignIn
from network.people.services.sessions import last_use
from network.web.addresses import cookie_name, cookie_rules

SESSION_COOKIE, BROWSER_COOKIE = "session", "browser"
SESSION_COOKIE_LASTS = timedelta(days=365)
BROWSER_COOKIE_LASTS = timedelta(hours=1)


def register(app: Flask) -> None:
    """Flask-Login carries `current_user` and nothing else: no session of its own, no remember cookie."""
    manager = LoginManager()
    manager.session_protection = None
    manager.request_loader(_signed_in)
    manager.init_app(app)
    request_started.connect(_forget_former, app)


def actor() -> Actor:
    """Who makes this request, with her rights as they are now."""
    if "actor" not in g:
        g.actor = _actor() if current_user.is_authenticated else VISITOR
    found: Actor = g.actor
    return found


def _actor() -> Actor:
    found = actor_for(current_user.person_id, only_gathering_id=current_user.only_gathering_id)
    is_whole = found.only_gathering_id is None
    return found if is_whole else replace(found, only_sign_in_id=current_user.session_id)


def _forget_former(_app: Flask, **_facts: object) -> None:
    """No request knows who made the one before, even where one application context serves both, as in a script.

    It is told before the first that asks: choosing the language reads the person, who is then read once.
    """
    for name in ("actor", "_login_user"):
        g.pop(name, None)


def session_id() -> int | None:
    """The sign-in of this request."""
    return current_user.session_id if current_user.is_authenticated else None


def identify(environ: dict[str, Any]) -> Identity | None:
    """Who opens a socket. Needs an application context; no request."""
    request = Request(environ, populate_request=False)
    session = _open_session(request)
    if session is None:
        return None
    last_use.note(session.id)
    spoken = language.choose([session.language], accepted=[tag for tag, _ in request.accept_languages])
    return Identity(
        person_id=session.person_id,
        session_id=session.id,
        language=spoken,
        only_gathering_id=session.only_gathering_id,
    )


def still_signed_in(session_ids: Iterable[int | str]) -> set[int | str]:
    """Those of the sessions of live sockets that still hold. An open socket counts as use."""
    held: set[int | str] = set()
    for session in queries.sign_ins([one for one in session_ids if isinstance(one, int)]):
        if not _is_over(session):
            last_use.note(session.id)
            held.add(session.id)
    return held


def keep_session(response: Response, secret: str) -> None:
    """Give the browser its key. How long it fits is decided by the table, not by the cookie."""
    _set_cookie(response, SESSION_COOKIE, secret, SESSION_COOKIE_LASTS)
    _drop_cookie(response, BROWSER_COOKIE)


def drop_session(response: Response) -> None:
    _drop_cookie(response, SESSION_COOKIE)


def keep_browser(response: Response, secret: str) -> None:
    """Mark the browser that asked for a mail, so that the link alone is enough there."""
    _set_cookie(response, BROWSER_COOKIE, secret, BROWSER_COOKIE_LASTS)


def browser_secret(request: Request) -> str | None:
    return request.cookies.get(cookie_name(current_app.extensions["settings"], BROWSER_COOKIE))


def _signed_in(request: Request) -> SignedIn | None:
    session = _open_session(request)
    if session is None:
        return None
    last_use.note(session.id)
    return SignedIn(
        person_id=session.person_id,
        session_id=session.id,
        name=session.part.name,
        public_key=session.part.public_key,
        language=session.language,
        only_gathering_id=session.only_gathering_id,
    )


def _open_session(request: Request) -> SignIn | None:
    secret = request.cookies.get(cookie_name(current_app.extensions["settings"], SESSION_COOKIE))
    session = queries.sign_in_by_token(rules.fingerprint(secret)) if secret else None
    return None if session is None or _is_over(session) else session


def _is_over(session: SignIn) -> bool:
    """A badge's sign-in has none of the power that makes others short; it has an end of its own."""
    now = clock.now()
    if session.runs_out_at is not None and now >= session.runs_out_at:
        return True
    is_limited = session.only_gathering_id is not None
    return rules.session_is_over(
        made_at=session.made_at,
        last_used_at=last_use.latest(session.id, session.last_used_at),
        ended_at=session.ended_at,
        now=now,
        limits=rules.session_limits("" if is_limited else session.part.roles),
    )


def _set_cookie(response: Response, name: str, value: str, lasts: timedelta) -> None:
    full_name = cookie_name(current_app.extensions["settings"], name)
    response.set_cookie(full_name, value, max_age=lasts, **cookie_rules())  # type: ignore[arg-type]


def _drop_cookie(response: Response, name: str) -> None:
    response.delete_cookie(cookie_name(current_app.extensions["settings"], name), **cookie_rules())  # type: ignore[arg-type]
