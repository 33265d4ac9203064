"""“Are we ready?”: a button, and a page of lines. Also what the front page tells a lead to do next."""

from flask import Blueprint, Flask, render_template, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import NOTHING, acts, allows, authorize_anywhere
from network.core import clock
from network.core.language import lazy_gettext as _l
from network.people import checks, getting_started, identity, preflight, queries
from network.people.getting_started import Step
from network.people.queries.setup import seats_held_on
from network.people.routes.setup.steps import ENDPOINTS, MAIL
from network.web import panels

blueprint = Blueprint("preflight", __name__)
FIRST, LATE, LAST = 1, 80, 90


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    for check in (checks.about_mail, checks.about_addresses, checks.about_the_network, checks.about_the_machine):
        preflight.ask(app, check)
    getting_started.step(app, Step(_l("Take in the people"), _has_people, checks.import_address, order=10))
    getting_started.step(
        app, Step(_l("Set up e-mail, or choose to do without"), _is_past_mail, _mail_address, order=20)
    )
    panels.add(app, "home", lambda hall=None, **_facts: None if hall else _next_panel(), order=FIRST)
    panels.add(app, "home", lambda hall=None, **_facts: _next_panel() if hall else None, order=LATE)
    panels.add(app, "home", _ready_panel, order=LAST)


@blueprint.get("/ready-to-go")
@acts("job.read")
def page() -> ResponseReturnValue:
    authorize_anywhere(identity.actor(), "job.read")
    lines = preflight.lines_now()
    return render_template("people/preflight.html", lines=lines, bad=sum(not line.is_good for line in lines))


def _next_panel() -> str | None:
    """For the lead of a real network: go on setting it up, then what is left to do. Nothing when all is done.

    It comes first, but on the day itself: then what happens now does.
    """
    if not allows(identity.actor(), "setup.edit", NOTHING):
        return None
    network = queries.the_network()
    if network is None or network.is_demo:
        return None
    if network.setup_step is not None:
        address = url_for(ENDPOINTS[network.setup_step])
        return render_template("people/_getting_started.html", resume=address, page=network.setup_step, steps=[])
    steps = getting_started.steps_now()
    return render_template("people/_getting_started.html", resume=None, steps=steps) if steps else None


def _ready_panel(**_facts: object) -> str | None:
    """The button, for those who run the network."""
    is_for_her = allows(identity.actor(), "job.read", NOTHING) and queries.the_network() is not None
    return render_template("people/_ready.html") if is_for_her else None


def _has_people() -> bool:
    return bool(seats_held_on(clock.now().date()))


def _is_past_mail() -> bool:
    network = queries.the_network()
    return network is not None and (network.setup_step is None or network.setup_step > MAIL)


def _mail_address() -> str | None:
    return url_for(ENDPOINTS[MAIL])
