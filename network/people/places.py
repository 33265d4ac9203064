"""Where the register shows itself: the places in the bar, one's party on one's own page, how long lists are kept."""

from datetime import timedelta

from flask import Flask, render_template, url_for

from network.access.guard import NOTHING, allows
from network.core.db import db
from network.core.language import lazy_gettext as _l
from network.people import queries
from network.people.identity import actor
from network.people.models import Person
from network.people.services import imports
from network.privacy.retention import Holding, hold
from network.web import navigation, panels

DRAFTS_KEPT = timedelta(days=30)


def register(app: Flask) -> None:
    navigation.add(app, _l("My municipality"), icon="people", address=_own_municipality, order=40)
    navigation.add(app, _l("Municipalities"), icon="people", address=_all_municipalities, order=40, is_minor=True)
    panels.add(app, "me", _own_party)
    hold(Holding("import_draft", DRAFTS_KEPT, imports.forget_drafts))


def _own_municipality() -> str | None:
    """For delegates and coordinators. Who looks after the whole network has the list instead."""
    asker = actor()
    if not asker.roles & set("DK") or allows(asker, "municipality.edit", NOTHING):
        return None
    own = queries.own_municipalities(asker)
    return url_for("municipalities.show", number=own[-1].number) if own else None


def _all_municipalities() -> str | None:
    return url_for("municipalities.all") if allows(actor(), "municipality.edit", NOTHING) else None


def _own_party(**_facts: object) -> str | None:
    """What the election record says about her, for her alone, with the button that takes it back."""
    person = db.session.get(Person, actor().person_id) if actor().person_id else None
    seats = person.seats if person else []
    if not seats:
        return None
    party = next((seat.party for seat in reversed(seats) if seat.party), None)
    return render_template("people/_own_party.html", party=party)
