"""The frame that a page stands in: whole, or bare for a page that is open already and asks only for its parts.

120 phones ask again after a move. What stands around their parts, the places above all, is a third of the page's work
and nothing that they use. A template that is asked for so says `{% extends frame() %}` (docs/decisions/0007).
"""

from flask import Flask, request

HEADER = "Samling-Bare"


def register(app: Flask) -> None:
    app.jinja_env.globals["frame"] = frame


def frame() -> str:
    """The template that a page extends."""
    return "bare.html" if HEADER in request.headers else "base.html"
