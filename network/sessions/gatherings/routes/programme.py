"""Changing a programme: add, edit, move up and down, take away and put back."""

import secrets

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts
from network.core.db import unit_of_work
from network.core.errors import Invalid
from network.core.language import gettext as _
from network.people import queries as people
from network.people.identity import actor
from network.sessions.gatherings.board_templates import queries as board_templates
from network.sessions.gatherings.board_templates.rules import builtin
from network.sessions.gatherings.forms.fields import usable_key
from network.sessions.gatherings.forms.programme import KINDS, ROUNDS, ItemForm, shown_usual, shown_values
from network.sessions.gatherings.models import Gathering, ItemKind, ProgrammeItem
from network.sessions.gatherings.queries import programme as queries
from network.sessions.gatherings.routes.editing import clash, gathering_to, item_to
from network.sessions.gatherings.rules.edits import seal
from network.sessions.gatherings.rules.templates import WALK_MINUTES
from network.sessions.gatherings.services import programme as services
from network.sessions.gatherings.services.planning import PUBLIC_ID_BYTES

FETCH = "fetch"
"""The button that fills the form from the chosen template."""

blueprint = Blueprint("programme", __name__, url_prefix="/gatherings/<public_id>/programme")


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("")
@acts("programme.read")
def page(public_id: str) -> ResponseReturnValue:
    gathering = gathering_to("programme.edit", public_id)
    removed = queries.item_of(gathering, request.args["removed"]) if "removed" in request.args else None
    return render_template(
        "sessions/gatherings/programme.html",
        gathering=gathering,
        items=queries.programme(gathering),
        kinds=KINDS,
        removed=removed if removed is not None and removed.removed_at is not None else None,
    )


@blueprint.get("/new")
@acts("programme.read")
def new_item(public_id: str) -> ResponseReturnValue:
    gathering = gathering_to("programme.edit", public_id)
    form = _form(gathering, None)
    form.after.data = request.args.get("after", "")
    form.minutes.data = 15
    return _item_page(gathering, form, None)


@blueprint.post("")
@acts("programme.edit")
def add_item(public_id: str) -> ResponseReturnValue:
    gathering = gathering_to("programme.edit", public_id)
    form = _form(gathering, None)
    if request.form.get("act") == FETCH:
        return _fetched_page(gathering, form, None)
    if not form.validate_on_submit():
        return _item_page(gathering, form, None), 422
    try:
        with unit_of_work():
            gathering = gathering_to("programme.edit", public_id)
            services.add_item(
                actor().person_id,
                gathering,
                form.text(),
                after=queries.item_of(gathering, form.after.data or ""),
                public_id=usable_key(form.key.data),
                is_sure=form.is_sure.data,
            )
    except Invalid as refusal:
        return _refused(public_id, form, None, refusal)
    return _back(public_id)


@blueprint.get("/<item_id>")
@acts("programme.read")
def item_page(public_id: str, item_id: str) -> ResponseReturnValue:
    gathering = gathering_to("programme.edit", public_id)
    item = item_to("programme.edit", gathering, item_id)
    form = _form(gathering, item)
    form.fill(item)
    return _item_page(gathering, form, item)


@blueprint.post("/<item_id>")
@acts("programme.edit")
def edit_item(public_id: str, item_id: str) -> ResponseReturnValue:
    gathering = gathering_to("programme.edit", public_id)
    item = item_to("programme.edit", gathering, item_id)
    form = _form(gathering, item)
    if request.form.get("act") == FETCH:
        return _fetched_page(gathering, form, item)
    if not form.validate_on_submit():
        return _item_page(gathering, form, item), 422
    try:
        with unit_of_work():
            gathering = gathering_to("programme.edit", public_id)
            item = item_to("programme.edit", gathering, item_id)
            is_new = not services.says(item, form.text())
            is_stale = is_new and form.seal.data != seal(shown_values(item))
            if is_new and not is_stale:
                services.edit_item(actor().person_id, gathering, item, form.text(), is_sure=form.is_sure.data)
    except Invalid as refusal:
        return _refused(public_id, form, item_id, refusal)
    if is_stale:
        return _clash_page(public_id, item_id, form)
    return _back(public_id, item_id)


@blueprint.post("/<item_id>/place")
@acts("programme.edit")
def move_item(public_id: str, item_id: str) -> ResponseReturnValue:
    """Right behind the item that the form names in `after`, first if it names none: two taps are one move."""
    behind = request.form.get("after")
    if behind is None:
        raise Invalid("after")
    with unit_of_work():
        gathering = gathering_to("programme.edit", public_id)
        item = item_to("programme.edit", gathering, item_id)
        after = item_to("programme.edit", gathering, behind) if behind else None
        services.move_item(actor().person_id, gathering, item, after=after)
    return _back(public_id, item_id)


@blueprint.post("/<item_id>/removal")
@acts("programme.edit")
def remove_item(public_id: str, item_id: str) -> ResponseReturnValue:
    with unit_of_work():
        gathering = gathering_to("programme.edit", public_id)
        services.remove_item(actor().person_id, gathering, item_to("programme.edit", gathering, item_id))
    return redirect(url_for("programme.page", public_id=public_id, removed=item_id), 303)


@blueprint.post("/<item_id>/return")
@acts("programme.edit")
def restore_item(public_id: str, item_id: str) -> ResponseReturnValue:
    with unit_of_work():
        gathering = gathering_to("programme.edit", public_id)
        services.restore_item(actor().person_id, gathering, item_to("programme.edit", gathering, item_id))
    flash(_("It is back in the programme."), "success")
    return _back(public_id, item_id)


def _form(gathering: Gathering, item: ProgrammeItem | None) -> ItemForm:
    form = ItemForm()
    boards = board_templates.offered(item.board_template if item is not None else "")
    form.offer(people.municipalities(), _rounds_before(gathering, item), boards)
    return form


def _rounds_before(gathering: Gathering, item: ProgrammeItem | None) -> list[ProgrammeItem]:
    """The rounds whose groups can go on in this item."""
    items = list(gathering.items)
    before = items[: items.index(item)] if item in items else items
    return [one for one in before if one.kind in ROUNDS]


def _item_page(gathering: Gathering, form: ItemForm, item: ProgrammeItem | None, **facts: object) -> str:
    form.key.data = usable_key(form.key.data) or secrets.token_urlsafe(PUBLIC_ID_BYTES)
    if form.board_template.data not in dict(form.board_template.choices):
        is_local = form.kind.data in (ItemKind.LOCAL_ROUND, ItemKind.GOING_HOME)
        form.board_template.data = builtin.usual_for("local" if is_local else "mixed").key
    usual = {one.key: {**shown_usual(one), "minutes": one.minutes} for group in form.boards for one in group.templates}
    return render_template(
        "sessions/gatherings/item.html",
        gathering=gathering,
        form=form,
        item=item,
        rounds=ROUNDS,
        usual=usual,
        walk=WALK_MINUTES,
        **facts,
    )


def _fetched_page(gathering: Gathering, form: ItemForm, item: ProgrammeItem | None) -> str:
    """What usually goes with the chosen board stands in the form now, and is not stored."""
    template = board_templates.template_named(form.board_template.data or "")
    if template is None:
        raise Invalid("board_template")
    form.fetch(template)
    return _item_page(gathering, form, item, fetched=template)


def _refused(public_id: str, form: ItemForm, item_id: str | None, refusal: Invalid) -> ResponseReturnValue:
    """The same page says why; where the protected round was cut it asks, and a box says yes (rule GA-3)."""
    gathering = gathering_to("programme.edit", public_id)
    item = item_to("programme.edit", gathering, item_id) if item_id else None
    form[refusal.field].errors = [refusal.message]
    return _item_page(gathering, form, item, asks=refusal.field == "minutes"), 422


def _clash_page(public_id: str, item_id: str, form: ItemForm) -> ResponseReturnValue:
    """Her text stays in the form, the other's stands beside it (F16)."""
    gathering = gathering_to("programme.edit", public_id)
    item = item_to("programme.edit", gathering, item_id)
    differences = clash(form, shown_values(item))
    form.seal.data = seal(shown_values(item))
    return _item_page(gathering, form, item, differences=differences), 409


def _back(public_id: str, item_id: str | None = None) -> ResponseReturnValue:
    anchor = f"item-{item_id}" if item_id else None
    return redirect(url_for("programme.page", public_id=public_id, _anchor=anchor), 303)
