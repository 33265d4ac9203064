"""Which language a page speaks: the person's own choice, the gathering's, the browser's, then nynorsk."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
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
FILES = ("static", "static_all")
"""Endpoints of what is the same for everybody (assets.py)."""


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
    """A file speaks no language: to ask whose device it is took as long as to send it."""
    said = language.DEFAULT if request.endpoint in FILES else wanted(current_app.extensions["language_wishes"])
    g.speech = ExitStack()
    g.speech.enter_context(language.speaking(said))


def _stop_speaking(_fault: BaseException | None) -> None:
    speech: ExitStack | None = g.pop("speech", None)
    if speech is not None:
        speech.close()


def _name_language(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Language", language.current())
    return response


BOARD = "board"
"""What only a board says comes beside the rest, and only there: no other page has to wait for it."""
BOARD_FILES = re.compile(r"static/js/(board/(?!drawing-words)|elements/(board-app|cluster-[a-z]+|sort-bar)\.js)")


@cache
def _texts(code: str, part: str = "") -> tuple[str, bytes]:
    files = _files_of_texts()
    of_part = {
        key for key, where in files.items() if (part == BOARD) == bool(where and all(map(BOARD_FILES.match, where)))
    }
    texts = language.catalogue(code, "js").items()
    said = {key: forms[0] if len(forms) == 1 else list(forms) for key, forms in texts if key in of_part}
    body = json.dumps({"language": code, "texts": said}, ensure_ascii=False, sort_keys=True).encode()
    return hashlib.sha256(body).hexdigest()[:12], body


@cache
def _files_of_texts() -> Mapping[str, tuple[str, ...]]:
    return language.said_in("js")


def texts_address(code: str | None = None, *, part: str = "") -> str:
    """Where the browser finds what the scripts say, in this language: on all pages, or besides, in one part."""
    code = code or language.current()
    name = f"{part}-{code}" if part else code
    return url_for("texts", language_code=name, digest=_texts(code, part)[0])


@acts("network.read")
def texts(language_code: str, digest: str) -> ResponseReturnValue:
    """A page from before an upgrade asks for an older text; it gets today's, and is told not to keep it."""
    authorize_anywhere(VISITOR, "network.read")
    part, _dash, code = language_code.rpartition("-")
    if code not in language.LANGUAGES or part not in ("", BOARD):
        raise NotFound()
    newest, body = _texts(code, part)
    response = make_response(body)
    response.mimetype = "application/json"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if digest == newest else "no-cache"
    return response
