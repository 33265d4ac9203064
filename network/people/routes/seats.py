"""A seat's pages: to fill one, to correct, hand over or end it, and to take an election in at once."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import NOTHING, acts, allows, authorize, authorize_anywhere, can
from network.core import clock
from network.core.db import db, unit_of_work
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.people import queries, rules
from network.people.forms.election import ElectionForm
from network.people.forms.people import CorrectionForm, EndingForm, NewcomerForm, explain
from network.people.identity import actor
from network.people.models import Municipality, Person, Seat
from network.people.services import seats

blueprint = Blueprint("seats", __name__)


@blueprint.get("/municipalities/<number>/seats/new")
@acts("seat.read")
def new(number: str) -> ResponseReturnValue:
    municipality = authorize(actor(), "seat.edit", queries.municipality_by_number(number))
    return _new_page(municipality, _newcomer_form())


@blueprint.post("/municipalities/<number>/seats")
@acts("seat.edit")
def fill(number: str) -> ResponseReturnValue:
    municipality = authorize(actor(), "seat.edit", queries.municipality_by_number(number))
    form = NewcomerForm()
    if not form.validate_on_submit():
        return _new_page(municipality, form, status=422)
    try:
        with unit_of_work():
            municipality = authorize(actor(), "seat.edit", queries.municipality_by_number(number))
            seats.fill_seat(
                municipality, _typed(form), from_date=form.from_date.certain, today=clock.now().date(), by=actor()
            )
    except (Invalid, Conflict) as fault:
        municipality = authorize(actor(), "seat.edit", queries.municipality_by_number(number))
        return _new_page(municipality, form, status=explain(form, fault))
    flash(_("%(name)s has a seat.", name=form.name.data), "success")
    return redirect(url_for("municipalities.show", number=number), 303)


@blueprint.get("/seats/<int:seat_id>")
@acts("seat.read")
def show(seat_id: int) -> ResponseReturnValue:
    return _seat_page(authorize(actor(), "seat.edit", db.session.get(Seat, seat_id)))


@blueprint.post("/seats/<int:seat_id>")
@acts("seat.edit")
def correct(seat_id: int) -> ResponseReturnValue:
    form = CorrectionForm()

    def change(seat: Seat) -> None:
        seats.correct_seat(
            seat,
            from_date=form.from_date.certain,
            to_date=form.to_date.day,
            party=form.party.data,
            by=actor().person_id,
        )

    return _changed(seat_id, "correction", form, change, _("The seat is corrected."))


@blueprint.post("/seats/<int:seat_id>/ending")
@acts("seat.edit")
def end(seat_id: int) -> ResponseReturnValue:
    form = EndingForm()

    def change(seat: Seat) -> None:
        seats.end_seat(seat, last_day=form.last_day.certain, by=actor().person_id)

    return _changed(seat_id, "ending", form, change, _("The seat is ended."))


@blueprint.post("/seats/<int:seat_id>/successor")
@acts("seat.edit")
def hand_over(seat_id: int) -> ResponseReturnValue:
    form = NewcomerForm()

    def change(seat: Seat) -> None:
        seats.hand_over(seat, _typed(form), from_date=form.from_date.certain, today=clock.now().date(), by=actor())

    return _changed(seat_id, "newcomer", form, change, _("The seat is handed over."))


@blueprint.post("/me/party/withdrawal")
@acts("person.edit")
def withdraw_party() -> ResponseReturnValue:
    asker = actor()
    with unit_of_work():
        person = authorize(asker, "person.edit", db.session.get(Person, asker.person_id) if asker.person_id else None)
        seats.withdraw_party(person, by=asker.person_id)
    flash(_("Your party is deleted. It counts as not given."), "success")
    return redirect(url_for("account.own_page"), 303)


@blueprint.get("/seats/election")
@acts("seat.read")
def election() -> ResponseReturnValue:
    form = _election_form()
    form.fill(on=_usual_day(form))
    return render_template("people/election.html", form=form, is_preview=False)


@blueprint.post("/seats/election")
@acts("seat.edit")
def preview_election() -> ResponseReturnValue:
    """What the changes would be, in words, before they are made. Nothing is stored."""
    form = _election_form()
    form.read(request.form)
    if form.faults:
        return render_template("people/election.html", form=form, is_preview=False), 422
    try:
        seats.check_changes(form.changes(), on=form.certain_day, today=clock.now().date(), by=actor())
    except (Invalid, Conflict) as fault:
        status = form.explain(fault)
        return render_template("people/election.html", form=form, is_preview=False), status
    return render_template("people/election.html", form=form, is_preview=request.form.get("back") is None)


@blueprint.post("/seats/elections")
@acts("seat.edit")
def apply_election() -> ResponseReturnValue:
    form = _election_form()
    form.read(request.form)
    if form.faults:
        return render_template("people/election.html", form=form, is_preview=False), 422
    try:
        with unit_of_work():
            for change in form.changes():
                authorize(actor(), "seat.edit", db.session.get(Seat, change.seat_id))
            seats.change_many(form.changes(), on=form.certain_day, today=clock.now().date(), by=actor())
    except (Invalid, Conflict) as fault:
        status = form.explain(fault)
        return render_template("people/election.html", form=form, is_preview=False), status
    flash(_("The seats are changed."), "success")
    return redirect(form.done_address(), 303)


def _changed(
    seat_id: int, name: str, form: CorrectionForm | EndingForm | NewcomerForm, change: Callable[[Seat], None], done: str
) -> ResponseReturnValue:
    """Do one thing to a seat, or show its page again with what was typed and what is wrong with it."""
    seat = authorize(actor(), "seat.edit", db.session.get(Seat, seat_id))
    if not form.validate_on_submit():
        return _seat_page(seat, **{name: form}, status=422)
    try:
        with unit_of_work():
            seat = authorize(actor(), "seat.edit", db.session.get(Seat, seat_id))
            number = seat.municipality.number
            change(seat)
    except (Invalid, Conflict) as fault:
        seat = authorize(actor(), "seat.edit", db.session.get(Seat, seat_id))
        return _seat_page(seat, **{name: form}, status=explain(form, fault))
    flash(done, "success")
    return redirect(url_for("municipalities.show", number=number), 303)


def _seat_page(
    seat: Seat,
    *,
    correction: CorrectionForm | None = None,
    ending: EndingForm | None = None,
    newcomer: NewcomerForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    filled = correction or CorrectionForm(formdata=None)
    if correction is None:
        filled.from_date.data = seat.from_date.isoformat()
        filled.to_date.data = seat.to_date.isoformat() if seat.to_date else ""
        filled.party.data = seat.party or ""
    today = clock.now().date()
    ends = ending or EndingForm(formdata=None)
    ends.last_day.data = ends.last_day.data or today.isoformat()
    page = render_template(
        "people/seat.html",
        seat=seat,
        is_over=not rules.holds(seat.from_date, seat.to_date, today=max(today, seat.from_date)),
        correction=filled,
        ending=ends,
        newcomer=newcomer or _newcomer_form(formdata=False),
    )
    return page, status


def _new_page(municipality: Municipality, form: NewcomerForm, *, status: int = 200) -> ResponseReturnValue:
    network = queries.the_network()
    held = queries.current_seats(municipality.id, today=clock.now().date())
    most = network.max_seats if network else rules.MAX_SEATS
    page = render_template("people/new_seat.html", municipality=municipality, form=form, held=held, most=most)
    return page, status


def _newcomer_form(*, formdata: bool = True) -> NewcomerForm:
    form = NewcomerForm() if formdata else NewcomerForm(formdata=None)
    form.from_date.data = form.from_date.data or clock.now().date().isoformat()
    return form


def _typed(form: NewcomerForm) -> seats.Newcomer:
    return seats.Newcomer(form.name.data, form.email.data or "", (form.party.data or "").strip() or None)


def _election_form() -> ElectionForm:
    """The seats of one municipality, or of all that the asker may change."""
    asker = actor()
    number = request.values.get("municipality")
    municipality = queries.municipality_by_number(number) if number else None
    if number:
        municipality = authorize(asker, "seat.edit", municipality)
    elif not allows(asker, "seat.edit", NOTHING) and (own := queries.own_municipalities(asker)):
        authorize(asker, "seat.edit", own[0])
    else:
        authorize_anywhere(asker, "seat.edit")
    sent = ElectionForm.seat_ids(request.form)
    found = queries.seats_with_ids(sent) if sent else queries.seats_for(asker, today=clock.now().date())
    mine = [seat for seat in found if municipality in (None, seat.municipality) and can(asker, "seat.edit", seat)]
    return ElectionForm(mine, municipality)


def _usual_day(form: ElectionForm) -> date:
    """The municipality's first known council meeting, else today."""
    today = clock.now().date()
    if form.municipality is None:
        return today
    days = [meeting.on_date for meeting in queries.council_meetings(form.municipality.id, from_date=today)]
    return rules.meetings.next_meeting(days, today=today) or today
