"""The big screen: a machine that nobody is signed in on. It asks each second whether anything is new."""

from flask import Blueprint, Flask, Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize, authorize_anywhere
from network.core import clock as wall
from network.core.db import db, unit_of_work
from network.core.language import speaking
from network.people.identity import actor
from network.sessions.gatherings.models import Gathering
from network.sessions.stage import pictures
from network.sessions.stage.models import Screen, StageState
from network.sessions.stage.queries.screens import PAIRED, actor_of, screen_by_secret
from network.sessions.stage.queries.standing import scene_of, standing
from network.sessions.stage.services import screens, watching
from network.web.addresses import cookie_name, cookie_rules, whole_address

blueprint = Blueprint("screen", __name__, url_prefix="/skjerm")
COOKIE = "screen"
FRESH_SECONDS = 10
"""Notes and people are counted anew so often while nothing else changes."""


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.jinja_env.globals["screen_address"] = _address


@blueprint.get("")
@acts("screen.create")
def show() -> ResponseReturnValue:
    """The picture, the four digits, or the button that asks for them. Looking changes nothing."""
    authorize_anywhere(actor(), "screen.create")
    screen = _screen()
    gathering = _followed(screen)
    if screen is None or gathering is None:
        return render_template("sessions/stage/screen_waiting.html", screen=screen)
    with speaking(gathering.language, zone=gathering.zone):
        return render_template("sessions/stage/screen.html", **_picture(gathering))


@blueprint.post("")
@acts("screen.create")
def open_screen() -> ResponseReturnValue:
    authorize_anywhere(actor(), "screen.create")
    if _screen() is not None:
        return redirect(url_for("screen.show"), 303)
    with unit_of_work():
        _row, secret = screens.open_screen()
    response = redirect(url_for("screen.show"), 303)
    name = cookie_name(current_app.extensions["settings"], COOKIE)
    response.set_cookie(name, secret, max_age=PAIRED, **cookie_rules())  # type: ignore[arg-type]
    return response


@blueprint.get("/now")
@acts("stage.read")
def now() -> ResponseReturnValue:
    """204 while the picture that the screen has is the newest: two small questions to the database, nothing drawn.

    404 when the screen follows nothing any more; it then begins anew. While it waits for its digits to be typed: 204.
    """
    screen = _screen()
    if screen is None:
        authorize_anywhere(actor(), "screen.create")
        return _timed(Response(status=404))
    watching.screen_seen(screen.id)
    if screen.gathering_id is None:
        authorize_anywhere(actor(), "screen.create")
        return _timed(Response(status=204))
    state = authorize(actor_of(screen), "stage.read", standing(screen.gathering_id))
    if request.args.get("since") == token_of(state):
        return _timed(Response(status=204))
    gathering = db.session.get_one(Gathering, screen.gathering_id)
    with speaking(gathering.language, zone=gathering.zone):
        return _timed(make_response(render_template("sessions/stage/_screen.html", **_picture(gathering))))


def token_of(state: StageState) -> str:
    """Names what a screen shows: it changes with every change of the hall, and every few seconds while people work."""
    bucket = int(wall.now_ms() // (1000 * FRESH_SECONDS)) if state.item_id is not None else 0
    return f"{state.revision}-{state.version}-{bucket}"


def _picture(gathering: Gathering) -> dict[str, object]:
    scene = scene_of(gathering)
    drawn = pictures.drawn(scene.state.picture, gathering, scene.picture_facts)
    return {"scene": scene, "picture": drawn, "token": token_of(scene.state)}


def _screen() -> Screen | None:
    name = cookie_name(current_app.extensions["settings"], COOKIE)
    return screen_by_secret(request.cookies.get(name))


def _followed(screen: Screen | None) -> Gathering | None:
    """The gathering that the screen may show."""
    if screen is None or screen.gathering_id is None:
        return None
    authorize(actor_of(screen), "stage.read", screen)
    return db.session.get(Gathering, screen.gathering_id)


def _timed(response: Response) -> Response:
    """With the server's time, so that the screen's clock is right."""
    response.headers["X-Server-Ms"] = str(wall.now_ms())
    return response


def _address() -> str:
    """What is typed on the hall's machine: no scheme, nothing to remember but one word."""
    return whole_address(url_for("screen.show")).partition("://")[2]
