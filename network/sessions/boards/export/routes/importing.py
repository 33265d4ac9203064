"""Notes from a file: shown first, brought in when it is meant. What was read of it travels in the form alone."""

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from network.access.guard import acts, authorize, can
from network.core.db import unit_of_work
from network.core.errors import Conflict, NotFound
from network.core.language import gettext as _
from network.core.language import ngettext
from network.people.identity import actor
from network.sessions.boards.export import import_words, services
from network.sessions.boards.export.routes import rounds
from network.sessions.boards.export.rules.unpacked import FoundBoard, Unreadable, repack, unpack
from network.sessions.boards.models import Board
from network.sessions.boards.queries import board_by_public_id, boards_of_round
from network.sessions.boards.services.opened import open_board
from network.sessions.groups.models import BreakoutGroup, GroupKind, GroupRound
from network.sessions.groups.queries.rounds import groups_sat_in, round_by_public_id

blueprint = Blueprint("board_import", __name__)

LARGEST_BYTES = 3_000_000
FORM_BYTES = 200_000
"""What the rest of the form may hold beside the file."""


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.url_value_preprocessor
def _room_for_a_file(_endpoint: str | None, values: dict[str, object] | None) -> None:
    """Only for somebody who may bring one in: the form is read before any view is asked."""
    given = values or {}
    board = board_by_public_id(str(given["public_id"])) if "public_id" in given else None
    round_ = round_by_public_id(str(given["round_id"])) if "round_id" in given else None
    may = (board is not None and can(actor(), "note.create", board)) or (
        round_ is not None and can(actor(), "board.create", round_)
    )
    if may:
        request.max_content_length = request.max_form_memory_size = LARGEST_BYTES + FORM_BYTES


@blueprint.get("/boards/<public_id>/import")
@acts("note.create")
def show(public_id: str) -> ResponseReturnValue:
    return _page(_open(public_id))


@blueprint.post("/boards/<public_id>/import")
@acts("note.create")
def take(public_id: str) -> ResponseReturnValue:
    """With a file, show what it would bring; with the button under that, bring it in."""
    board = _open(public_id)
    try:
        found = _handed_in()
        if "take" not in request.form:
            return _preview(board, found)
        chosen = _chosen(found)
    except Unreadable as fault:
        return _page(board, said=import_words.fault(fault), status=422)
    try:
        count = services.take_in(open_board(board), actor(), services.columns_of(board), chosen)
    except Conflict as no_room:
        return _page(board, said=no_room.message, status=409)
    flash(ngettext("%(num)d note is brought in.", "%(num)d notes are brought in.", count), "success")
    return redirect(url_for("boards.read", public_id=public_id), 303)


@blueprint.post("/rounds/<round_id>/boards")
@acts("board.create")
def make(round_id: str) -> ResponseReturnValue:
    """A new board for a group, of a file: the same two steps."""
    round_ = authorize(actor(), "board.create", round_by_public_id(round_id))
    try:
        found = _handed_in()
        if "take" not in request.form:
            return _group_preview(round_, found)
        chosen = _chosen(found)
        with unit_of_work():
            round_ = authorize(actor(), "board.create", round_by_public_id(round_id))
            services.make_board(_group(round_), actor(), chosen)
    except Unreadable as fault:
        return rounds.page_of(round_, said=import_words.fault(fault), status=422)
    except Conflict as refusal:
        return rounds.page_of(rounds.led(round_id), said=refusal.message, status=409)
    flash(_("The group has a new board."), "success")
    return redirect(url_for("round_files.show", round_id=round_id), 303)


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(_fault: RequestEntityTooLarge) -> ResponseReturnValue:
    """The file was refused before anybody read it: say so on the page where it was chosen."""
    said = import_words.fault(Unreadable("size"))
    if "round_id" in (request.view_args or {}):
        return rounds.page_of(rounds.led(str((request.view_args or {})["round_id"])), said=said, status=413)
    return _page(_open(str((request.view_args or {})["public_id"])), said=said, status=413)


def _open(public_id: str) -> Board:
    board = authorize(actor(), "note.create", board_by_public_id(public_id))
    if not board.is_open:
        raise Conflict(_("The board is closed. Notes are brought in while it is open."))
    return board


def _handed_in() -> list[FoundBoard]:
    """What stands in the file, or in the form that was made of one. Raises Unreadable."""
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        body = sent.read(LARGEST_BYTES + 1)
        if len(body) > LARGEST_BYTES:
            raise Unreadable("size")
        return unpack(body)
    packed = request.form.get("packed", "")
    if not packed:
        raise Unreadable("none")
    return unpack(packed)


def _chosen(found: list[FoundBoard]) -> FoundBoard:
    which = request.form.get("which", "")
    places = {str(place): board for place, board in enumerate(found)}
    if which not in places:
        raise Unreadable("which")
    return places[which]


def _group(round_: GroupRound) -> BreakoutGroup:
    """A mixed group of this round: a municipality's own is not made by who leads. Raises NotFound."""
    given = request.form.get("group", "")
    group = next((one for one in groups_sat_in(round_.id) if str(one.id) == given), None)
    if group is None or group.kind != GroupKind.MIXED:
        raise NotFound()
    return group


def _page(board: Board, *, said: str = "", status: int = 200) -> tuple[str, int]:
    return render_template("sessions/boards/export/import.html", board=board, said=said), status


def _preview(board: Board, found: list[FoundBoard]) -> str:
    opened, columns = open_board(board), services.columns_of(board)
    plans = [services.plan(opened, columns, one) for one in found]
    return render_template(
        "sessions/boards/export/import_look.html",
        board=board,
        found=found,
        plans=plans,
        has_new=any(one.new for one in plans),
        beginnings=[services.beginnings(one.new) for one in plans],
        strays=[import_words.strays(one.strays, columns[0].title) for one in plans],
        packed=repack(found),
    )


def _group_preview(round_: GroupRound, found: list[FoundBoard]) -> str:
    from_round = [one for one in groups_sat_in(round_.id) if one.kind == GroupKind.MIXED]
    having = boards_of_round(round_.id)
    return render_template(
        "sessions/boards/export/round_look.html",
        round=round_,
        found=found,
        beginnings=[services.beginnings(one.notes) for one in found],
        groups=[(one, one.id in having) for one in from_round],
        packed=repack(found),
    )
