"""The host's page at the door: who has come, and all that a host does for somebody else."""

import secrets
from collections.abc import Callable
from functools import partial

from flask import Blueprint, Flask, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field

from network.access.guard import acts, allows, authorize
from network.core import clock
from network.core.db import unit_of_work
from network.core.errors import Conflict, Invalid, NotFound, SamlingError
from network.core.language import format_time
from network.core.language import gettext as _
from network.people import queries as people
from network.people.identity import actor
from network.people.models import Municipality, Person
from network.people.rules import coverage
from network.sessions.gatherings.forms.door import IN, OUT, ROLE_WORDS, LateForm, NewPersonForm, SubstituteForm, TapForm
from network.sessions.gatherings.models import Attendance, Gathering, GatheringRole
from network.sessions.gatherings.queries import door as queries
from network.sessions.gatherings.queries.coverage import least_delegates
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id
from network.sessions.gatherings.queries.members import member as find_member
from network.sessions.gatherings.routes.hall_version import hall_version
from network.sessions.gatherings.rules import door as rules
from network.sessions.gatherings.services import door, guests, newcomers
from network.web import panels
from network.web.errors import wants_json

blueprint = Blueprint("door", __name__, url_prefix="/gatherings/<public_id>/door")

KEY_BYTES = 16


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    panels.add(app, "gathering_tools", _tool, order=20)


@blueprint.get("")
@acts("door.edit")
def host_list(public_id: str) -> ResponseReturnValue:
    gathering = authorize(actor(), "door.edit", gathering_by_public_id(public_id))
    return page(gathering)


@blueprint.post("/taps")
@acts("attendance.create")
def tap(public_id: str) -> ResponseReturnValue:
    """Has come, has gone, or neither: one tap. A repeated one does nothing and is answered alike."""
    form = TapForm()
    if not form.validate_on_submit():
        raise Invalid("act", _("This tap could not be read. Load the page again."))
    with unit_of_work():
        gathering = authorize(actor(), "gathering.read", gathering_by_public_id(public_id))
        person = _target(gathering, form.person.data)
        said = _take(gathering, person, form)
    return _told(gathering, said)


@blueprint.post("/opening")
@acts("door.edit")
def set_opening(public_id: str) -> ResponseReturnValue:
    is_open = request.form.get("is_open") == "yes"
    with unit_of_work():
        gathering = authorize(actor(), "door.edit", gathering_by_public_id(public_id))
        door.set_door(gathering, is_open=is_open, by_id=actor().person_id)
    return back(gathering)


@blueprint.post("/people")
@acts("guest.admit")
def add_person(public_id: str) -> ResponseReturnValue:
    """Somebody whom the list lacks, in one go: added, let in, checked in."""
    form = NewPersonForm()
    form.offer(list(people.municipalities()))

    def welcome(gathering: Gathering) -> None:
        newcomers.welcome(
            gathering,
            name=form.name.data,
            place=_municipality(form.place.data),
            role=_role(form.role.data),
            by_id=actor().person_id,
            at=door.moment_of_tap(gathering, *form.moments()),
        )

    shown, said = partial(page, new_person=form), _("%(name)s is added and checked in.", name=_name(form.name))
    return _let_in(public_id, form, form.name, what="person", welcome=welcome, shown=shown, said=said)


@blueprint.post("/substitutes")
@acts("guest.admit")
def add_substitute(public_id: str) -> ResponseReturnValue:
    """Vara for …: one person takes the place of a delegate who has not come."""
    form = SubstituteForm()

    def welcome(gathering: Gathering) -> None:
        absent = _person(form.absent.data)
        if find_member(gathering.id, absent.id) is None:
            raise NotFound()
        at = door.moment_of_tap(gathering, *form.moments())
        newcomers.welcome_substitute(gathering, name=form.stand_in.data, absent=absent, by_id=actor().person_id, at=at)

    shown = partial(page, substitute=form)
    said = _("%(name)s takes the place for today, and is checked in.", name=_name(form.stand_in))
    return _let_in(public_id, form, form.stand_in, what="substitute", welcome=welcome, shown=shown, said=said)


@blueprint.post("/code")
@acts("door.edit")
def rotate_code(public_id: str) -> ResponseReturnValue:
    with unit_of_work():
        gathering = authorize(actor(), "door.edit", gathering_by_public_id(public_id))
        guests.rotate_code(gathering, by_id=actor().person_id)
    flash(_("There is a new code. The old one lets nobody in any more; guests who are in stay."), "success")
    return back(gathering)


@blueprint.post("/lobby/<int:entry_id>/admission")
@acts("guest.admit")
def admit(public_id: str, entry_id: int) -> ResponseReturnValue:
    with unit_of_work():
        gathering = authorize(actor(), "guest.admit", gathering_by_public_id(public_id))
        entry = authorize(actor(), "guest.admit", queries.lobby_entry(entry_id, gathering.id))
        name = guests.admit_guest(gathering, entry, by_id=actor().person_id).name
    flash(_("%(name)s is let in.", name=name), "success")
    return back(gathering)


@blueprint.post("/lobby/<int:entry_id>/refusal")
@acts("guest.admit")
def refuse(public_id: str, entry_id: int) -> ResponseReturnValue:
    with unit_of_work():
        gathering = authorize(actor(), "guest.admit", gathering_by_public_id(public_id))
        entry = authorize(actor(), "guest.admit", queries.lobby_entry(entry_id, gathering.id))
        guests.refuse_guest(entry, by_id=actor().person_id)
    return back(gathering)


def page(
    gathering: Gathering,
    *,
    new_person: NewPersonForm | None = None,
    substitute: SubstituteForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The host's page, with a form as it was typed when something in it is wrong."""
    version = hall_version(gathering)
    lines, least = queries.lines(gathering), least_delegates()
    typed = request.args.get("q", "").strip()[:60]
    new_person = new_person or NewPersonForm(formdata=None, role=GatheringRole.PARTICIPANT.value)
    new_person.offer(list(people.municipalities()))
    substitute = substitute or SubstituteForm(formdata=None)
    missing = [line for line in lines if line.is_delegate and not line.has_come]
    substitute.absent.choices = [(line.key, f"{line.name}, {line.municipality}") for line in missing]
    for form in (new_person, substitute):
        form.key.data = form.key.data or secrets.token_urlsafe(KEY_BYTES)
    shown = render_template(
        "sessions/gatherings/door/host_list.html",
        gathering=gathering,
        version=version,
        times=door.times_of(gathering),
        is_open=door.is_open(gathering),
        lines=[line for line in lines if rules.matches(typed, line.name, line.municipality)],
        typed=typed,
        here=sum(line.state == "here" for line in lines),
        expected=sum(line.is_waited_for for line in lines),
        standings=_standings(lines, gathering.language),
        covered=len(coverage.covered(_present_delegates(lines), least)),
        least=least,
        waiting=queries.waiting(gathering.id),
        code=rules.shown_join_code(gathering.join_code) if gathering.join_code else "",
        new_person=new_person,
        substitute=substitute,
        role_words=ROLE_WORDS,
    )
    return shown, status


def back(gathering: Gathering) -> ResponseReturnValue:
    """To the list, or for a delegate who did it for a colleague to where she came from."""
    if allows(actor(), "door.edit", gathering.facts()):
        return redirect(url_for("door.host_list", public_id=gathering.public_id, q=request.form.get("q") or None), 303)
    return redirect(url_for("attendance.colleagues", public_id=gathering.public_id), 303)


def _let_in(
    public_id: str,
    form: NewPersonForm | SubstituteForm,
    name: Field,
    *,
    what: str,
    welcome: Callable[[Gathering], None],
    shown: Callable[..., ResponseReturnValue],
    said: str,
) -> ResponseReturnValue:
    """Take a form of the host's page once (F10), or show it as it was typed with what is wrong in it."""
    gathering = authorize(actor(), "guest.admit", gathering_by_public_id(public_id))
    if not form.validate_on_submit():
        _tell_phone(form)
        return shown(gathering, status=422)
    try:
        with unit_of_work():
            gathering = authorize(actor(), "guest.admit", gathering_by_public_id(public_id))
            if _is_new(gathering, form.key.data, f"{what} {name.data}"):
                welcome(gathering)
    except (Conflict, Invalid) as refusal:
        if wants_json():
            raise
        name.errors = [refusal.message]
        return shown(_again(public_id), status=_status(refusal))
    return _told(gathering, said)


def _name(field: Field) -> str:
    return (field.data or "").strip()


def _told(gathering: Gathering, said: str) -> ResponseReturnValue:
    """What came of it: for a device that sends it from its own store, or on the next page."""
    if wants_json():
        return jsonify(ok=True, message=said)
    flash(said, "success")
    return back(gathering)


def _tell_phone(form: LateForm) -> None:
    """A device that sends a form from its own store has no page to mend it on. Raises Invalid for it."""
    if wants_json():
        raise Invalid("form", str(next(iter(form.errors.values()))[0]))


def _tool(*, gathering: Gathering, **_facts: object) -> str | None:
    if not allows(actor(), "door.edit", gathering.facts()):
        return None
    return render_template("sessions/gatherings/door/_tool.html", gathering=gathering)


def _target(gathering: Gathering, key: str) -> Person:
    """The person of a tap, if the actor may say of her that she is there."""
    person = _person(key)
    member = find_member(gathering.id, person.id)
    place = member.municipality_id if member else None
    authorize(
        actor(),
        "attendance.create",
        Attendance(gathering_id=gathering.id, person_id=person.id, municipality_id=place),
    )
    if member is None and not allows(actor(), "door.edit", gathering.facts()):
        raise NotFound()
    return person


def _take(gathering: Gathering, person: Person, form: TapForm) -> str:
    """Do what the tap says, and say what came of it."""
    me = actor()
    at = door.moment_of_tap(gathering, *form.moments())
    act, zone = form.act.data, gathering.zone
    if form.key.data and not door.take_tap(form.key.data, gathering, said=f"{act} {person.id}", at=at):
        return _("%(name)s: already stored.", name=person.name)
    before = queries.attendance_of(gathering.id, person.id)
    if act == IN:
        if before is not None and before.left_at is None:
            door.check_in(gathering, person.id, how=_how(gathering, person), by_id=me.person_id, at=at)
            since = format_time(before.arrived_at, zone=zone)
            return _("%(name)s is already checked in, at %(time)s.", name=person.name, time=since)
        row = door.check_in(gathering, person.id, how=_how(gathering, person), by_id=me.person_id, at=at)
        return _("%(name)s is checked in, at %(time)s.", name=person.name, time=format_time(row.arrived_at, zone=zone))
    if act == OUT:
        row = door.check_out(gathering, person.id, by_id=me.person_id, at=at)
        left = format_time(row.left_at or at, zone=zone)
        return _("%(name)s has left, at %(time)s.", name=person.name, time=left)
    authorize(me, "door.edit", gathering)
    door.take_back(gathering, person.id, by_id=me.person_id, seen=form.seen.data or "")
    return _("Undone: %(name)s.", name=person.name)


def _how(gathering: Gathering, person: Person) -> str:
    """Who says it: the host, she herself, or a colleague. Only the host opens a closed door.

    Raises Conflict when it is closed.
    """
    if allows(actor(), "door.edit", gathering.facts()):
        return "host"
    if not door.is_open(gathering):
        raise Conflict(_("The door is not open now. Go to the table by the door; the host can check you in."))
    return "self" if person.id == actor().person_id else "colleague"


def _standings(lines: list[queries.Line], language: str) -> list[rules.Standing]:
    """Substitutes count for the delegate whose place they take; who has said no is not waited for."""
    replaced = {line.replaces_id for line in lines}
    missing = {line.person_id for line in lines if line.state == "expected"} - replaced
    counted = [line for line in lines if line.is_delegate and (line.has_come or line.person_id in missing)]
    found = ((line.municipality, line.name, line.has_come) for line in counted)
    return rules.standings(found, language=language)


def _present_delegates(lines: list[queries.Line]) -> dict[int, int]:
    present: dict[int, int] = {}
    for line in lines:
        if line.is_delegate and line.state == "here" and line.municipality_id is not None:
            present[line.municipality_id] = present.get(line.municipality_id, 0) + 1
    return present


def _is_new(gathering: Gathering, key: str | None, said: str) -> bool:
    """Whether this form has not been taken before (F10)."""
    return not key or door.take_tap(key, gathering, said=said[:60], at=clock.now())


def _person(key: str | None) -> Person:
    person = queries.person_by_key(key or "")
    if person is None:
        raise NotFound()
    return person


def _municipality(number: str | None) -> Municipality | None:
    if not number:
        return None
    found = next((one for one in people.municipalities() if one.number == number), None)
    if found is None:
        raise Invalid("place", _("Choose one of the municipalities."))
    return found


def _role(typed: str | None) -> GatheringRole:
    try:
        return GatheringRole(typed or GatheringRole.PARTICIPANT)
    except ValueError as fault:
        raise Invalid("role", _("Choose one of the roles.")) from fault


def _again(public_id: str) -> Gathering:
    """The gathering once more, after a unit of work that failed."""
    return authorize(actor(), "door.edit", gathering_by_public_id(public_id))


def _status(refusal: SamlingError) -> int:
    return 409 if isinstance(refusal, Conflict) else 422
