"""Photos of a board's paper sheets: the strip on the board, their page, the pictures, and the forms."""

import secrets
from pathlib import Path

from flask import Blueprint, Flask, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize, can
from network.core import clock
from network.core.db import unit_of_work
from network.core.errors import Conflict, Invalid, NotAllowed, NotFound
from network.core.language import gettext as _
from network.people.identity import actor
from network.sessions.boards.models import Board
from network.sessions.boards.photos import services
from network.sessions.boards.photos.forms import PhotoForm
from network.sessions.boards.queries import board_by_public_id, bylines, photos_of
from network.sessions.boards.rules.shape import is_note_id
from network.sessions.gatherings.models import StoredFile
from network.sessions.gatherings.rules.names import NamesLevel
from network.web import panels, photos, uploads
from network.web.errors import wants_json

blueprint = Blueprint("photos", __name__, url_prefix="/boards/<public_id>/photos")

KEY_BYTES = 16
ACCEPTED = "image/jpeg,image/png,image/webp"


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    panels.add(app, "board_foot", _strip)


@blueprint.url_value_preprocessor
def _room_for_a_file(endpoint: str | None, values: dict[str, object] | None) -> None:
    """Only this address, and only for somebody who may put one up: the form is read before any view is asked."""
    if endpoint != "photos.add" or not values:
        return
    board = board_by_public_id(str(values["public_id"]))
    if board is not None and can(actor(), "photo.create", board):
        uploads.allow_file()


@blueprint.get("")
@acts("photo.read")
def show(public_id: str) -> ResponseReturnValue:
    return _page(_board(public_id, "photo.read"), PhotoForm(formdata=None))


@blueprint.get("/<photo_id>")
@acts("photo.read")
def picture(public_id: str, photo_id: str) -> ResponseReturnValue:
    board = _board(public_id, "photo.read")
    photo = authorize(actor(), "photo.read", services.photo_by_public_id(board, photo_id))
    if photo.file is None:
        raise NotFound()
    file = photo.file
    # A file's own name may say whose it is.
    name = file.name if board.names == NamesLevel.NAMES else f"{photo.public_id}{Path(file.name).suffix}"
    return uploads.download(uploads.Upload(file.sha256, name, file.mimetype, file.size_bytes))


@blueprint.post("")
@acts("photo.create")
def add(public_id: str) -> ResponseReturnValue:
    """The photo is drawn anew and goes to the disk first, under its own fingerprint; then the row."""
    board = _board(public_id, "photo.create")
    form = PhotoForm()
    if not form.validate_on_submit():
        return _refused(board, form, " ".join(map(str, form.errors.get("alt", []))))
    if not is_note_id(form.key.data):
        raise Invalid("key")
    try:
        _put_up(board, form)
    except (Invalid, Conflict) as refusal:
        return _refused(board, form, refusal.message)
    if wants_json():
        return jsonify(ok=True)
    return redirect(url_for("photos.show", public_id=public_id), 303)


@blueprint.post("/<photo_id>/removal")
@acts("photo.delete")
def remove(public_id: str, photo_id: str) -> ResponseReturnValue:
    with unit_of_work():
        board = _board(public_id, "photo.read")
        photo = services.photo_by_public_id(board, photo_id)
        if photo is not None:
            services.remove(authorize(actor(), "photo.delete", photo), actor().person_id)
    flash(_("The photo is taken away."), "success")
    return redirect(url_for("photos.show", public_id=public_id), 303)


def _board(public_id: str, action: str) -> Board:
    return authorize(actor(), action, board_by_public_id(public_id))


def _put_up(board: Board, form: PhotoForm) -> None:
    by_id, key = actor().person_id, str(form.key.data)
    if by_id is None:
        raise NotAllowed()
    if services.is_there(key):
        return
    services.check_room(board, by_id)
    upload = photos.take(request.files.get("file"))
    file = StoredFile(
        sha256=upload.sha256,
        name=upload.name,
        mimetype=upload.mimetype,
        size_bytes=upload.size_bytes,
        at=clock.now(),
    )
    with unit_of_work():
        board = _board(board.public_id, "photo.create")
        services.add(board, by_id, key=key, alt=" ".join((form.alt.data or "").split()), file=file)


def _refused(board: Board, form: PhotoForm, message: str) -> ResponseReturnValue:
    if wants_json():
        return jsonify(ok=False, message=message), 422
    return _page(board, form, fault="" if form.alt.errors else message), 422


def _page(board: Board, form: PhotoForm, *, fault: str = "") -> str:
    reader = actor()
    if not is_note_id(form.key.data):
        form.key.data = secrets.token_urlsafe(KEY_BYTES)
    here = photos_of(board.id)
    lines = bylines(photo.by_id for photo in here if photo.by_id is not None)
    return render_template(
        "sessions/boards/photos/photos.html",
        board=board,
        photos=[(one, lines[one.by_id].name if one.by_id else "", can(reader, "photo.delete", one)) for one in here],
        form=form,
        fault=fault,
        may_add=can(reader, "photo.create", board) and len(here) < services.MOST and board.alone_at is None,
        accepted=ACCEPTED,
    )


def _strip(*, board: Board, is_alone: bool, **_facts: object) -> str:
    """Under the board: its photos, and the way to put one up. Who writes for herself sees none, and gets them after."""
    here = [] if is_alone else photos_of(board.id)
    may_add = can(actor(), "photo.create", board)
    return render_template("sessions/boards/photos/_strip.html", board=board, photos=here, may_add=may_add)
