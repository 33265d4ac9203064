"""The control page: where those who lead see the hall and move it, with a laptop or a phone."""

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from network.access.guard import acts, allows, authorize, can
from network.core.db import unit_of_work
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.core.language import ngettext
from network.people.identity import actor
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id
from network.sessions.groups.routes.sayings import contradictions
from network.sessions.groups.services.dealing import Contradicted
from network.sessions.groups.services.drawing import NotDrawn
from network.sessions.stage import content, pictures
from network.sessions.stage.forms.control import MessageForm, MoveForm, PairForm
from network.sessions.stage.queries.control import desk_of
from network.sessions.stage.queries.groups import call_of
from network.sessions.stage.queries.screens import screen_of
from network.sessions.stage.queries.silence import off_the_net
from network.sessions.stage.queries.standing import Scene
from network.sessions.stage.routes import overview
from network.sessions.stage.routes.dealing import groups_for
from network.sessions.stage.services import helping, messages, moves, screens, watching
from network.web import panels

blueprint = Blueprint("stage", __name__, url_prefix="/gatherings/<public_id>")


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    panels.add(app, "gathering_tools", _tool, order=10)


@blueprint.get("/control")
@acts("stage.edit")
def control(public_id: str) -> ResponseReturnValue:
    return page(_gathering(public_id))


@blueprint.post("/moves")
@acts("stage.edit")
def move(public_id: str) -> ResponseReturnValue:
    """One move. Who comes second gets the page as it is now, told who was first."""
    gathering = _gathering(public_id)
    form = MoveForm()
    if not form.validate():
        return _answer(gathering, said=_first_fault(form), status=422)
    facts = form.facts(gathering)
    act, version, by_id = str(form.act.data), form.version.data or 0, actor().person_id
    try:
        with groups_for(act, gathering, version=version, by_id=by_id) as drawn, unit_of_work():
            gathering = _gathering(public_id)
            moves.move(gathering, act, drawn, version=version, by_id=by_id, **facts)
    except NotDrawn as failure:
        return _answer(_gathering(public_id), said=failure.message, status=503)
    except Contradicted as wishes:
        said = " ".join([wishes.message, *contradictions(wishes.facts)])
        return _answer(_gathering(public_id), said=said, status=409)
    except Conflict as second:
        return _answer(_gathering(public_id), said=second.message, status=409)
    except Invalid as fault:
        asked = form if fault.field == "confirm" else None
        return _answer(_gathering(public_id), said=fault.message, asked=asked, status=422)
    return _back(public_id)


@blueprint.post("/messages")
@acts("message.create")
def send_message(public_id: str) -> ResponseReturnValue:
    """A line to all or to some; or more time for some, with a line to them when one was typed."""
    form = MessageForm()
    text, minutes, by_id = form.text.data or "", form.minutes(), actor().person_id or 0
    after_id = form.after.data if form.after.validate(form) else None
    typed = {"text": text, "groups": form.groups.data or [], "after": after_id}
    try:
        with unit_of_work():
            gathering = authorize(actor(), "message.create", gathering_by_public_id(public_id))
            groups = form.receivers()
            if minutes:
                authorize(actor(), "stage.edit", gathering)
                seen = form.seen_version()
                moves.move(gathering, "more_time", version=seen, by_id=by_id, groups=groups, minutes=minutes)
            if text or not minutes:
                messages.send_message(gathering, text, groups, by_id=by_id, after_id=after_id)
    except Conflict as second:
        return _answer(_gathering(public_id), said=second.message, message=typed, status=409)
    except Invalid as fault:
        return _answer(_gathering(public_id), message=typed, message_fault=fault.message, status=422)
    flash(_told(minutes), "success")
    return _back(public_id)


def _told(minutes: int) -> str:
    if not minutes:
        return _("Sent. It stays on their phones until they put it away.")
    return ngettext(
        "They have %(num)d more minute. It stands on their clock, and nothing closes by itself.",
        "They have %(num)d more minutes. It stands on their clock, and nothing closes by itself.",
        minutes,
    )


@blueprint.post("/help/<int:call_id>/answer")
@acts("help.edit")
def answer_help(public_id: str, call_id: int) -> ResponseReturnValue:
    with unit_of_work():
        gathering = authorize(actor(), "help.edit", gathering_by_public_id(public_id))
        call = authorize(actor(), "help.edit", call_of(gathering.id, call_id))
        helping.answer_help(call, by_id=actor().person_id or 0)
    return _back(public_id)


@blueprint.post("/screens")
@acts("stage.edit")
def pair_screen(public_id: str) -> ResponseReturnValue:
    form = PairForm()
    digits = form.code.data or ""
    try:
        with unit_of_work():
            gathering = _gathering(public_id)
            screens.pair_screen(gathering, digits, by_id=actor().person_id or 0)
    except Invalid as wrong:
        screens.count_wrong(actor().person_id or 0)
        return page(_gathering(public_id), digits=digits, digits_fault=wrong.message, status=422)
    except Conflict as refusal:
        return page(_gathering(public_id), digits=digits, digits_fault=refusal.message, status=409)
    flash(_("The screen follows the gathering now."), "success")
    return _back(public_id)


@blueprint.post("/screens/<int:screen_id>/end")
@acts("stage.edit")
def end_screen(public_id: str, screen_id: int) -> ResponseReturnValue:
    with unit_of_work():
        gathering = _gathering(public_id)
        screen = authorize(actor(), "stage.edit", screen_of(gathering.id, screen_id))
        screens.let_go(screen, by_id=actor().person_id or 0)
    flash(_("The screen is let go. It shows four new digits."), "success")
    return _back(public_id)


def page(
    gathering: Gathering, *, said: str = "", asked: MoveForm | None = None, status: int = 200, **typed: object
) -> ResponseReturnValue:
    """The control page as the hall is now; `said` is what went wrong, `asked` a move that wants a yes."""
    desk = desk_of(gathering)
    watching.shown(gathering.id, off_the_net(desk.scene.round))
    shown = {
        "desk": desk,
        "scene": desk.scene,
        "said": said,
        "asked": asked,
        "back": "",
        "choices": {},
        "cards": content.CARDS,
        "preview": preview(desk.scene),
        "reads_boards": allows(actor(), "board.read", gathering.facts()),
        "screens": [(screen, watching.is_awake(screen.id)) for screen in desk.screens],
        "message": {},
        "message_fault": "",
        "digits": "",
        "digits_fault": "",
        **typed,
    }
    return render_template("sessions/stage/control.html", **shown), status


def preview(scene: Scene) -> Markup:
    """What the big screen shows, in small."""
    return pictures.drawn(scene.state.picture, scene.gathering, scene.picture_facts)


def _gathering(public_id: str) -> Gathering:
    return authorize(actor(), "stage.edit", gathering_by_public_id(public_id))


def _answer(gathering: Gathering, **shown: Any) -> ResponseReturnValue:
    """The page that the form stood on, as the hall is now."""
    return overview.page(gathering, **shown) if overview.is_asked_from() else page(gathering, **shown)


def _back(public_id: str) -> ResponseReturnValue:
    """To the page that the form stood on."""
    is_overview = overview.is_asked_from()
    return redirect(overview.address(public_id) if is_overview else url_for("stage.control", public_id=public_id), 303)


def _first_fault(form: MoveForm) -> str:
    texts = [str(text) for texts in form.errors.values() for text in texts]
    return texts[0] if texts else ""


def _tool(gathering: Gathering, **_facts: object) -> str | None:
    """The way to the control page, on the gathering's own page."""
    if not can(actor(), "stage.edit", gathering):
        return None
    return render_template("sessions/stage/_tool.html", gathering=gathering)
