"""The frame that a page stands in: whole, or bare for a page that is open already and asks only for its parts.

120 phones ask again after a move. What stands around their parts, the places above all, is a third of the page's work
and nothing that they use. A template that is asked for so says `{% extends frame() %}` (docs/decisions/0007).
"""

import time

from flask import Flask, request
from jinja2 import FileSystemBytecodeCache

from network.core.turn import TURN, Turn

HEADER = "Samling-Bare"
LATER = "Samling-Later"
"""Of a page that a device asks for whole, to keep it: nobody looks at it now."""
NAP_SECONDS = 0.005
BUSY_SECONDS = 0.02
MOST_NAPS = 20
COMPILED = "compiled-templates"
"""The folder beside the database."""


def register(app: Flask) -> None:
    app.jinja_env.globals.update(frame=frame, is_looked_at=is_looked_at)
    app.before_request(_let_others_go_first)


def _let_others_go_first() -> None:
    """A page that is open and asks again has time: whoever has just pressed or arrived has not.

    One process serves all: a nap that lasts longer than it should, or another page that waits for its turn, says that
    others are at work. The nap is taken again, so many times at most, before anything is read from the database.
    """
    if is_looked_at() or request.method != "GET":
        return
    turn: Turn | None = request.environ.get(TURN)
    for _nap in range(MOST_NAPS):
        began = time.monotonic()
        time.sleep(NAP_SECONDS)
        if time.monotonic() - began < BUSY_SECONDS and not (turn is not None and turn.is_wanted()):
            break
    # Many naps end at once: without a turn each, whoever writes on a board would wait for all their pages.
    if turn is not None:
        turn.take()


def keep_compiled(app: Flask) -> None:
    """Have templates compiled once an installation, not once a start: a hall that waits for a server that was killed
    has its pages half a second sooner. A template that has changed is compiled anew.
    """
    folder = app.extensions["settings"].instance_dir / COMPILED
    folder.mkdir(mode=0o700, exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(folder))


def is_looked_at() -> bool:
    """Whether somebody sees this page whole as it comes. Only then may what is said once be said on it: a page that is
    asked for in the background would say it to nobody, and its answer, with what the browser is to remember from then
    on, may come after that of a press.
    """
    return HEADER not in request.headers and LATER not in request.headers


def frame() -> str:
    """The template that a page extends."""
    return "bare.html" if HEADER in request.headers else "base.html"
