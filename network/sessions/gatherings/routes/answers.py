"""Answers on others' behalf: the coordinator's one screen, a substitute for the day, the caterer's count."""

from flask import Blueprint, Flask, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize
from network.access.scopes import Facts
from network.core.db import db, unit_of_work
from network.core.errors import NotFound, SamlingError
from network.core.language import gettext as _
from network.people.identity import actor
from network.people.models import Municipality, Person
from network.sessions.gatherings.forms.invitations import REPLY_WORDS, AnswerFields
from network.sessions.gatherings.models import Gathering, GatheringMember, Invitation, Reply
from network.sessions.gatherings.queries import invitations as queries
from network.sessions.gatherings.queries import members as members_queries
from network.sessions.gatherings.queries.calendar import person_by_key
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id
from network.sessions.gatherings.routes.editing import gathering_to, links_for
from network.sessions.gatherings.rules.answers import counted
from network.sessions.gatherings.rules.cells import csv_bytes
from network.sessions.gatherings.services import replies

blueprint = Blueprint("answers", __name__, url_prefix="/gatherings/<public_id>")
Rows = list[tuple[Invitation, AnswerFields]]


class OwnPeople:
    """A municipality's people at a gathering: what a coordinator answers for."""

    def __init__(self, gathering: Gathering, municipality: Municipality) -> None:
        self.gathering, self.municipality = gathering, municipality

    def facts(self) -> Facts:
        return Facts(gathering_id=self.gathering.id, municipality_id=self.municipality.id)


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/answers/<number>")
@acts("invitation.read")
def page(public_id: str, number: str) -> ResponseReturnValue:
    people = _own_people(public_id, number)
    rows = _rows(people)
    for invitation, form in rows:
        form.fill(invitation)
    return _page(people, rows)


@blueprint.post("/answers/<number>")
@acts("invitation.edit")
def confirm(public_id: str, number: str) -> ResponseReturnValue:
    """All rows that were filled in, or none: who typed keeps what she typed."""
    people = _own_people(public_id, number)
    rows = _rows(people)
    for _invitation, form in rows:
        form.process(request.form)
    touched = [(invitation, form) for invitation, form in rows if form.differs_from(invitation)]
    faulty = [form for _invitation, form in touched if not form.validate()]
    if faulty:
        return _page(people, rows), 422
    newer = [invitation for invitation, form in touched if form.version.data != str(invitation.version)]
    if newer:
        return _clash_page(people, rows, newer)
    fault = _store(public_id, number, touched)
    if fault is not None:
        return _page(_own_people(public_id, number), rows), fault
    flash(_("The answers are stored."), "success")
    return redirect(url_for("answers.page", public_id=public_id, number=number), 303)


@blueprint.get("/stand-ins/<person_key>")
@acts("invitation.read")
def stand_in_page(public_id: str, person_key: str) -> ResponseReturnValue:
    """ "Substitute for …": those who have stood in before are one tap away."""
    gathering, member = _absent(public_id, person_key)
    return _stand_in_page(gathering, member, AnswerFields())


@blueprint.post("/stand-ins/<person_key>")
@acts("invitation.edit")
def stand_in(public_id: str, person_key: str) -> ResponseReturnValue:
    form = AnswerFields(request.form, data={"reply": Reply.SUBSTITUTE.value})
    form.reply.data = Reply.SUBSTITUTE.value
    try:
        with unit_of_work():
            gathering, member = _absent(public_id, person_key)
            known = person_by_key(request.form.get("person", ""))
            may_be = {one.id for one in members_queries.stand_ins_before(gathering, member.municipality_id)}
            now = members_queries.substitute_for(gathering.id, member.person_id)
            is_known = known is not None and known.id in may_be
            person = known if known is not None and is_known else replies.find_or_add(form.answer(), now=now)
            replies.name_stand_in(actor().person_id, gathering, person, for_id=member.person_id)
            said = _("%(name)s stands in for %(absent)s.", name=person.name, absent=member.person.name)
    except SamlingError as refusal:
        if isinstance(refusal, NotFound):
            raise
        field = getattr(refusal, "field", "substitute_name")
        form[field].errors = [refusal.message]
        gathering, member = _absent(public_id, person_key)
        return _stand_in_page(gathering, member, form), 422
    flash(said, "success")
    return redirect(url_for("gatherings.show", public_id=public_id), 303)


@blueprint.get("/catering")
@acts("invitation.read")
def catering(public_id: str) -> ResponseReturnValue:
    """Counts for the kitchen and the house: no name is read for it (rule GA-10)."""
    gathering = gathering_to("invitation.create", public_id)
    counts = counted(queries.wishes(queries.invitations_of(gathering.id)))
    return render_template("sessions/gatherings/catering.html", gathering=gathering, counts=counts)


@blueprint.get("/catering.csv")
@acts("invitation.read")
def catering_file(public_id: str) -> ResponseReturnValue:
    """The same as a table."""
    gathering = gathering_to("invitation.create", public_id)
    counts = counted(queries.wishes(queries.invitations_of(gathering.id)))
    groups = ((_("Food"), counts.food), (_("Transport"), counts.transport), (_("Access"), counts.access_needs))
    table: list[tuple[str | int, ...]] = [(_("What"), _("Wish"), _("How many"))]
    table.append((_("People who come"), "", counts.persons))
    table += [(label, wish, number) for label, rows in groups for wish, number in rows]
    headers = {"Content-Disposition": 'attachment; filename="catering.csv"'}
    return Response(csv_bytes(table), content_type="text/csv; charset=utf-8", headers=headers)


def _own_people(public_id: str, number: str) -> OwnPeople:
    """The municipality's people, if the actor may answer for them. A coordinator need not be admitted herself."""
    gathering = gathering_by_public_id(public_id)
    municipality = members_queries.municipality_by_number(number)
    found = OwnPeople(gathering, municipality) if gathering is not None and municipality is not None else None
    return authorize(actor(), "invitation.edit", found)


def _rows(people: OwnPeople) -> Rows:
    invitations = queries.invitations_of(people.gathering.id, municipality_id=people.municipality.id)
    return [(one, AnswerFields(prefix=f"{one.public_id}-")) for one in invitations if one.sent_at is not None]


def _store(public_id: str, number: str, touched: Rows) -> int | None:
    """Store the rows in one go. Gives the status of a refusal, whose words stand at its row."""
    form = None
    try:
        with unit_of_work():
            _own_people(public_id, number)
            for read, form in touched:
                invitation = authorize(actor(), "invitation.edit", db.session.get(Invitation, read.id))
                by_id = actor().person_id if invitation.person_id != actor().person_id else None
                replies.give_answer(invitation, form.answer(), by_id=by_id, links_for=links_for)
    except SamlingError as refusal:
        if form is None or isinstance(refusal, NotFound):
            raise
        form[getattr(refusal, "field", "substitute_email")].errors = [refusal.message]
        return 422
    return None


def _clash_page(people: OwnPeople, rows: Rows, newer: list[Invitation]) -> ResponseReturnValue:
    """Somebody answered for herself meanwhile: both answers are shown, and nothing is stored yet (F16)."""
    said = {one.id: str(REPLY_WORDS[one.reply]) for one in newer if one.reply is not None}
    for invitation, form in rows:
        if invitation in newer:
            form.version.data = str(invitation.version)
    return _page(people, rows, said=said), 409


def _page(people: OwnPeople, rows: Rows, *, said: dict[int, str] | None = None) -> str:
    return render_template(
        "sessions/gatherings/answers.html",
        gathering=people.gathering,
        municipality=people.municipality,
        rows=rows,
        said=said or {},
        reply_words=REPLY_WORDS,
        is_open=people.gathering.cancelled_at is None and replies.is_before_end(people.gathering),
    )


def _absent(public_id: str, person_key: str) -> tuple[Gathering, GatheringMember]:
    """The delegate whose place is to be taken, if the actor may answer for her."""
    gathering = gathering_by_public_id(public_id)
    person = person_by_key(person_key) if gathering is not None else None
    member = members_queries.member(gathering.id, person.id) if gathering is not None and person is not None else None
    found = authorize(actor(), "invitation.edit", member)
    return found.gathering, found


def _stand_in_page(gathering: Gathering, member: GatheringMember, form: AnswerFields) -> str:
    known: list[Person] = members_queries.stand_ins_before(gathering, member.municipality_id)
    return render_template(
        "sessions/gatherings/stand_in.html", gathering=gathering, member=member, known=known, form=form
    )
