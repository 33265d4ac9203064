"""Slides and links on a programme item: hang them up, hand them out, take them down."""

import secrets

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize, can
from network.core import clock
from network.core.db import db, unit_of_work
from network.core.errors import Conflict, Invalid, NotFound
from network.core.language import gettext as _
from network.people.identity import actor
from network.privacy.retention import Holding, hold
from network.sessions.gatherings.forms.fields import trimmed, usable_key
from network.sessions.gatherings.forms.materials import FileForm, LinkForm
from network.sessions.gatherings.models import StoredFile
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id
from network.sessions.gatherings.queries.programme import material_by_public_id
from network.sessions.gatherings.routes.editing import gathering_to, item_to
from network.sessions.gatherings.services import materials as services
from network.sessions.gatherings.services.planning import PUBLIC_ID_BYTES
from network.web import uploads

blueprint = Blueprint("materials", __name__, url_prefix="/gatherings/<public_id>")


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    hold(Holding("stored_file", services.BYTES_KEPT, services.forget_files))


@blueprint.url_value_preprocessor
def _room_for_a_file(endpoint: str | None, values: dict[str, object] | None) -> None:
    """Only this address, and only for somebody who may hang one up: the form is read before any view is asked."""
    if endpoint != "materials.add_file" or not values:
        return
    gathering = gathering_by_public_id(str(values["public_id"]))
    if gathering is not None and can(actor(), "material.create", gathering):
        uploads.allow_file()


@blueprint.get("/programme/<item_id>/materials")
@acts("material.read")
def page(public_id: str, item_id: str) -> ResponseReturnValue:
    return _page(public_id, item_id, LinkForm(formdata=None), FileForm(formdata=None))


@blueprint.post("/programme/<item_id>/links")
@acts("material.create")
def add_link(public_id: str, item_id: str) -> ResponseReturnValue:
    form = LinkForm()
    gathering_to("material.create", public_id)
    if not form.validate_on_submit():
        return _page(public_id, item_id, form, FileForm(formdata=None)), 422
    try:
        with unit_of_work():
            gathering = gathering_to("material.create", public_id)
            services.add_link(
                actor().person_id,
                gathering,
                item_to("material.create", gathering, item_id),
                title=trimmed(form.title.data),
                address=form.address.data or "",
                public_id=usable_key(form.key.data),
            )
    except Conflict as full:
        form.address.errors = [full.message]
        return _page(public_id, item_id, form, FileForm(formdata=None)), 409
    return _back(public_id, item_id)


@blueprint.post("/programme/<item_id>/files")
@acts("material.create")
def add_file(public_id: str, item_id: str) -> ResponseReturnValue:
    """The bytes go to the disk first, where they are under their own fingerprint; then the row, in one go."""
    form = FileForm()
    gathering_to("material.create", public_id)
    faults: list[str] = []
    try:
        if not form.validate_on_submit():
            return _page(public_id, item_id, LinkForm(formdata=None), form), 422
        upload = uploads.take(request.files.get("file"))
        _hang(public_id, item_id, form, upload)
    except (Invalid, Conflict) as refusal:
        faults.append(refusal.message)
    if faults:
        return _page(public_id, item_id, LinkForm(formdata=None), form, file_faults=faults), 422
    return _back(public_id, item_id)


@blueprint.get("/materials/<material_id>")
@acts("material.read")
def download(public_id: str, material_id: str) -> ResponseReturnValue:
    gathering = gathering_to("gathering.read", public_id)
    material = authorize(actor(), "material.read", material_by_public_id(gathering, material_id))
    if material.file is None:
        raise NotFound()
    file = material.file
    return uploads.download(uploads.Upload(file.sha256, file.name, file.mimetype, file.size_bytes))


@blueprint.post("/materials/<material_id>/removal")
@acts("material.create")
def remove(public_id: str, material_id: str) -> ResponseReturnValue:
    with unit_of_work():
        gathering = gathering_to("material.create", public_id)
        material = authorize(actor(), "material.create", material_by_public_id(gathering, material_id))
        item_id = next((one.public_id for one in gathering.items if one.id == material.item_id), None)
        services.remove_material(actor().person_id, material)
    flash(_("It is taken away."), "success")
    return _back(public_id, item_id) if item_id else redirect(url_for("gatherings.show", public_id=public_id), 303)


def _hang(public_id: str, item_id: str, form: FileForm, upload: uploads.Upload) -> None:
    with unit_of_work():
        gathering = gathering_to("material.create", public_id)
        item = item_to("material.create", gathering, item_id)
        key = usable_key(form.key.data)
        if key and material_by_public_id(gathering, key) is not None:
            return
        file = StoredFile(
            sha256=upload.sha256,
            name=upload.name,
            mimetype=upload.mimetype,
            size_bytes=upload.size_bytes,
            by_id=actor().person_id,
            at=clock.now(),
        )
        db.session.add(file)
        services.add_file(actor().person_id, gathering, item, title=trimmed(form.title.data), file=file, public_id=key)


def _page(public_id: str, item_id: str, link: LinkForm, file: FileForm, *, file_faults: list[str] | None = None) -> str:
    gathering = gathering_to("material.create", public_id)
    for form in (link, file):
        form.key.data = usable_key(form.key.data) or secrets.token_urlsafe(PUBLIC_ID_BYTES)
    return render_template(
        "sessions/gatherings/materials.html",
        gathering=gathering,
        item=item_to("material.create", gathering, item_id),
        link=link,
        file=file,
        file_faults=file_faults or [],
        accepted=uploads.ACCEPTED,
    )


def _back(public_id: str, item_id: str) -> ResponseReturnValue:
    return redirect(url_for("materials.page", public_id=public_id, item_id=item_id), 303)
