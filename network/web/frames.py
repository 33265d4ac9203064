"""The frame that a page stands in: whole, or bare for a page that is open already and asks only for its parts.

120 phones ask again after a move. What stands around their parts, the places above all, is a third of the page's work
and nothing that they use. A template that is asked for so says `{% extends frame() %}` (docs/decisions/0007).
"""

from flask import Flask, request
from jinja2 import FileSystemBytecodeCache

HEADER = "Samling-Bare"
COMPILED = "compiled-templates"
"""The folder beside the database."""


def register(app: Flask) -> None:
    app.jinja_env.globals["frame"] = frame


def keep_compiled(app: Flask) -> None:
    """Have templates compiled once an installation, not once a start: a hall that waits for a server that was killed
    has its pages half a second sooner. A template that has changed is compiled anew.
    """
    folder = app.extensions["settings"].instance_dir / COMPILED
    folder.mkdir(mode=0o700, exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(folder))


def frame() -> str:
    """The template that a page extends."""
    return "bare.html" if HEADER in request.headers else "base.html"
