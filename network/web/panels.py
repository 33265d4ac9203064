"""Pieces that a feature shows on another's page, without either knowing the other."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app
from markupsafe import Markup

Draw = Callable[..., str | None]


@dataclass(frozen=True)
class Panel:
    """Something to show at a place. `draw` makes finished HTML, or nothing when there is nothing to show."""

    draw: Draw
    order: int


def register(app: Flask) -> None:
    app.extensions["panels"] = {}
    app.jinja_env.globals["panels"] = shown


def add(app: Flask, place: str, draw: Draw, *, order: int = 50) -> None:
    """Show what `draw` makes at `place` ("home", "account", …), in rising order."""
    panels: dict[str, list[Panel]] = app.extensions["panels"]
    panels.setdefault(place, []).append(Panel(draw, order))


def shown(place: str, **facts: object) -> list[Markup]:
    """The pieces for this place, drawn with the facts that the page gives; `draw` renders templates, so it is HTML."""
    panels: dict[str, list[Panel]] = current_app.extensions["panels"]
    in_order = sorted(panels.get(place, []), key=lambda panel: panel.order)
    pieces = [panel.draw(**facts) for panel in in_order]
    return [Markup(piece) for piece in pieces if piece]
