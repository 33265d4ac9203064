"""The page on which somebody writes for another, with or without script."""

import secrets

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize
from network.core.errors import Conflict
from network.core.language import format_list, ngettext
from network.core.language import gettext as _
from network.people.identity import actor
from network.sessions.boards.for_another import services
from network.sessions.boards.for_another.forms import ForAnotherForm
from network.sessions.boards.for_another.queries import Member, others_in_group
from network.sessions.boards.models import Board
from network.sessions.boards.queries import board_by_public_id
from network.sessions.boards.rules.shape import is_note_id
from network.sessions.boards.rules.topics import beginning
from network.sessions.boards.services import making
from network.sessions.boards.services.opened import OpenBoard, open_board

blueprint = Blueprint("for_another", __name__, url_prefix="/boards/<public_id>/for-another")


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("")
@acts("note.for_another")
def show(public_id: str) -> ResponseReturnValue:
    board = _of_her_group(public_id)
    opened = open_board(board)
    others = others_in_group(board, opened, actor().person_id)
    form = _form(board, others)
    form.person.data = request.args.get("person", "")
    return _page(board, others, form)


@blueprint.post("")
@acts("note.for_another")
def write(public_id: str) -> ResponseReturnValue:
    board = _of_her_group(public_id)
    opened = open_board(board)
    others = others_in_group(board, opened, actor().person_id)
    form = _form(board, others)
    if not form.validate_on_submit():
        return _page(board, others, form, status=422)
    try:
        member = _write(board, opened, form)
    except services.SheIsHere as refusal:
        form.person.errors = [refusal.message]
        return _page(board, others, form, status=409)
    except Conflict as no_room:
        form.text.errors = [no_room.message]
        return _page(board, others, form, status=409)
    said = {"name": member.name, "text": beginning(form.text.data or "")}
    flash(_("Written for %(name)s: “%(text)s”", **said), "success")
    return redirect(url_for("for_another.show", public_id=public_id, person=member.key), 303)


def _of_her_group(public_id: str) -> Board:
    return authorize(actor(), "note.for_another", board_by_public_id(public_id))


def _form(board: Board, others: list[Member]) -> ForAnotherForm:
    return ForAnotherForm.of(board, [one for one in others if not one.is_here])


def _write(board: Board, opened: OpenBoard, form: ForAnotherForm) -> Member:
    given = form.note_id.data or ""
    return services.write_for(
        board,
        opened,
        actor(),
        person_key=form.person.data,
        text=form.text.data or "",
        column=form.column.data,
        note_id=given if is_note_id(given) else None,
    )


def _page(board: Board, others: list[Member], form: ForAnotherForm, *, status: int = 200) -> ResponseReturnValue:
    if not is_note_id(form.note_id.data):
        form.note_id.data = secrets.token_urlsafe(making.NOTE_ID_BYTES)
    page = render_template(
        "sessions/boards/for_another.html",
        board=board,
        form=form,
        absent=[one for one in others if not one.is_here],
        here=_in_words([one.name for one in others if one.is_here]),
    )
    return page, status


def _in_words(here: list[str]) -> str:
    """Who writes herself; nothing when nobody is on the board."""
    if not here:
        return ""
    return ngettext(
        "%(names)s has the board open on a phone of her own, and writes there.",
        "%(names)s have the board open on phones of their own, and write there.",
        len(here),
        names=format_list(here),
    )
