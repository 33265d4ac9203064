"""What the gathering shows on others' pages: the front page, the coordinator's, Getting started, Are we ready?"""

from flask import Flask, render_template, url_for

from network.access.guard import NOTHING, allows
from network.access.scopes import Facts
from network.core import clock
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.core.language import ngettext
from network.people import getting_started, preflight
from network.people.identity import actor
from network.people.models import Municipality
from network.people.preflight import Line
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries.gatherings import (
    coming_gatherings,
    gathering_in_progress_for,
    next_gathering,
    next_gathering_for,
    number_of_gatherings,
)
from network.sessions.gatherings.queries.invitations import answered_by_municipality, own_invitation
from network.sessions.gatherings.queries.programme import findings, programme
from network.sessions.gatherings.routes.editing import for_reader, reply_token
from network.sessions.gatherings.words import finding_text
from network.web import panels


def register(app: Flask) -> None:
    panels.add(app, "home_head", _home_head)
    panels.add(app, "home", _next_panel, order=5)
    panels.add(app, "coordinator", _coordinator_panel, order=20)
    getting_started.step(app, getting_started.Step(_l("Make a gathering"), _has_gathering, _new_address, order=30))
    getting_started.step(app, getting_started.Step(_l("Invite"), _has_invited, _invite_address, order=40))
    preflight.ask(app, next_gathering_lines)


def _home_head(**_facts: object) -> str | None:
    """Place, day and title of the gathering that goes on now."""
    gathering = gathering_in_progress_for(actor(), clock.now())
    return render_template("sessions/gatherings/_home.html", gathering=gathering) if gathering else None


def _next_panel(hall: object = None, **_facts: object) -> str | None:
    """The gathering that comes, while none goes on: her answer, and how to prepare.

    From an hour before, `hall` says that the page is that gathering's already.
    """
    asker, now = actor(), clock.now()
    if hall or gathering_in_progress_for(asker, now) is not None:
        return None
    gathering = next_gathering_for(asker, now)
    if gathering is None:
        return None
    invitation = own_invitation(gathering.id, asker.person_id)
    token = reply_token(invitation) if invitation is not None else None
    return render_template(
        "sessions/gatherings/_next.html", gathering=gathering, invitation=invitation, reply_token=token
    )


def _coordinator_panel(*, municipality: Municipality, **_facts: object) -> str | None:
    """Who of ours has answered, for each gathering that comes; the way to answer, for whoever may do so for all."""
    coming = coming_gatherings(clock.now())
    of_ours = {one.id: Facts(gathering_id=one.id, municipality_id=municipality.id) for one in coming}
    shown = [one for one in coming if allows(actor(), "invitation.read", of_ours[one.id])]
    counts = answered_by_municipality([one.id for one in shown], municipality.id)
    cards = [
        (one, *counts[one.id], allows(actor(), "invitation.edit", of_ours[one.id])) for one in shown if one.id in counts
    ]
    if not cards:
        return None
    return render_template("sessions/gatherings/_coordinator.html", cards=cards, municipality=municipality)


def _has_gathering() -> bool:
    return number_of_gatherings() > 0


def _new_address() -> str | None:
    return url_for("gatherings.new")


def _has_invited() -> bool:
    coming = next_gathering(clock.now())
    return coming is not None and coming.invited_at is not None


def _invite_address() -> str | None:
    coming = next_gathering(clock.now())
    return url_for("invitations.page", public_id=coming.public_id) if coming else None


def next_gathering_lines() -> list[Line]:
    """Is the next gathering planned, are people invited, have they answered?"""
    gathering = next_gathering(clock.now())
    if gathering is None:
        address = _new_address() if allows(actor(), "gathering.create", NOTHING) else None
        return [Line(False, _("No gathering is planned."), _("Make one."), address)]
    lines = [_plan_line(gathering), _invited_line(gathering), *_answer_lines(gathering)]
    return for_reader(lines, gathering)


def _plan_line(gathering: Gathering) -> Line:
    musts = [one for one in findings(gathering, programme(gathering)) if one.is_must]
    address = url_for("programme.page", public_id=gathering.public_id)
    if not musts:
        return Line(True, _("The programme of “%(title)s” lacks nothing.", title=gathering.title), address=address)
    text = ngettext(
        "The programme of “%(title)s” lacks %(num)s thing.",
        "The programme of “%(title)s” lacks %(num)s things.",
        len(musts),
        title=gathering.title,
    )
    return Line(False, text, " ".join(finding_text(one) for one in musts), address)


def _invited_line(gathering: Gathering) -> Line:
    address = url_for("invitations.page", public_id=gathering.public_id)
    if gathering.invited_at is not None:
        return Line(True, _("“%(title)s”: people are invited.", title=gathering.title), address=address)
    return Line(False, _("“%(title)s”: nobody is invited.", title=gathering.title), _("Send the invitations."), address)


def _answer_lines(gathering: Gathering) -> list[Line]:
    """Silence is in order until the day before which people were asked to answer, if there is one."""
    if gathering.invited_at is None:
        return []
    asked, answered, _comes = answered_by_municipality([gathering.id]).get(gathering.id, (0, 0, 0))
    address = url_for("invitations.page", public_id=gathering.public_id)
    if asked == answered:
        return [Line(True, _("“%(title)s”: everybody has answered.", title=gathering.title), address=address)]
    text = ngettext(
        "“%(title)s”: %(num)s person has not answered.",
        "“%(title)s”: %(num)s people have not answered.",
        asked - answered,
        title=gathering.title,
    )
    has_time = gathering.reply_by is not None and clock.now() <= gathering.reply_by
    return [Line(has_time, text, "" if has_time else _("Remind the silent ones."), address)]
