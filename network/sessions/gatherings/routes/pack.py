"""The papers for the day, as one page to print and as one PDF: badges, tables, sheets, script, poster."""

import time

from flask import Blueprint, Flask, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from network.access.guard import acts, authorize
from network.core import clock
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.core.language import speaking
from network.people import preflight
from network.people.getting_started import Step, step
from network.people.identity import actor
from network.people.preflight import Line
from network.sessions.gatherings.forms.door import ROLE_WORDS
from network.sessions.gatherings.models import Gathering, GatheringMember, GatheringRole
from network.sessions.gatherings.queries import pack as queries
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id
from network.sessions.gatherings.queries.members import day_of
from network.sessions.gatherings.queries.programme import programme
from network.sessions.gatherings.routes.badges import wall_facts
from network.sessions.gatherings.rules.door import alphabetical
from network.sessions.gatherings.services import badges, door
from network.web import panels
from network.web.addresses import whole_address
from network.web.pdf import PdfUnavailable, pdf_from, why_unavailable
from network.web.qr import qr_svg

blueprint = Blueprint("pack", __name__, url_prefix="/gatherings/<public_id>")

BADGES_ON_A_PAGE = 10
UNAVAILABLE = 503


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    preflight.ask(app, checks)
    step(app, Step(_l("Print for the day"), is_done=queries.has_printed, address=_address_of_next, order=50))


@blueprint.get("/pack")
@acts("pack.read")
def show(public_id: str) -> ResponseReturnValue:
    gathering = authorize(actor(), "pack.read", gathering_by_public_id(public_id))
    with speaking(gathering.language, zone=gathering.zone):
        papers = _papers(gathering)
    return render_template("sessions/gatherings/pack/page.html", gathering=gathering, papers=papers)


@blueprint.get("/pack.pdf")
@acts("pack.read")
def as_pdf(public_id: str) -> ResponseReturnValue:
    """One PDF, tagged; where none can be made, the page to print and the reason."""
    gathering = authorize(actor(), "pack.read", gathering_by_public_id(public_id))
    with speaking(gathering.language, zone=gathering.zone):
        papers = _papers(gathering)
        html = render_template("sessions/gatherings/pack/document.html", gathering=gathering, papers=papers)
    word = _("papers")
    name = f"{day_of(gathering).isoformat()}_{word}.pdf"
    try:
        body = pdf_from(html)
    except PdfUnavailable as fault:
        page = render_template(
            "sessions/gatherings/pack/page.html", gathering=gathering, papers=papers, fault=fault.message
        )
        return page, UNAVAILABLE
    response = Response(body, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=name)
    return response


def checks() -> list[Line]:
    """For "Are we ready?": whether papers can be made, and whether the next gathering's door opens in time."""
    why = why_unavailable()
    lines = [Line(why is None, _("Papers can be made as PDF.") if why is None else _("No PDF can be made."), why or "")]
    gathering = queries.next_gathering(clock.now())
    if gathering is None:
        return lines
    address = url_for("door.host_list", public_id=gathering.public_id)
    times = door.times_of(gathering)
    in_time = times.opens_at <= gathering.starts_at < times.closes_at
    said = _("The door opens before the gathering begins.") if in_time else _("The door is not open when it begins.")
    return [*lines, Line(in_time, said, "" if in_time else _("Open it on the host's page."), address)]


def _papers(gathering: Gathering) -> Markup:
    """All the papers, in the order in which they are used."""
    members = sorted(queries.badge_members(gathering.id), key=_by_place)
    cards = [_card(member) for member in members]
    return Markup(
        render_template(
            "sessions/gatherings/pack/_papers.html",
            gathering=gathering,
            pages=[cards[first : first + BADGES_ON_A_PAGE] for first in range(0, len(cards), BADGES_ON_A_PAGE)],
            lists=panels.shown("pack", gathering=gathering),
            sheets=_sheets(members),
            items=programme(gathering),
            **wall_facts(gathering),
        )
    )


def _card(member: GatheringMember) -> dict[str, object]:
    """One badge: name, municipality or role, QR. Never a party. A QR takes 10 ms, so others get their turn between."""
    time.sleep(0)
    address = whole_address(url_for("badges.badge_page", token=badges.token_of(member)))
    return {
        "name": member.person.name,
        "line": member.municipality.name if member.municipality else str(ROLE_WORDS[member.role]),
        "qr": qr_svg(address, title=_("Badge of %(name)s", name=member.person.name)),
    }


def _sheets(members: list[GatheringMember]) -> list[tuple[str, list[str]]]:
    """Municipality → its delegates' names: one sheet for each local group."""
    found: dict[str, list[str]] = {}
    for member in members:
        if member.municipality is not None and member.role == GatheringRole.PARTICIPANT:
            found.setdefault(member.municipality.name, []).append(member.person.name)
    return sorted(found.items())


def _by_place(member: GatheringMember) -> tuple[str, str, int]:
    place = member.municipality.name if member.municipality else "~"
    return place, alphabetical(member.person.name), member.person_id


def _address_of_next() -> str | None:
    gathering = queries.next_gathering(clock.now())
    return url_for("pack.show", public_id=gathering.public_id) if gathering else None
