"""Who has met whom: the network's picture for its lead, and one's own figure on one's own pages (A4)."""

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize
from network.access.scopes import Facts
from network.core import clock
from network.people.identity import actor
from network.sessions.groups.queries import meeting as queries
from network.sessions.groups.routes.drawings import marks_of
from network.sessions.groups.routes.sayings import OFTEN_WORDS
from network.sessions.groups.rules.meeting import Often
from network.web import panels

blueprint = Blueprint("meeting", __name__)

LEAST = 24
"""So many of the pairs that have met least are named; all stand in the table."""


class WholeNetwork:
    """What is about all its municipalities."""

    def facts(self) -> Facts:
        return Facts()


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    panels.add(app, "me", own_figure, order=25)
    panels.add(app, "own_figure", own_figure)


@blueprint.get("/who-has-met")
@acts("met.read")
def show() -> ResponseReturnValue:
    """The same for every year and every gathering: two such pages side by side would tell who met whom (C17)."""
    authorize(actor(), "met.read", WholeNetwork())
    picture = queries.picture(today=clock.now().date(), least=LEAST)
    return render_template(
        "sessions/groups/met.html",
        picture=picture,
        paths=marks_of(picture.cells),
        often=list(Often),
        often_words=OFTEN_WORDS,
    )


def own_figure(**_facts: object) -> str | None:
    """For a signed-in person alone: whom she has met is told to nobody else, nor to who has found her badge."""
    person_id = actor().person_id if actor().only_gathering_id is None else None
    figure = queries.own_figure(person_id, today=clock.now().date()) if person_id is not None else None
    return render_template("sessions/groups/_own_figure.html", figure=figure) if figure is not None else None
