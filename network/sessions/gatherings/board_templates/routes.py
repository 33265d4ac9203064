"""The pages on which a project lead makes templates for boards: the list, a new one, changing one, away and back."""

import secrets

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import NOTHING, acts, allows, authorize, authorize_anywhere
from network.core.db import unit_of_work
from network.core.errors import Conflict, Invalid, NotFound
from network.core.language import LANGUAGES, NAMES
from network.core.language import gettext as _
from network.people.identity import actor
from network.people.queries import the_network
from network.sessions.gatherings.board_templates import queries, services, words
from network.sessions.gatherings.board_templates.forms import (
    PREVIEW,
    SAVE,
    LanguagesForm,
    TemplateForm,
    draft_of,
    seal_of,
    seal_of_texts,
    shown_values,
)
from network.sessions.gatherings.board_templates.models import OwnTemplate
from network.sessions.gatherings.board_templates.rules import builtin
from network.sessions.gatherings.board_templates.rules.draft import (
    MOST_COLUMNS,
    Draft,
    DraftColumn,
    acted,
    copied,
)
from network.sessions.gatherings.board_templates.rules.languages import kept, names_in, written
from network.sessions.gatherings.board_templates.words import PHASE_NAMES
from network.sessions.gatherings.forms.fields import usable_key
from network.sessions.gatherings.services.planning import PUBLIC_ID_BYTES
from network.web import panels

blueprint = Blueprint("board_templates", __name__, url_prefix="/board-templates")


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    panels.add(app, "programme", _way_here, order=90)


@blueprint.get("")
@acts("board_template.read")
def page() -> ResponseReturnValue:
    authorize_anywhere(actor(), "board_template.read")
    return _list_page()


@blueprint.get("/new")
@acts("board_template.read")
def new() -> ResponseReturnValue:
    """From scratch, or as a copy of the template that the address names in `from`: nothing is stored yet."""
    authorize_anywhere(actor(), "board_template.create")
    key = request.args.get("from", "")
    form = TemplateForm().show(_copy_of(key) if key else _empty())
    return _form_page(form, None)


@blueprint.post("")
@acts("board_template.create")
def create() -> ResponseReturnValue:
    authorize_anywhere(actor(), "board_template.create")
    form = TemplateForm()
    if _is_still_writing(form):
        return _form_page(form, None)
    if not form.is_good():
        return _form_page(form, None), 422
    public_id = usable_key(form.key.data) or secrets.token_urlsafe(PUBLIC_ID_BYTES)
    try:
        with unit_of_work():
            authorize_anywhere(actor(), "board_template.create")
            made = queries.own_by_public_id(public_id)
            is_other = made is not None and not services.says(made, form.draft())
            if made is None:
                services.make(actor().person_id, form.draft(), public_id=public_id)
    except Conflict as full:
        form.columns_error = full.message
        return _form_page(form, None), 409
    # Gone back to a form that has made its template, and changed there: it is a change of that one.
    return _clash_page(public_id, form) if is_other else _back(public_id)


@blueprint.get("/<public_id>")
@acts("board_template.read")
def one(public_id: str) -> ResponseReturnValue:
    template = _template_to("board_template.edit", public_id)
    form = TemplateForm().show(draft_of(template))
    form.seal.data = seal_of(template)
    return _form_page(form, template)


@blueprint.post("/<public_id>")
@acts("board_template.edit")
def change(public_id: str) -> ResponseReturnValue:
    template = _template_to("board_template.edit", public_id)
    form = TemplateForm()
    if _is_still_writing(form):
        return _form_page(form, template)
    if not form.is_good():
        return _form_page(form, template), 422
    with unit_of_work():
        template = _template_to("board_template.edit", public_id)
        is_new = not services.says(template, form.draft())
        is_stale = is_new and form.seal.data != seal_of(template)
        if is_new and not is_stale:
            services.change(actor().person_id, template, form.draft())
    return _clash_page(public_id, form) if is_stale else _back(public_id)


@blueprint.get("/<public_id>/languages")
@acts("board_template.read")
def languages(public_id: str) -> ResponseReturnValue:
    template = _template_to("board_template.edit", public_id)
    return _languages_page(LanguagesForm(template, _other_languages()).show(template), template)


@blueprint.post("/<public_id>/languages")
@acts("board_template.edit")
def say_in_languages(public_id: str) -> ResponseReturnValue:
    template = _template_to("board_template.edit", public_id)
    form = LanguagesForm(template, _other_languages())
    if not form.is_good():
        return _languages_page(form, template), 422
    with unit_of_work():
        template = _template_to("board_template.edit", public_id)
        is_new = template.text_lists() != kept(form.texts, names_in(template.column_list()))
        is_stale = is_new and form.seal.data != seal_of_texts(template)
        if is_new and not is_stale:
            services.say_in_languages(actor().person_id, template, form.texts)
    if not is_stale:
        return _back(public_id)
    form.seal.data = seal_of_texts(template)
    return _languages_page(form, template, is_stale=True), 409


@blueprint.post("/<public_id>/removal")
@acts("board_template.edit")
def take_away(public_id: str) -> ResponseReturnValue:
    with unit_of_work():
        services.take_away(actor().person_id, _template_to("board_template.edit", public_id))
    return redirect(url_for("board_templates.page", removed=public_id), 303)


@blueprint.post("/<public_id>/return")
@acts("board_template.edit")
def take_back(public_id: str) -> ResponseReturnValue:
    try:
        with unit_of_work():
            services.take_back(actor().person_id, _template_to("board_template.edit", public_id))
    except Conflict as full:
        flash(full.message, "warning")
        return redirect(url_for("board_templates.page"), 303)
    flash(_("It can be chosen again."), "success")
    return _back(public_id)


def _way_here(**_facts: object) -> str | None:
    """From a programme to the templates that its items choose among."""
    if not allows(actor(), "board_template.edit", NOTHING):
        return None
    return render_template("sessions/gatherings/board_templates/_link.html")


def _template_to(action: str, public_id: str) -> OwnTemplate:
    return authorize(actor(), action, queries.own_by_public_id(public_id))


def _is_still_writing(form: TemplateForm) -> bool:
    """Whether a button was pressed that only changes the form: nothing is stored (BO-52)."""
    act = request.form.get("act", SAVE)
    if act == SAVE:
        return False
    if act != PREVIEW:
        try:
            form.columns = acted(form.columns, act)
        except ValueError as unknown:
            raise Invalid("act") from unknown
    return True


def _empty() -> Draft:
    return Draft("", "", (DraftColumn(),) * 3, builtin.USUAL)


def _copy_of(key: str) -> Draft:
    template = queries.template_named(key)
    if template is None:
        raise NotFound()
    return copied(template, _("%(title)s (copy)", title=str(template.title)))


def _list_page() -> str:
    own, removed = queries.own_templates(), queries.own_templates(is_removed=True)
    just = request.args.get("removed")
    return render_template(
        "sessions/gatherings/board_templates/all.html",
        own=own,
        removed=removed,
        just_removed=next((one for one in removed if one.public_id == just), None),
        built_in=[queries.with_goals(one) for one in builtin.TEMPLATES.values()],
        phase_names=PHASE_NAMES,
    )


def _form_page(form: TemplateForm, template: OwnTemplate | None, **facts: object) -> str:
    form.key.data = usable_key(form.key.data) or secrets.token_urlsafe(PUBLIC_ID_BYTES)
    form.columns = form.columns or [DraftColumn()]
    return render_template(
        "sessions/gatherings/board_templates/edit.html",
        form=form,
        template=template,
        phase_names=PHASE_NAMES,
        most_columns=MOST_COLUMNS,
        **facts,
    )


def _other_languages() -> list[str]:
    """All but the network's own, in which templates are written."""
    network = the_network()
    return [one for one in LANGUAGES if network is None or one != network.language]


def _languages_page(form: LanguagesForm, template: OwnTemplate, *, is_stale: bool = False) -> str:
    labels = words.text_labels(template.column_list())
    return render_template(
        "sessions/gatherings/board_templates/languages.html",
        form=form,
        template=template,
        written=written(template.title, template.help, template.column_list()),
        labels=labels,
        language_names=NAMES,
        differences=form.clash(template, labels) if is_stale else None,
    )


def _clash_page(public_id: str, form: TemplateForm) -> ResponseReturnValue:
    """Her text stays in the form, the other's stands beside it (F16)."""
    template = _template_to("board_template.edit", public_id)
    form.seal.data = seal_of(template)
    differences = form.clash(shown_values(draft_of(template)))
    return _form_page(form, template, differences=differences), 409


def _back(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("board_templates.page", _anchor=f"template-{public_id}"), 303)
