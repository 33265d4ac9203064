"""Which language a page speaks: the person's own choice, the gathering's, the browser's, then nynorsk."""

import hashlib
import json
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache

from flask import Flask, Response, current_app, g, make_response, request, session, url_for
from flask.typing import ResponseReturnValue

from network.access.actor import VISITOR
from network.access.guard import acts, authorize_anywhere
from network.core import language
from network.core.errors import NotFound

Wish = Callable[[], str | None]
CHOICE = "language"
RANKS = ("person", "gathering")


def register(app: Flask) -> None:
    app.extensions["language_wishes"] = {rank: [] for rank in RANKS}
    language.install(app.jinja_env)
    app.jinja_env.globals.update(
        page_language=language.current,
        languages=language.NAMES,
        texts_address=texts_address,
    )
    app.before_request(_begin_speaking)
    app.teardown_request(_stop_speaking)
    app.after_request(_name_language)
    app.add_url_rule("/text/<language_code>-<digest>.json", "texts", texts)


def wish(app: Flask, rank: str, ask: Wish) -> None:
    """Let a feature say which language this request wants. `rank` is "person" or "gathering"."""
    wishes: dict[str, list[Wish]] = app.extensions["language_wishes"]
    wishes[rank].append(ask)


def remember(code: str) -> None:
    """Keep a visitor's choice in this browser."""
    session[CHOICE] = code


def wanted(wishes: dict[str, list[Wish]]) -> str:
    """The language that this request is to be answered in."""
    persons, gatherings = ([ask() for ask in wishes[rank]] for rank in RANKS)
    accepted = [tag for tag, _ in request.accept_languages]
    return language.choose([*persons, session.get(CHOICE), *gatherings], accepted=accepted)


def _begin_speaking() -> None:
    g.speech = ExitStack()
    g.speech.enter_context(language.speaking(wanted(current_app.extensions["language_wishes"])))


def _stop_speaking(_fault: BaseException | None) -> None:
    speech: ExitStack | None = g.pop("speech", None)
    if speech is not None:
        speech.close()


def _name_language(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Language", language.current())
    return response


@cache
def _texts(code: str) -> tuple[str, bytes]:
    said = {key: forms[0] if len(forms) == 1 else list(forms) for key, forms in language.catalogue(code, "js").items()}
    body = json.dumps({"language": code, "texts": said}, ensure_ascii=False, sort_keys=True).encode()
    return hashlib.sha256(body).hexdigest()[:12], body


def texts_address(code: str | None = None) -> str:
    """Where the browser finds what the scripts say, in this language."""
    code = code or language.current()
    return url_for("texts", language_code=code, digest=_texts(code)[0])


@acts("network.read")
def texts(language_code: str, digest: str) -> ResponseReturnValue:
    """A page from before an upgrade asks for an older text; it gets today's, and is told not to keep it."""
    authorize_anywhere(VISITOR, "network.read")
    if language_code not in language.LANGUAGES:
        raise NotFound()
    newest, body = _texts(language_code)
    response = make_response(body)
    response.mimetype = "application/json"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if digest == newest else "no-cache"
    return response
