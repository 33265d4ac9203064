"""The papers for the day, as one page to print and as one PDF: badges, tables, sheets, script, poster."""

import time
from collections.abc import Sequence
from datetime import timedelta

from flask import Blueprint, Flask, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from network.access.guard import acts, authorize
from network.core import clock
from network.core.db import unit_of_work
from network.core.language import format_ago, ngettext, speaking
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.core.names import name_key
from network.people import preflight, reach
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
from network.sessions.gatherings.routes.editing import for_reader
from network.sessions.gatherings.services import badges, door
from network.sessions.gatherings.services.pack import note_printing
from network.web import panels
from network.web.addresses import whole_address
from network.web.pdf import PdfUnavailable, pdf_from, why_unavailable
from network.web.qr import qr_svg

blueprint = Blueprint("pack", __name__, url_prefix="/gatherings/<public_id>")

BADGES_ON_A_PAGE = 10
PRINTED_BEFORE = timedelta(days=3)
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
    near = reach.near_line()
    return render_template("sessions/gatherings/pack/page.html", gathering=gathering, papers=papers, near=near)


@blueprint.post("/pack/printings")
@acts("badge.create")
def make(public_id: str) -> ResponseReturnValue:
    """Somebody has the papers made: that is noted, for Getting started and Are we ready, and the PDF follows."""
    with unit_of_work():
        gathering = authorize(actor(), "badge.create", gathering_by_public_id(public_id))
        note_printing(gathering, by_id=actor().person_id)
    return redirect(url_for("pack.as_pdf", public_id=public_id), 303)


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
            "sessions/gatherings/pack/page.html",
            gathering=gathering,
            papers=papers,
            fault=fault.message,
            near=reach.near_line(),
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
    opening = Line(in_time, said, "" if in_time else _("Open it on the host's page."), address)
    return lines + for_reader([*_printed_lines(gathering), opening], gathering)


def _printed_lines(gathering: Gathering) -> list[Line]:
    """From three days before: are the papers made, and for everybody who is on the list now?"""
    made, address = queries.latest_printing(gathering.id), url_for("pack.show", public_id=gathering.public_id)
    if made is None:
        is_early = gathering.starts_at - clock.now() > PRINTED_BEFORE
        said = _("The papers for “%(title)s” are not made.", title=gathering.title)
        return [] if is_early else [Line(False, said, _("Print them, badges first."), address)]
    missing = queries.number_of_badges(gathering.id) - made.badges
    if missing > 0:
        said = ngettext("%(num)s person has no badge yet.", "%(num)s people have no badge yet.", missing)
        return [Line(False, said, _("They came on the list after the papers were made. Print anew."), address)]
    when = format_ago(made.at)
    return [Line(True, _("The papers for “%(title)s” were made %(ago)s.", title=gathering.title, ago=when))]


def _papers(gathering: Gathering) -> Markup:
    """All the papers, in the order in which they are used."""
    members = _in_order(queries.badge_members(gathering.id), gathering.language)
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
    """Municipality → its delegates' names, in the order of `members`: one sheet for each local group."""
    found: dict[str, list[str]] = {}
    for member in members:
        if member.municipality is not None and member.role == GatheringRole.PARTICIPANT:
            found.setdefault(member.municipality.name, []).append(member.person.name)
    return list(found.items())


def _in_order(members: Sequence[GatheringMember], language: str) -> list[GatheringMember]:
    """By municipality and name; last those who come for none."""

    def place(member: GatheringMember) -> tuple[object, ...]:
        where = member.municipality
        by_name = (name_key(member.person.name, language), member.person_id)
        return where is None, name_key(where.name if where else "", language), *by_name

    return sorted(members, key=place)


def _address_of_next() -> str | None:
    gathering = queries.next_gathering(clock.now())
    return url_for("pack.show", public_id=gathering.public_id) if gathering else None
