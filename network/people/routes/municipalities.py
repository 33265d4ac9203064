"""The municipalities, and each one's own page: its people, its case, its next council meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from network.access.actor import Actor
from network.access.guard import NOTHING, acts, allows, authorize, authorize_anywhere, can
from network.core import clock
from network.core.db import unit_of_work
from network.core.errors import Conflict
from network.core.language import current_zone, format_date
from network.core.language import gettext as _
from network.people import queries, rules
from network.people.forms.people import MeetingsForm, explain
from network.people.identity import actor
from network.people.models import CouncilMeeting, Municipality, Network
from network.people.queries.setup import seats_held_on
from network.people.services import councils

blueprint = Blueprint("municipalities", __name__, url_prefix="/municipalities")


@dataclass(frozen=True)
class Row:
    """A municipality in the list. `held` is None where the reader may not know."""

    municipality: Municipality
    takes_part: bool
    held: int | None
    least: int
    most: int

    @property
    def is_under(self) -> bool:
        return self.takes_part and self.held is not None and self.held < self.least


@blueprint.get("")
@acts("municipality.read")
def all() -> ResponseReturnValue:
    asker = actor()
    authorize_anywhere(asker, "municipality.read")
    today = clock.now().date()
    rows = _rows(asker, today)
    return render_template(
        "people/municipalities.html",
        rows=rows,
        ended=[one for one in queries.municipalities() if not rules.lifetimes.is_alive(one.ended_on, on=today)],
        coverage=_coverage(rows) if allows(asker, "seat.read", NOTHING) else None,
        may_found=allows(asker, "municipality.edit", NOTHING),
        may_look_after=allows(asker, "person.edit_other", NOTHING),
        may_change_seats=allows(asker, "seat.edit", NOTHING),
    )


@blueprint.get("/<number>")
@acts("seat.read")
def show(number: str) -> ResponseReturnValue:
    municipality = authorize(actor(), "seat.read", queries.municipality_by_number(number))
    return _page(municipality, _form_of(municipality))


@blueprint.post("/<number>/council-meetings")
@acts("council_meeting.edit")
def plan_meetings(number: str) -> ResponseReturnValue:
    municipality = authorize(actor(), "council_meeting.edit", queries.municipality_by_number(number))
    form = MeetingsForm()
    if not form.validate_on_submit():
        return _page(municipality, form, status=422)
    try:
        with unit_of_work():
            municipality = authorize(actor(), "council_meeting.edit", queries.municipality_by_number(number))
            councils.plan_meetings(
                municipality,
                form.read().days,
                papers_days_before=form.papers_days_before,
                papers_clock=form.papers_clock,
                seen=form.seen.data or "",
                today=clock.now().date(),
                by=actor().person_id,
            )
    except Conflict as fault:
        municipality = authorize(actor(), "council_meeting.edit", queries.municipality_by_number(number))
        return _page(municipality, form, status=explain(form, fault), stored=_form_of(municipality, is_stored=True))
    flash(_("The dates are saved."), "success")
    return redirect(url_for("municipalities.show", number=number, _anchor="meetings"), 303)


def _page(
    municipality: Municipality, form: MeetingsForm, *, status: int = 200, stored: MeetingsForm | None = None
) -> ResponseReturnValue:
    asker, today, network = actor(), clock.now().date(), queries.the_network()
    meetings = queries.council_meetings(municipality.id, from_date=today)
    form.seen.data = councils.state_of(municipality, today=today)
    heir = next((one for one in queries.municipalities() if one.id == municipality.successor_id), None)
    page = render_template(
        "people/municipality.html",
        municipality=municipality,
        seats=queries.seats_of(municipality.id, from_date=today),
        former=queries.former_seats(municipality.id, today=today),
        held=queries.current_seats(municipality.id, today=today),
        parts=[(role, queries.people_of(municipality.id, role)) for role in ("substitute", "coordinator", "official")],
        limits=_limits(network),
        today=today,
        heir=heir,
        forerunners=queries.forerunners(municipality.id),
        form=form,
        stored=stored,
        may_edit_seats=can(asker, "seat.edit", municipality),
        may_look_after=can(asker, "person.edit_other", municipality),
        can_found=can(asker, "municipality.edit", municipality) and municipality.ended_on is None,
        may_import=can(asker, "import.create", municipality),
        may_read_meetings=can(asker, "council_meeting.read", municipality),
        may_plan=can(asker, "council_meeting.edit", municipality),
        meetings=meetings,
        due=_due(municipality, meetings, today),
    )
    return page, status


def _rows(asker: Actor, today: date) -> list[Row]:
    least, most = _limits(queries.the_network())
    held = seats_held_on(today)
    return [
        Row(
            municipality=one,
            takes_part=rules.lifetimes.takes_part(
                joined_on=one.joined_on, left_on=one.left_on, ended_on=one.ended_on, on=today
            ),
            held=held.get(one.id, 0) if can(asker, "seat.read", one) else None,
            least=least,
            most=most,
        )
        for one in queries.municipalities_on(today)
    ]


def _coverage(rows: list[Row]) -> tuple[int, int, int]:
    """How many of those that take part have the least number of seats held, of how many, and what that number is."""
    held = {row.municipality.id: row.held or 0 for row in rows if row.takes_part}
    least = rows[0].least if rows else rules.coverage.LEAST
    return len(rules.coverage.covered(held, least)), len(held), least


def _limits(network: Network | None) -> tuple[int, int]:
    return (network.min_seats, network.max_seats) if network else (rules.coverage.LEAST, rules.MAX_SEATS)


def _due(municipality: Municipality, meetings: Sequence[CouncilMeeting], today: date) -> datetime | None:
    """When the papers for the next meeting must be in; None where the day or the rule is not known."""
    days = [meeting.on_date for meeting in meetings]
    meeting = rules.meetings.next_meeting(days, today=today)
    if meeting is None or municipality.papers_days_before is None or municipality.papers_clock is None:
        return None
    return rules.meetings.papers_due(
        meeting, days_before=municipality.papers_days_before, at=municipality.papers_clock, zone=current_zone()
    )


def _form_of(municipality: Municipality, *, is_stored: bool = False) -> MeetingsForm:
    """The form as what is stored would fill it."""
    form = MeetingsForm(formdata=None) if is_stored else MeetingsForm()
    meetings = queries.council_meetings(municipality.id, from_date=clock.now().date())
    form.dates.data = "\n".join(format_date(meeting.on_date) for meeting in meetings)
    days = municipality.papers_days_before
    form.days_before.data = "" if days is None else str(days)
    form.clock.data = (municipality.papers_clock or "").replace(":", ".")
    return form
