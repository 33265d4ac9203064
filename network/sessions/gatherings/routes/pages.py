"""The gathering's own pages: the list, a new one, the gathering itself, changing it, once more, calling it off."""

import secrets

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.actor import Actor
from network.access.guard import NOTHING, acts, allows, authorize_anywhere, can
from network.access.scopes import Facts
from network.core import clock
from network.core.db import unit_of_work
from network.core.errors import NotFound
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.people import queries as people
from network.people.identity import actor
from network.people.models import Municipality
from network.people.queries.setup import taking_part_on
from network.sessions.gatherings.forms import fields
from network.sessions.gatherings.forms.gathering import (
    EditGatheringForm,
    NewGatheringForm,
    OutlineForm,
    begin,
    seal_of,
    shown_values,
)
from network.sessions.gatherings.models import Gathering, GatheringRole
from network.sessions.gatherings.queries import members as member_queries
from network.sessions.gatherings.queries import programme as programme_queries
from network.sessions.gatherings.queries.coverage import coverage_of
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id, gatherings_for
from network.sessions.gatherings.queries.invitations import invitations_of, own_invitation
from network.sessions.gatherings.routes.editing import clash, gathering_to, links_for, reply_token
from network.sessions.gatherings.services import inviting, planning
from network.sessions.gatherings.services.planning import PUBLIC_ID_BYTES, Furnishing, template_named
from network.sessions.gatherings.services.replies import state_of
from network.sessions.gatherings.words import finding_text
from network.web import navigation

blueprint = Blueprint("gatherings", __name__, url_prefix="/gatherings")


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    navigation.add(app, _l("Gatherings"), icon="people", address=_list_address, order=30)


@blueprint.get("")
@acts("gathering.read")
def all() -> ResponseReturnValue:
    asker = actor()
    authorize_anywhere(asker, "network.read")
    if asker.person_id is None:
        raise NotFound()
    now = clock.now()
    found = gatherings_for(asker)
    past = [one for one in found if one.ends_at < now]
    may_create = allows(asker, "gathering.create", NOTHING)
    return render_template(
        "sessions/gatherings/all.html",
        coming=[one for one in reversed(found) if one.ends_at >= now],
        past=past,
        may_create=may_create,
        coverage=coverage_of([one for one in past if one.cancelled_at is None]) if may_create else {},
    )


@blueprint.get("/new")
@acts("gathering.read")
def new() -> ResponseReturnValue:
    authorize_anywhere(actor(), "gathering.create")
    form = _new_form()
    network = people.the_network()
    begin(form, language=network.language if network else "nn")
    return _new_page(form)


@blueprint.post("")
@acts("gathering.create")
def create() -> ResponseReturnValue:
    authorize_anywhere(actor(), "gathering.create")
    form = _new_form()
    outline = form.outline() if form.validate_on_submit() else None
    if outline is None:
        return _new_page(form), 422
    key = fields.usable_key(form.key.data)
    furnishing = Furnishing(template_named(form.template.data), fields.trimmed(form.guest.data), form.municipality_id())
    with unit_of_work():
        authorize_anywhere(actor(), "gathering.create")
        made = gathering_by_public_id(key) if key else None
        if made is None:
            made = planning.plan_gathering(
                actor().person_id, outline, furnishing, goal_ids=form.goal_ids(), public_id=key
            )
        public_id = made.public_id
    return redirect(url_for("gatherings.show", public_id=public_id), 303)


@blueprint.get("/<public_id>")
@acts("gathering.read")
def show(public_id: str) -> ResponseReturnValue:
    gathering = gathering_to("gathering.read", public_id)
    asker = actor()
    items = programme_queries.programme(gathering)
    invitation = own_invitation(gathering.id, asker.person_id)
    may_edit = can(asker, "gathering.edit", gathering)
    return render_template(
        "sessions/gatherings/show.html",
        gathering=gathering,
        items=items,
        invitation=invitation,
        reply_token=reply_token(invitation) if invitation is not None and state_of(invitation) == "open" else None,
        has_calendar=_has_calendar(asker),
        may_edit=may_edit,
        may_repeat=may_edit and allows(asker, "gathering.create", NOTHING),
        findings=_findings(gathering, items) if may_edit and gathering.cancelled_at is None else [],
        leaders=member_queries.members_of(gathering.id, GatheringRole.FACILITATOR),
    )


@blueprint.get("/<public_id>/edit")
@acts("gathering.read")
def edit_page(public_id: str) -> ResponseReturnValue:
    gathering = gathering_to("gathering.edit", public_id)
    form = _edit_form(gathering)
    form.fill(gathering, programme_queries.goal_ids(gathering))
    return render_template("sessions/gatherings/edit.html", gathering=gathering, form=form)


@blueprint.post("/<public_id>")
@acts("gathering.edit")
def edit(public_id: str) -> ResponseReturnValue:
    gathering = gathering_to("gathering.edit", public_id)
    form = _edit_form(gathering)
    outline = form.outline(practical=(form.practical.data or "").strip()) if form.validate_on_submit() else None
    if outline is None:
        return render_template("sessions/gatherings/edit.html", gathering=gathering, form=form), 422
    with unit_of_work():
        gathering = gathering_to("gathering.edit", public_id)
        stored = programme_queries.goal_ids(gathering)
        is_new = not (planning.says(gathering, outline) and stored == set(form.goal_ids()))
        is_stale = is_new and form.seal.data != seal_of(gathering, stored)
        if is_new and not is_stale:
            planning.edit_gathering(actor().person_id, gathering, outline, goal_ids=form.goal_ids())
    if is_stale:
        return _clash_page(public_id, form)
    flash(_("The gathering is changed."), "success")
    return redirect(url_for("gatherings.show", public_id=public_id), 303)


@blueprint.get("/<public_id>/twins/new")
@acts("gathering.read")
def clone_page(public_id: str) -> ResponseReturnValue:
    """The same programme once more: only the date is missing."""
    model = gathering_to("gathering.edit", public_id)
    authorize_anywhere(actor(), "gathering.create")
    form = _outline_form()
    for name, value in shown_values(model, programme_queries.goal_ids(model)).items():
        if name in form and name not in ("date", "reply_by", "first_question", "second_question"):
            form[name].data = value
    return _clone_page(model, form)


@blueprint.post("/<public_id>/twins")
@acts("gathering.create")
def clone(public_id: str) -> ResponseReturnValue:
    model = gathering_to("gathering.edit", public_id)
    authorize_anywhere(actor(), "gathering.create")
    form = _outline_form()
    outline = form.outline() if form.validate_on_submit() else None
    if outline is None:
        return _clone_page(model, form), 422
    key = fields.usable_key(form.key.data)
    with unit_of_work():
        model = gathering_to("gathering.edit", public_id)
        authorize_anywhere(actor(), "gathering.create")
        made = gathering_by_public_id(key) if key else None
        if made is None:
            made = planning.clone_gathering(actor().person_id, model, outline, goal_ids=form.goal_ids(), public_id=key)
        twin_id = made.public_id
    return redirect(url_for("gatherings.show", public_id=twin_id), 303)


@blueprint.get("/<public_id>/cancellation")
@acts("gathering.read")
def cancel_page(public_id: str) -> ResponseReturnValue:
    gathering = gathering_to("gathering.edit", public_id)
    asked = [one for one in invitations_of(gathering.id) if one.sent_at is not None]
    return render_template("sessions/gatherings/cancel.html", gathering=gathering, asked=len(asked))


@blueprint.post("/<public_id>/cancellation")
@acts("gathering.edit")
def cancel(public_id: str) -> ResponseReturnValue:
    """Calling off is asked first: the page that asks sends `is_sure`."""
    told = 0
    with unit_of_work():
        gathering = gathering_to("gathering.edit", public_id)
        if "is_sure" in request.form:
            planning.cancel(actor().person_id, gathering)
            if "tell" in request.form:
                told = inviting.tell_cancelled(actor().person_id, gathering, links_for=links_for)
    if "is_sure" not in request.form:
        return redirect(url_for("gatherings.cancel_page", public_id=public_id), 303)
    flash(_("The gathering is called off. %(told)s are told by e-mail.", told=told), "warning")
    return redirect(url_for("gatherings.show", public_id=public_id), 303)


def _new_form() -> NewGatheringForm:
    form = NewGatheringForm()
    form.offer(programme_queries.goals_on(clock.now().date()))
    form.offer_places(_places())
    return form


def _new_page(form: NewGatheringForm) -> str:
    form.key.data = fields.usable_key(form.key.data) or secrets.token_urlsafe(PUBLIC_ID_BYTES)
    return render_template("sessions/gatherings/new.html", form=form)


def _edit_form(gathering: Gathering) -> EditGatheringForm:
    form = EditGatheringForm()
    form.offer(programme_queries.goals_on(member_queries.day_of(gathering)))
    return form


def _outline_form() -> OutlineForm:
    form = OutlineForm()
    form.offer(programme_queries.goals_on(clock.now().date()))
    return form


def _clone_page(model: Gathering, form: OutlineForm) -> str:
    form.key.data = fields.usable_key(form.key.data) or secrets.token_urlsafe(PUBLIC_ID_BYTES)
    return render_template("sessions/gatherings/clone.html", model=model, form=form)


def _clash_page(public_id: str, form: EditGatheringForm) -> ResponseReturnValue:
    """Her text stays in the form, the other's stands beside it, and the next time she has seen both (F16)."""
    gathering = gathering_to("gathering.edit", public_id)
    stored = programme_queries.goal_ids(gathering)
    differences = clash(form, shown_values(gathering, stored))
    form.seal.data = seal_of(gathering, stored)
    page = render_template("sessions/gatherings/edit.html", gathering=gathering, form=form, differences=differences)
    return page, 409


def _places() -> list[Municipality]:
    return list(taking_part_on(clock.now().date()))


def _findings(gathering: Gathering, items: list[programme_queries.Timed]) -> list[tuple[str, bool]]:
    return [(finding_text(one), one.is_must) for one in programme_queries.findings(gathering, items)]


def _list_address() -> str | None:
    return url_for("gatherings.all") if actor().roles & set("PKF") else None


def _has_calendar(asker: Actor) -> bool:
    """Its address shows all her gatherings, and council meetings, for good: it stands with her account."""
    return bool(asker.public_key) and allows(asker, "person.read", Facts(owner_id=asker.person_id))
