"""What the big screen can show. A feature above adds its own picture; the stage's own stand in `drawing`."""

from collections.abc import Callable

from flask import Flask, current_app
from markupsafe import Markup

from network.sessions.gatherings.models import Gathering

Facts = dict[str, object]
Draw = Callable[[Gathering, Facts], str]


def register(app: Flask) -> None:
    app.extensions["stage_pictures"] = {}


def add(app: Flask, name: str, draw: Draw) -> None:
    """Have `draw(gathering, facts)` make the picture `name`: finished HTML from a template, in the words of
    static/css/screen.css, without ids, scripts or names of people.
    """
    pictures: dict[str, Draw] = app.extensions["stage_pictures"]
    pictures[name] = draw


def is_known(name: str) -> bool:
    return name in current_app.extensions["stage_pictures"]


def drawn(name: str, gathering: Gathering, facts: Facts) -> Markup:
    """The picture, or the one of what goes on now when nobody can draw it (a case that was taken away)."""
    pictures: dict[str, Draw] = current_app.extensions["stage_pictures"]
    draw = pictures.get(name) or pictures["now"]
    return Markup(draw(gathering, facts) or pictures["now"](gathering, {}))
