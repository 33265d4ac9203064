"""The board's pages: to read it, to write on it without script, to close and open it."""

import secrets

from flask import Blueprint, Flask, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.actor import Actor
from network.access.guard import acts, allows, authorize
from network.core.db import db, unit_of_work
from network.core.errors import Conflict, Invalid
from network.core.language import lazy_gettext as _l
from network.documents import Unreadable
from network.people.identity import actor
from network.sessions.boards import drawn
from network.sessions.boards.forms import NoteForm, PlenaryForm
from network.sessions.boards.models import Board
from network.sessions.boards.queries import board_by_public_id, board_of_group, listed_boards, open_acts
from network.sessions.boards.rules.alone import QUIET_SECONDS
from network.sessions.boards.rules.methods import METHOD_CARDS
from network.sessions.boards.rules.shape import is_note_id
from network.sessions.boards.services import alone, handed_in, lifting, making, mending, projection, seeing
from network.sessions.boards.services.opened import OpenBoard, cannot_be_opened, open_board
from network.sessions.gatherings.board_templates.rules.builtin import TEMPLATES
from network.sessions.gatherings.models import Gathering
from network.sessions.groups.models import BreakoutGroup
from network.web import navigation, panels
from network.web.errors import answer_with, wants_json

blueprint = Blueprint("boards", __name__, url_prefix="/boards")


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.register_error_handler(Unreadable, _unreadable)
    panels.add(app, "home", _home_panel, order=10)
    panels.add(app, "group", _group_panel, order=10)
    navigation.add(app, _l("Board"), icon="board", address=_first_board_address, order=20)


@blueprint.get("/<public_id>")
@acts("board.read")
def read(public_id: str) -> ResponseReturnValue:
    board = authorize(actor(), "board.read", board_by_public_id(public_id))
    try:
        return _page(board, NoteForm.for_board(board))
    except Unreadable:
        return _as_it_was(board)


@blueprint.post("/<public_id>/notes")
@acts("note.create")
def post_note(public_id: str) -> ResponseReturnValue:
    """A note from a browser without script: stored, copied to SQL, then the reader is sent back to the board."""
    board = authorize(actor(), "note.create", board_by_public_id(public_id))
    form = NoteForm.for_board(board)
    if not form.validate_on_submit():
        return _page(board, form, status=422)
    opened = open_board(board)
    words = {"text": form.text.data, "column": form.column.data, "note_id": _usable(form.note_id.data)}
    try:
        note_id = handed_in.note_step(board, opened, actor(), **words)
    except Conflict as no_room:
        form.text.errors = [no_room.message]
        return _page(board, form, status=409)
    projection.settle(opened)
    seeing.note(opened, actor().person_id)
    return redirect(url_for("boards.read", public_id=public_id, all=1, _anchor=f"note-{note_id}"), 303)


@blueprint.post("/<public_id>/plenary")
@acts("plenary.create")
def choose_for_plenary(public_id: str) -> ResponseReturnValue:
    """Have a note on the group's list for everybody, or off it: the form says which. A fourth asks whose place."""
    board = authorize(actor(), "plenary.create", board_by_public_id(public_id))
    form = PlenaryForm()
    form.validate_on_submit()
    note_id = _usable(form.note_id.data)
    if note_id is None:
        raise Invalid("note_id")
    if form.lifted.data not in ("0", "1"):
        raise Invalid("lifted")
    opened = open_board(board)
    projection.settle(opened)  # the stage reads the copies: what is chosen now is shown now
    try:
        with unit_of_work():
            board = authorize(actor(), "plenary.create", board_by_public_id(public_id))
            chosen = lifting.lift(
                board,
                opened,
                note_id,
                is_wanted=form.lifted.data == "1",
                by_id=actor().person_id,
                instead_of=_usable(form.instead_of.data),
                is_first=form.first.data == "1",
            )
    except lifting.ThreeAlready as full:
        return _which_one(public_id, opened, note_id, full)
    if wants_json():
        return jsonify(ok=True, plenary=chosen)
    return redirect(url_for("boards.read", public_id=public_id, all=1, _anchor=f"note-{note_id}"), 303)


def _which_one(public_id: str, opened: OpenBoard, note_id: str, full: lifting.ThreeAlready) -> ResponseReturnValue:
    if wants_json():
        return jsonify(ok=False, error=full.code, message=full.message, plenary=opened.plenary), 409
    texts = {note.id: note.text for note in opened.notes()}
    page = render_template(
        "sessions/boards/plenary_full.html",
        board=board_by_public_id(public_id),
        note_id=note_id,
        text=texts.get(note_id, ""),
        question=full.message,
        chosen=[(one, texts[one]) for one in opened.plenary if one in texts],
    )
    return page, 409


@blueprint.post("/<public_id>/closure")
@acts("board.edit")
def close(public_id: str) -> ResponseReturnValue:
    with unit_of_work():
        board = authorize(actor(), "board.edit", board_by_public_id(public_id))
        making.close_board(actor().person_id, board)
    return redirect(url_for("boards.read", public_id=public_id), 303)


@blueprint.post("/<public_id>/opening")
@acts("board.edit")
def reopen(public_id: str) -> ResponseReturnValue:
    with unit_of_work():
        board = authorize(actor(), "board.edit", board_by_public_id(public_id))
        making.reopen_board(actor().person_id, board)
    return redirect(url_for("boards.read", public_id=public_id), 303)


def _page(board: Board, form: NoteForm, *, status: int = 200) -> ResponseReturnValue:
    opened = open_board(board)
    reader = actor()
    has_own = alone.has_own_notes(board.id, reader.person_id)
    # Who has been moved to another group sees what she wrote, until all of it is shown.
    is_alone = opened.is_alone and (has_own or allows(reader, "note.create", board.facts()))
    is_quiet = "seen" not in request.args and not (is_alone or has_own) and _comes_late(board, reader)
    form.note_id.data = _usable(form.note_id.data) or secrets.token_urlsafe(making.NOTE_ID_BYTES)
    standing = (
        drawn.her_own(board, reader)
        if is_alone or is_quiet
        else [*drawn.standing_on(opened, reader), *drawn.not_there_yet(board, opened, reader)]
    )
    page = render_template(
        "sessions/boards/board.html",
        board=board,
        columns=drawn.columns(board, standing, is_whole="all" in request.args),
        names=opened.names,
        may=set(open_acts(reader, board.facts())),
        is_alone=is_alone or is_quiet,
        quiet=QUIET_SECONDS if is_quiet else None,
        see_all=url_for("boards.read", public_id=board.public_id, all=1, seen=1 if "seen" in request.args else None),
        see_now=url_for("boards.read", public_id=board.public_id, seen=1, show="board"),
        wrote_alone=has_own and not is_alone,
        person={"key": reader.public_key, "name": reader.name},
        form=form,
        help=_help_of(board),
        methods=METHOD_CARDS,
        may_write_for_others=allows(reader, "note.for_another", board.facts()),
        has_history=allows(reader, "history.read", board.facts()) and not (is_alone or is_quiet),
    )
    return page, status


def _comes_late(board: Board, reader: Actor) -> bool:
    """Whether she is to write for herself for a while before she sees what the others have written (BO-17)."""
    may_write = board.is_open and allows(reader, "note.create", board.facts())
    return may_write and alone.comes_late(board, reader.person_id)


def _help_of(board: Board) -> str | None:
    """The line that came with its questions. Boards from before it was kept with them have the built-in one's."""
    template = TEMPLATES.get(board.template)
    return board.help or (str(template.help) if template is not None else "") or None


def _usable(note_id: str | None) -> str | None:
    """A note id that the page made, or nothing: a form can send anything."""
    return note_id if note_id and is_note_id(note_id) else None


def _as_it_was(board: Board) -> ResponseReturnValue:
    """The notes of a board that cannot be opened, as they were copied last; with nobody's name, whatever the level."""
    notes, at = mending.last_good(board)
    gathering = db.session.get_one(Gathering, board.gathering_id)
    about = {"notes": notes, "has_notes": any(notes.values()), "at": at, "zone": gathering.zone}
    page = render_template("sessions/boards/broken.html", board=board, cannot_be_opened=cannot_be_opened(), **about)
    return page, 503


def _unreadable(_fault: Unreadable) -> ResponseReturnValue:
    return answer_with(503, message=cannot_be_opened(), code="unreadable")


def _home_panel(hall: object = None, **_facts: object) -> str | None:
    """The board of the round that one is in, then what else is open; earlier ones lie folded together.

    While a `hall` goes on, what happens now stands above this and leads to its round's board itself.
    """
    listed = listed_boards(actor())
    current = [one.board for one in listed if one.is_current and not (hall and one.is_of_round)]
    earlier = [one.board for one in listed if not one.is_current]
    if not current and not earlier:
        return None
    return render_template("sessions/boards/_home.html", current=current, earlier=earlier, is_in_hall=bool(hall))


def _group_panel(group: BreakoutGroup, **_facts: object) -> str | None:
    """The button to a group's board, on the group's own page."""
    board = board_of_group(group.id)
    return render_template("sessions/boards/_open.html", board=board) if board is not None else None


def _first_board_address() -> str | None:
    listed = listed_boards(actor())
    return url_for("boards.read", public_id=listed[0].board.public_id) if listed else None
