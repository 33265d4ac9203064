"""Trying Samling as one of the demo's people, and reading the mail that the demo does not send."""

from itertools import groupby

from flask import Blueprint, Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize_anywhere
from network.core.db import unit_of_work
from network.core.errors import NotFound
from network.core.language import LazyText
from network.core.language import lazy_gettext as _l
from network.demo import queries
from network.demo.afterwards import ADDRESS
from network.demo.trying import OF_ONE_MUNICIPALITY, Card, card_for
from network.jobs.queries import latest_mail
from network.people import identity, rules
from network.people import queries as people
from network.people.routes.sign_in import come_in, safe_next
from network.people.services import sessions
from network.people.services.signing_in import Answer
from network.web import panels

blueprint = Blueprint("demo", __name__, url_prefix="/demo")

ROLE_NAMES: dict[str, LazyText] = {
    "delegate": _l("Delegate"),
    "facilitator": _l("Facilitator"),
    "project_lead": _l("Project lead"),
    "coordinator": _l("Municipality coordinator"),
    "administrator": _l("Administrator"),
}
QUICK_ROLES = ("delegate", "facilitator", "project_lead")
CARD_ROLES = (*QUICK_ROLES, "coordinator")
LETTERS = {"delegate": "D", "facilitator": "F", "project_lead": "P", "coordinator": "K"}
CARD_COOKIE = "demo_card"
"""Whether the card was left open. The page's script writes it; without one each page begins with it folded."""


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    panels.add(app, "sign_in", _people_panel, order=10)
    panels.add(app, "code", _mail_panel)
    panels.add(app, "site_notice", _notice)


def is_on() -> bool:
    """The demo needs both the operator's setting and the network's own mark."""
    return bool(current_app.extensions["settings"].demo) and people.is_demo()


@blueprint.post("/people")
@acts("sign_in.create")
def be_somebody() -> ResponseReturnValue:
    """Sign in as one of the demo's people, chosen by key or by role."""
    authorize_anywhere(identity.actor(), "sign_in.create")
    chosen = _chosen() if is_on() else None
    if chosen is None:
        raise NotFound()
    with unit_of_work():
        device = rules.device_words(request.user_agent.string)
        session_id, secret = sessions.begin_session(chosen.person_id, device=device)
        sessions.leave_former(identity.session_id(), by=chosen.person_id)
    answer = Answer(
        "signed_in",
        secret=secret,
        session_id=session_id,
        person_id=chosen.person_id,
        next_path=safe_next(request.form.get("next")),
    )
    return come_in(answer)


@blueprint.get("/mail")
@acts("demo.read")
def mail() -> ResponseReturnValue:
    authorize_anywhere(identity.actor(), "demo.read")
    if not is_on():
        raise NotFound()
    return render_template("demo/mail.html", mails=latest_mail(), sent_from=ADDRESS, here=request.host_url.rstrip("/"))


def _chosen() -> queries.Listed | None:
    role = request.form.get("role")
    if role in CARD_ROLES:
        return queries.next_in_role(role)
    key = request.form.get("person")
    return next((person for person in queries.listed_people() if person.key == key), None)


def _mail_panel(**_facts: object) -> str | None:
    """Where the code is to be read: the demo sends nothing to anybody."""
    return render_template("demo/_mail_link.html") if is_on() else None


def _notice(**_facts: object) -> str | None:
    """On each page of a demo, by the network's own mark: whoever runs it has no say in that.

    With it goes what there is to try on this page (DE-3), where somebody can be anybody.
    """
    if not people.is_demo():
        return None
    is_somebody = identity.actor().person_id is not None
    card = card_for(request.endpoint, queries.how_far_today) if is_somebody and request.endpoint and is_on() else None
    return render_template("demo/_notice.html", card=card, **(_who_tries(card) if card is not None else {}))


def _who_tries(card: Card) -> dict[str, object]:
    """Whether the reader can do it herself; else as whom, and where she comes then."""
    return {
        "role": card.role,
        "role_name": ROLE_NAMES[card.role],
        "is_mine": LETTERS[card.role] in identity.actor().roles,
        "is_open": request.cookies.get(CARD_COOKIE) == "open",
        "going_to": "/" if request.endpoint in OF_ONE_MUNICIPALITY else request.path,
    }


def _people_panel(going_to: str | None = None, **_facts: object) -> str | None:
    if not is_on():
        return None
    groups = [(label, list(members)) for label, members in groupby(queries.listed_people(), key=_group_label)]
    return render_template(
        "demo/_people.html",
        groups=groups,
        quick=[(role, ROLE_NAMES[role]) for role in QUICK_ROLES],
        going_to=going_to,
    )


def _group_label(person: queries.Listed) -> str:
    if person.role == "delegate":
        return person.municipality or ""
    return str(ROLE_NAMES[person.role])
