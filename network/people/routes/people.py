"""The people of the network, and each one's page for those who look after her."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.actor import Actor
from network.access.guard import NOTHING, acts, allows, authorize, authorize_anywhere, can
from network.core import clock
from network.core.db import unit_of_work
from network.core.errors import Conflict, Invalid, NotAllowed, NotFound
from network.core.language import gettext as _
from network.people import import_words, queries
from network.people.forms.people import PartForm, PersonForm, explain
from network.people.identity import actor
from network.people.models import Municipality, Person, PersonRole
from network.people.routes.sign_in import link_address
from network.people.services import persons, register
from network.web.qr import qr_svg

blueprint = Blueprint("people", __name__, url_prefix="/people")


@blueprint.get("")
@acts("person.edit_other")
def all() -> ResponseReturnValue:
    asker, today = _authorize_list(), clock.now().date()
    words = request.args.get("q", "").strip()[:80]
    found = queries.people_for(asker, words=words, today=today)
    return render_template(
        "people/people.html",
        people=found,
        parts=queries.parts_of([one.id for one in found], today=today),
        part_words=import_words.part,
        words=words,
        may_make=allows(asker, "person.create", NOTHING),
    )


@blueprint.get("/new")
@acts("person.edit_other")
def new() -> ResponseReturnValue:
    authorize_anywhere(actor(), "person.create")
    return render_template("people/new_person.html", form=PersonForm.of(None))


@blueprint.post("")
@acts("person.create")
def make() -> ResponseReturnValue:
    authorize_anywhere(actor(), "person.create")
    form = PersonForm.of(None)
    if not form.validate_on_submit():
        return render_template("people/new_person.html", form=form), 422
    try:
        with unit_of_work():
            person = register.add_person(
                name=form.name.data, email=form.email.data, language=form.language.data or None, by=actor().person_id
            )
            key = person.public_key
    except Invalid as fault:
        status = explain(form, fault)
        return render_template("people/new_person.html", form=form), status
    return redirect(url_for("people.show", public_key=key), 303)


@blueprint.get("/<public_key>")
@acts("person.edit_other")
def show(public_key: str) -> ResponseReturnValue:
    return _page(_person(public_key))


@blueprint.post("/<public_key>")
@acts("person.edit_other")
def change(public_key: str) -> ResponseReturnValue:
    person = _person(public_key)
    form = PersonForm.of(None)
    if not form.validate_on_submit():
        return _page(person, form=form, status=422)
    try:
        with unit_of_work():
            persons.change_person(
                _person(public_key),
                name=form.name.data,
                email=form.email.data,
                spoken=form.language.data or None,
                seen=form.seen.data,
                by=actor(),
            )
    except (Invalid, Conflict) as fault:
        person = _person(public_key)
        return _page(person, form=form, status=explain(form, fault), is_conflict=isinstance(fault, Conflict))
    flash(_("Saved."), "success")
    return redirect(url_for("people.show", public_key=public_key), 303)


@blueprint.post("/<public_key>/parts")
@acts("person.edit_other")
def give_part(public_key: str) -> ResponseReturnValue:
    form = PartForm.offering(persons.givable(actor()), _own_places())
    place = next((one for one in _own_places() if one.number == form.municipality.data), None)
    number = place.id if place else None
    try:
        with unit_of_work():
            person = _person(public_key)
            place = next((one for one in _own_places() if one.id == number), None)
            persons.give_part(person, form.role.data or "", municipality=place, by=actor())
    except Invalid as fault:
        return _page(_person(public_key), part=form, status=explain(form, fault))
    flash(_("The part is given."), "success")
    return redirect(url_for("people.show", public_key=public_key), 303)


@blueprint.post("/<public_key>/parts/<int:part_id>/ending")
@acts("person.edit_other")
def take_part(public_key: str, part_id: int) -> ResponseReturnValue:
    with unit_of_work():
        held = _held(_person(public_key), part_id)
        if held is not None:
            persons.take_part(held, by=actor())
    flash(_("The part is taken."), "success")
    return redirect(url_for("people.show", public_key=public_key), 303)


@blueprint.post("/<public_key>/sign-in-link")
@acts("person.edit_other")
def make_link(public_key: str) -> ResponseReturnValue:
    """A way in for somebody whom mail does not reach. It is shown in this answer alone, and stored as a fingerprint."""
    with unit_of_work():
        person = _person(public_key)
        link = persons.way_in(person, link_for=link_address, by=actor())
        name = person.name
    drawing = qr_svg(link, title=_("QR code that signs in %(name)s", name=name))
    page = render_template(
        "people/way_in.html", name=name, public_key=public_key, link=link, qr=drawing, minutes=persons.LINK_MINUTES
    )
    return page, 200, {"Cache-Control": "no-store"}


def _person(public_key: str) -> Person:
    asker = actor()
    belonging = queries.belonging_for(asker, queries.person_by_key(public_key))
    return authorize(asker, "person.edit_other", belonging).person


def _authorize_list() -> Actor:
    asker = actor()
    if not allows(asker, "person.edit_other", NOTHING):
        own = [one for one in queries.own_municipalities(asker) if can(asker, "person.edit_other", one)]
        if not own:
            authorize_anywhere(asker, "person.edit_other")
            raise NotAllowed()
        authorize(asker, "person.edit_other", own[0])
    else:
        authorize_anywhere(asker, "person.edit_other")
    return asker


def _own_places() -> list[Municipality]:
    """The municipalities that the asker may give parts in."""
    asker = actor()
    alive = queries.municipalities_on(clock.now().date())
    return [one for one in alive if can(asker, "person.edit_other", one)]


def _held(person: Person, part_id: int) -> PersonRole | None:
    """A part of hers; None when it has been taken already. Raises NotFound for another's."""
    held = next((one for one in person.roles if one.id == part_id), None)
    if held is None and queries.part_by_id(part_id) is not None:
        raise NotFound()
    return held


def _page(
    person: Person,
    *,
    form: PersonForm | None = None,
    part: PartForm | None = None,
    status: int = 200,
    is_conflict: bool = False,
) -> ResponseReturnValue:
    asker, today = actor(), clock.now().date()
    shown = form or PersonForm.of(None)
    if form is None:
        shown.name.data, shown.email.data, shown.language.data = person.name, person.email or "", person.language or ""
    shown.seen.data = persons.state_of(person)
    page = render_template(
        "people/person.html",
        person=person,
        form=shown,
        part=part or PartForm.offering(persons.givable(asker), _own_places()),
        seats=[seat for seat in person.seats if seat.to_date is None or seat.to_date >= today],
        may_edit_seat=lambda seat: can(asker, "seat.edit", seat),
        part_words=import_words.part,
        may_take=lambda held: persons.may_take(held, asker),
        may_open=persons.may_open_for(person, asker),
        is_conflict=is_conflict,
    )
    return page, status
