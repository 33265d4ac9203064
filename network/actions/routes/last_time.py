"""What became of what was taken home last time: on the wall as the day begins, on the phone, and the evening before."""

import secrets

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, allows, authorize, can
from network.actions import words
from network.actions.models import ActionPoint
from network.actions.queries import points as queries
from network.actions.rules import points as rules
from network.core.db import unit_of_work
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.core.names import name_key
from network.people.identity import actor
from network.sessions.gatherings.models import Gathering, ItemKind, ProgrammeItem
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id
from network.sessions.stage import pictures
from network.sessions.stage.drawing import frame
from network.sessions.stage.pictures import Facts
from network.sessions.stage.queries.standing import scene_of
from network.sessions.stage.routes import control
from network.sessions.stage.services.moves import move
from network.web import panels

blueprint = Blueprint("last_time", __name__, url_prefix="/gatherings/<public_id>/last-time")
ON_A_SCREEN = 6
MOST_TOLD = 3
KEY_BYTES = 11


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    panels.add(app, "now_item", _now, order=20)
    panels.add(app, "preparation", _preparation, order=10)
    panels.add(app, "control_item", _control, order=20)
    panels.add(app, "programme", _stuck, order=10)
    pictures.add(app, "last", _picture)


@blueprint.post("/told")
@acts("stage.edit")
def choose(public_id: str) -> ResponseReturnValue:
    """Which three are told: they stand large on the screen, without anybody's name."""
    gathering = authorize(actor(), "stage.edit", gathering_by_public_id(public_id))
    agreed = {point.public_id for point in _agreed_before(gathering)}
    chosen = [key for key in request.form.getlist("told") if key in agreed]
    typed = request.form.get("version", "")
    version = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    try:
        if not 1 <= len(chosen) <= MOST_TOLD:
            raise Invalid("told", _("Choose one, two or three."))
        with unit_of_work():
            gathering = authorize(actor(), "stage.edit", gathering_by_public_id(public_id))
            move(gathering, "show", version=version, by_id=actor().person_id, picture="last", text=" ".join(chosen))
    except (Conflict, Invalid) as refusal:
        status = 409 if isinstance(refusal, Conflict) else 422
        return control.page(gathering, said=refusal.message, status=status)
    return redirect(url_for("stage.control", public_id=public_id), 303)


def _agreed_before(gathering: Gathering) -> list[ActionPoint]:
    """What was agreed at the gathering before, municipality by municipality, by name: no order says who is best."""
    before = queries.gathering_before(gathering)
    points = queries.points_of_gathering(before.id) if before is not None else []
    return sorted(points, key=lambda point: (name_key(point.municipality.name, gathering.language), point.position))


def _picture(gathering: Gathering, facts: Facts) -> str:
    """All commitments with their states, some on each page, silently; or the three that are told."""
    points = _agreed_before(gathering)
    keys = str(facts.get("text", "")).split()
    picked = [point for point in points if point.public_id in keys]
    pages = max(1, -(-len(points) // ON_A_SCREEN))
    asked = facts.get("page")
    page = min(asked if isinstance(asked, int) and asked > 0 else 0, pages - 1)
    shown = picked or points[page * ON_A_SCREEN : (page + 1) * ON_A_SCREEN]
    return render_template(
        "actions/_picture_last.html",
        **frame(scene_of(gathering)),
        points=shown,
        picked=bool(picked),
        page=page,
        pages=1 if picked else pages,
        words=words,
    )


def _now(*, gathering: Gathering, item: ProgrammeItem | None, **_facts: object) -> str | None:
    """During the welcome each sees what her municipality took home last time, and tells with one tap how it goes.

    A badge does not reach the actions of another gathering (rule DR-4): under one she sees what the wall shows of them.
    """
    if item is None or item.kind != ItemKind.WELCOME:
        return None
    places = actor().municipality_ids
    points = _agreed_before(gathering) if places else []
    ours = [point for point in points if point.municipality_id in places]
    return _drawn(ours, _("What you took home last time"), "now")


def _preparation(*, gathering: Gathering, **_facts: object) -> str | None:
    """The evening before: her own open actions from last time."""
    asker = actor()
    before = queries.gathering_before(gathering)
    own = queries.own_points(asker.person_id) if before is not None and asker.person_id is not None else []
    open_ones = [point for point in own if rules.is_open(point.state) and can(asker, "action_point.update", point)]
    return _drawn(open_ones, _("Last time you agreed to this. How does it go?"), "mine")


def _drawn(points: list[ActionPoint], title: str, back: str) -> str | None:
    if not points:
        return None
    keys = {point.public_id: secrets.token_urlsafe(KEY_BYTES)[:15] for point in points}
    hers = [point.public_id for point in points if can(actor(), "action_point.update", point)]
    return render_template(
        "actions/_last_time.html", points=points, title=title, keys=keys, hers=hers, back=back, words=words
    )


def _control(*, gathering: Gathering, item: ProgrammeItem | None, **_facts: object) -> str | None:
    """The wall and the three who tell, while people are welcomed."""
    is_time = item is None or item.kind in (ItemKind.ARRIVAL, ItemKind.WELCOME)
    if not is_time or not allows(actor(), "stage.edit", gathering.facts()):
        return None
    points = _agreed_before(gathering)
    if not points:
        return None
    scene = scene_of(gathering)
    proposed = str(scene.picture_facts.get("text", "")).split() if scene.state.picture == "last" else []
    if request.endpoint == "last_time.choose":  # what she chose could not be taken: it stays chosen
        proposed = request.form.getlist("told")
    elif not proposed:
        proposed = rules.three_to_tell((one.public_id, str(one.state), one.case_id is not None) for one in points)
    return render_template(
        "actions/_control_last.html",
        gathering=gathering,
        scene=scene,
        points=sorted(points, key=lambda point: point.public_id not in proposed),
        chosen=proposed,
        words=words,
    )


def _stuck(*, gathering: Gathering, **_facts: object) -> str | None:
    """For who plans the day: what others are stuck with can be the question of a mixed group (rule FU-8)."""
    stuck = [point for point in _agreed_before(gathering) if point.state == rules.STUCK]
    readable = [point for point in stuck if can(actor(), "action_point.read", point)]
    if not readable:
        return None
    places = len({point.municipality_id for point in readable})
    lines = {point.id: point.updates[-1].line if point.updates else "" for point in readable}
    return render_template("actions/_stuck.html", points=readable, lines=lines, places=places)
