"""The board's edge to Socket.IO: size and shape of a message, the right to it, and what the others hear."""

import logging
from typing import Any

from flask import Flask

from network.access.actor import Actor
from network.access.guard import allows, authorize
from network.core.db import after_commit, db
from network.core.errors import NotAllowed, NotFound
from network.core.language import gettext as _
from network.documents import Refused, Unreadable
from network.live import Attendance, BadPresence, Connection, on
from network.live.messages import PROTOCOL
from network.sessions.boards.models import Board
from network.sessions.boards.queries import board_by_public_id, open_acts
from network.sessions.boards.rules.messages import Garbled, Kind, read_messages, sync_message
from network.sessions.boards.services import seeing
from network.sessions.boards.services.opened import OpenBoard, cannot_be_opened, open_board, opened
from network.sessions.boards.services.taking import take_update

log = logging.getLogger(__name__)

MOST_REFUSALS = 10
_JOINED = "boards"
_REFUSALS = "refusals"


class Place:
    """One connection's place on one board: how much of what it sent is stored, and who it is there."""

    def __init__(self, board: OpenBoard, connection: Connection) -> None:
        self.board = board
        self.connection = connection
        self.stored = 0
        self.is_left = False
        self.attendance = Attendance(board.presence, connection, self._who)

    def leave(self) -> None:
        self.is_left = True
        self.attendance.end()
        self.board.channel.remove(self.connection)

    def _who(self) -> dict[str, object]:
        return {"key": self.connection.actor.public_key, "name": self.connection.actor.name}

    def one_more_is_stored(self) -> None:
        """Said only while she is on the board: after a new `join` the count begins anew."""
        self.stored += 1
        if not self.is_left:
            self.connection.send("a", self.board.public_id, self.stored)


def register(app: Flask) -> None:
    # The client itself compares its history with the one in `joined`.
    def heard(connection: Connection, public_id: Any, history_id: Any = None, protocol: Any = PROTOCOL) -> None:
        join(app, connection, public_id, protocol)

    on("join", heard, action="board.read")
    on("y", take, action="note.create")


def join(app: Flask, connection: Connection, public_id: Any, protocol: Any) -> None:
    """One `join`. It reads the database; nothing after it does."""
    if not isinstance(public_id, str):
        connection.close()
        return
    with app.app_context():
        _join(connection, public_id, protocol)


def _join(connection: Connection, public_id: str, protocol: Any) -> None:
    if protocol != PROTOCOL:
        connection.send("deny", public_id, "protocol", _("There is a new version. Reload the page."))
        return
    try:
        row = authorize(connection.actor, "board.read", board_by_public_id(public_id))
    except (NotFound, NotAllowed):
        connection.send("deny", public_id, "not_found", _("This board does not exist, or it is not yours to read."))
        return
    try:
        board = open_board(row)
    except Unreadable:
        log.exception("board %s cannot be opened", row.id)
        connection.send("deny", public_id, "unreadable", cannot_be_opened())
        return
    board.learn_byline(connection.actor.person_id)
    _leave(connection, public_id)
    connection.state.setdefault(_JOINED, {})[public_id] = Place(board, connection)
    connection.on_close(lambda: _leave(connection, public_id), key=("board", public_id))
    board.channel.add(connection)
    seeing.note(board, connection.actor.person_id)
    connection.send("joined", public_id, _facts(board, connection.actor))
    connection.send("notes:known", public_id, {note_id: known.told() for note_id, known in board.known.items()})


def _facts(board: OpenBoard, actor: Actor) -> dict[str, object]:
    facts = board.facts()
    return {
        "history_id": board.document.history_id,
        "you": {"key": actor.public_key, "name": actor.name},
        "open": facts.is_open,
        "late": facts.is_lately_open,
        "may": open_acts(actor, facts),
        "plenary": board.plenary,
    }


def _leave(connection: Connection, public_id: str) -> None:
    place: Place | None = connection.state.get(_JOINED, {}).pop(public_id, None)
    if place is not None:
        place.leave()


def take(connection: Connection, public_id: Any, data: Any) -> None:
    """One `y`. The hot path: no request, no application context, no database."""
    place: Place | None = connection.state.get(_JOINED, {}).get(public_id) if isinstance(public_id, str) else None
    if place is None:
        if isinstance(public_id, str):
            connection.send("resync", public_id, "join first")
        return
    try:
        messages = read_messages(data) if isinstance(data, bytes) else None
    except Garbled:
        messages = None
    if messages is None:
        connection.close()
        return
    for kind, payload in messages:
        if not _take_one(place, kind, payload):
            return


def _take_one(place: Place, kind: Kind, payload: bytes) -> bool:
    """Whether the messages behind this one may be taken too."""
    if kind is Kind.STEP_1:
        return _answer(place, payload)
    if kind is Kind.AWARENESS:
        return _take_presence(place, payload)
    return _take_update(place, payload, is_rejoining=kind is Kind.STEP_2)


def _answer(place: Place, state_vector: bytes) -> bool:
    board, connection = place.board, place.connection
    if not allows(connection.actor, "board.read", board.facts()):
        return _shut_out(place)
    try:
        missing = board.document.update_since(state_vector)
    except Refused:
        connection.close()
        return False
    answer = sync_message(Kind.STEP_2, missing) + sync_message(Kind.STEP_1, board.document.state_vector())
    connection.send("y", board.public_id, answer + (board.channel.everyone() or b""))
    return True


def _shut_out(place: Place) -> bool:
    place.connection.send("deny", place.board.public_id, "not_found", _("This board is no longer yours to read."))
    _leave(place.connection, place.board.public_id)
    return False


def _take_presence(place: Place, payload: bytes) -> bool:
    if not allows(place.connection.actor, "presence.create", place.board.facts()):
        return _shut_out(place)
    try:
        place.attendance.hear(payload)
    except BadPresence:
        place.connection.close()
        return False
    return True


def _take_update(place: Place, update: bytes, *, is_rejoining: bool) -> bool:
    board, connection = place.board, place.connection
    try:
        authorize(connection.actor, "note.create", board)
        touched = take_update(
            board, connection.actor, update, is_rejoining=is_rejoining, stored=place.one_more_is_stored
        )
    except (NotAllowed, NotFound) as refusal:
        _deny(place, getattr(refusal, "reason", "not_found"))
        return False
    except Refused as refusal:
        _refuse(place, refusal)
        return False
    if touched is not None:
        board.channel.publish(update, by=connection)
        if touched.added:
            told = {note_id: board.known[note_id].told() for note_id in touched.added}
            board.channel.tell("notes:known", board.public_id, told)
    return True


def _refuse(place: Place, refusal: Refused) -> None:
    if refusal.reason == "resync":
        place.connection.send("resync", place.board.public_id, "gap")
        return
    _deny(place, refusal.reason)


def _deny(place: Place, reason: str) -> None:
    """Say no, and close the connection of one that is refused again and again."""
    place.connection.send("deny", place.board.public_id, reason, reason_in_words(reason))
    refusals = place.connection.state.get(_REFUSALS, 0) + (reason != "closed")
    place.connection.state[_REFUSALS] = refusals
    if refusals >= MOST_REFUSALS:
        place.connection.close()


def reason_in_words(reason: str) -> str:
    """What a person is told; what she wrote is kept as a draft on her own device."""
    words = {
        "closed": _("The board is closed. What you wrote is kept here as a draft."),
        "role": _("You can read this board, but not change that on it."),
        "full": _("The board is full. Delete some notes first."),
        "pace": _("This is more than one person can add in an hour. What you wrote is kept here as a draft."),
        "size": _("That was too much at once. Write shorter notes."),
    }
    return words.get(reason) or _("This change could not be taken. What you wrote is kept here as a draft.")


def board_changed(board_id: int) -> None:
    """Heard inside the unit of work that opens, closes or shares a board; told when that is stored."""
    after_commit(lambda: _tell_change(board_id))


def _tell_change(board_id: int) -> None:
    row = db.session.get(Board, board_id)
    board = opened(row.public_id) if row is not None else None
    if row is None or board is None:
        return
    was_open = board.facts().is_open
    board.refresh(row)
    if was_open != board.facts().is_open:
        board.channel.tell("board:opened" if board.facts().is_open else "board:closed", board.public_id)
