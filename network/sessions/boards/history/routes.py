"""Earlier times of a board: which there are, what stood there, and putting it back. Forms, with or without script."""

import secrets

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.actor import Actor
from network.access.guard import acts, allows, authorize
from network.core.db import db
from network.core.errors import Conflict, Invalid, NotFound
from network.core.language import gettext as _
from network.people.identity import actor
from network.sessions.boards.export.queries import writer_of
from network.sessions.boards.history import queries, services, words
from network.sessions.boards.history.rules import Difference, Since, Standing, since
from network.sessions.boards.models import Board
from network.sessions.boards.queries import board_by_public_id
from network.sessions.boards.rules.notes import PlainNote
from network.sessions.boards.rules.shape import is_note_id
from network.sessions.boards.rules.topics import Topic, topics_in
from network.sessions.boards.services.opened import OpenBoard, open_board
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.rules.names import NamesLevel

blueprint = Blueprint("history", __name__, url_prefix="/boards/<public_id>/history")

KEY_BYTES = 16
DELETED_SHOWN = 200


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("")
@acts("history.read")
def show(public_id: str) -> ResponseReturnValue:
    board = _readable(public_id)
    opened = open_board(board)
    deleted = services.deleted_notes(opened)
    return render_template(
        "sessions/boards/history/times.html",
        **_facts(board),
        moments=[] if opened.is_alone else queries.moments(opened),
        deleted=[] if opened.is_alone else [_drawn(opened, note) for note in deleted[-DELETED_SHOWN:]],
        deleted_count=len(deleted),
        columns={column.key: column.title for column in board.columns},
    )


@blueprint.get("/<int:at>")
@acts("history.read")
def look(public_id: str, at: int) -> ResponseReturnValue:
    """The board as it stood then, and what has happened since: which is what putting it back would undo."""
    board = _readable(public_id)
    opened = open_board(board)
    if opened.is_alone:
        return redirect(url_for("history.show", public_id=public_id), 303)
    moment, then = queries.moment_of(opened, at)
    now = queries.standing_now(opened.document)
    found = since(then, now)
    return render_template(
        "sessions/boards/history/time.html",
        **_facts(board),
        moment=moment,
        happened=words.happened_since(found),
        would_happen=words.would_happen(found),
        columns=[(column, _column(opened, then, now, found, column.key)) for column in board.columns],
    )


@blueprint.post("/board")
@acts("history.create")
def put_board_back(public_id: str) -> ResponseReturnValue:
    board = authorize(actor(), "history.create", board_by_public_id(public_id))
    at = _at()
    if at is None:
        raise Invalid("at")
    try:
        services.put_board_back(open_board(board), actor(), key=_key(), snapshot_id=at)
    except Conflict as refusal:
        return _refused(public_id, refusal)
    flash(_("The board is put back. If it was wrong, go back to the first time below."), "success")
    return redirect(url_for("history.show", public_id=public_id), 303)


@blueprint.post("/notes")
@acts("history.create")
def put_note_back(public_id: str) -> ResponseReturnValue:
    """One note as it was at a time, or one that was deleted as it was then."""
    board = authorize(actor(), "history.create", board_by_public_id(public_id))
    note_id, at = request.form.get("note_id", ""), _at()
    if not is_note_id(note_id):
        raise Invalid("note_id")
    try:
        services.put_note_back(open_board(board), actor(), key=_key(), note_id=note_id, snapshot_id=at)
    except Conflict as refusal:
        return _refused(public_id, refusal)
    flash(_("The note is put back on the board."), "success")
    if at is None:
        return redirect(url_for("history.show", public_id=public_id), 303)
    return redirect(url_for("history.look", public_id=public_id, at=at), 303)


def _readable(public_id: str) -> Board:
    return authorize(actor(), "history.read", board_by_public_id(public_id))


def _refused(public_id: str, refusal: Conflict) -> ResponseReturnValue:
    flash(refusal.message, "warning")
    return redirect(url_for("history.show", public_id=public_id), 303)


def _at() -> int | None:
    """The time that a form names, if it does. Raises NotFound for what no page makes."""
    given = request.form.get("at", "")
    if not given:
        return None
    if not given.isdecimal() or len(given) > 15:
        raise NotFound()
    return int(given)


def _key() -> str:
    key = request.form.get("key", "")
    if not is_note_id(key):
        raise Invalid("key")
    return key


def _facts(board: Board) -> dict[str, object]:
    """What both pages are drawn with."""
    gathering = db.session.get_one(Gathering, board.gathering_id)
    return {
        "board": board,
        "zone": gathering.zone,
        "may_put_back": _may(actor(), board),
        "words": words,
        "new_key": lambda: secrets.token_urlsafe(KEY_BYTES),
    }


def _may(reader: Actor, board: Board) -> bool:
    """Without names what somebody wrote is hers to change back: nobody else knows that it is hers."""
    return board.names != NamesLevel.NOBODY and allows(reader, "history.create", board.facts())


def _column(board: OpenBoard, then: Standing, now: Standing, found: Difference, key: str) -> list[dict[str, object]]:
    return [_topic(board, topic, found, now) for topic in topics_in(then.drawn(), key)]


def _topic(board: OpenBoard, topic: Topic, found: Difference, now: Standing) -> dict[str, object]:
    notes = [{**_drawn(board, note), **_since(note, found, now)} for note in topic.notes]
    return {"title": topic.title if topic.is_cluster else "", "is_cluster": topic.is_cluster, "notes": notes}


def _since(note: PlainNote, found: Difference, now: Standing) -> dict[str, object]:
    """What has become of it, and its words now where they are others."""
    what = found.notes.get(note.id)
    text = now.notes[note.id].text if what == Since.REWORDED and note.id in now.notes else ""
    said = words.SINCE_WORDS.get(what) if what is not None else None
    return {"since": str(said or ""), "now": text if text != note.text else "", "may_come_back": note.id in now.notes}


def _drawn(board: OpenBoard, note: PlainNote) -> dict[str, object]:
    name, place = writer_of(board, note.id)
    return {"id": note.id, "text": note.text, "column": note.column, "writer": ", ".join(filter(None, (name, place)))}
