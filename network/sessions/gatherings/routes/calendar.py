"""Calendar files: for the signed in, and by a link that a calendar can follow (B3)."""

from flask import Blueprint, Flask, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.actor import actor_for
from network.access.guard import acts, authorize
from network.core.audit import audit
from network.core.db import db, unit_of_work
from network.core.errors import NotFound
from network.core.language import gettext as _
from network.core.language import speaking
from network.people.identity import actor
from network.people.models import Person
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries import calendar as queries
from network.sessions.gatherings.queries.invitations import invitation_by_public_id
from network.sessions.gatherings.routes.editing import feed_token, gathering_to, whole
from network.sessions.gatherings.rules.calendar import feed, invitation_file
from network.sessions.gatherings.rules.links import LinkKind, opened
from network.web import panels

blueprint = Blueprint("calendar", __name__)


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    panels.add(app, "me", _own_panel)


@blueprint.get("/gatherings/<public_id>/calendar.ics")
@acts("calendar.read")
def own_file(public_id: str) -> ResponseReturnValue:
    gathering = gathering_to("gathering.read", public_id)
    return _file(invitation_file(queries.day_of(gathering, _address(gathering))), "samling.ics")


@blueprint.get("/kalender/<token>.ics")
@acts("calendar.read")
def by_link(token: str) -> ResponseReturnValue:
    """One gathering, or somebody's whole calendar: the token says which. A wrong one opens nothing."""
    key = current_app.extensions["settings"].secret_key
    event = opened(key, LinkKind.EVENT, token)
    if event is not None:
        invitation = authorize(actor(), "calendar.read", invitation_by_public_id(event))
        gathering = invitation.gathering
        return _file(invitation_file(queries.day_of(gathering, _address(gathering))), "samling.ics")
    owner, _dot, serial = (opened(key, LinkKind.FEED, token) or "").partition(".")
    person = authorize(actor(), "calendar.read", queries.person_by_key(owner) if owner else None)
    if serial != str(queries.feed_serial(person.id)):
        raise NotFound()
    return _file(_feed(person), "samling.ics")


@blueprint.post("/me/calendar/addresses")
@acts("person.edit")
def renew() -> ResponseReturnValue:
    """A new address for one's calendar: whoever had the old one reads it no more. `seen` is the one on the page."""
    asker = actor()
    with unit_of_work():
        person = authorize(asker, "person.edit", db.session.get(Person, asker.person_id) if asker.person_id else None)
        if request.form.get("seen") == str(queries.feed_serial(person.id)):
            audit(person.id, queries.RENEWED, "person", person.id)
    flash(_("Your calendar has a new address. Put it in where the old one stood."), "success")
    return redirect(url_for("account.own_page", _anchor="calendar"), 303)


def _own_panel(**_facts: object) -> str:
    """Her calendar's address, for her alone, and the way to make another."""
    asker = actor()
    serial = queries.feed_serial(asker.person_id or 0)
    address = whole(url_for("calendar.by_link", token=feed_token(asker.public_key, serial)))
    return render_template("sessions/gatherings/_own_calendar.html", address=address, serial=serial)


def _feed(person: Person) -> bytes:
    """What stands in her calendar is what she may read herself, whoever's program asks."""
    owner = actor_for(person.id)
    if owner.person_id is None:
        raise NotFound()
    with speaking(person.language or "nn"):
        days = queries.own_days(owner, _address)
        return feed(_("Samling"), days, queries.council_days(owner.municipality_ids))


def _address(gathering: Gathering) -> str:
    return whole(url_for("gatherings.show", public_id=gathering.public_id))


def _file(body: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Robots-Tag": "noindex, nofollow"}
    return Response(body, content_type="text/calendar; charset=utf-8", headers=headers)
