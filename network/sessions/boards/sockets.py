"""Boards over the socket: how they are opened and judged, and what their members hear. The edge itself: together."""

from collections.abc import Callable, Sequence

from flask import Flask

from network.access.actor import Actor
from network.access.guard import authorize
from network.core.db import after_commit, db
from network.core.language import gettext as _
from network.live import Outgoing
from network.sessions.boards.models import Board
from network.sessions.boards.queries import board_by_public_id, open_acts
from network.sessions.boards.services import alone, reseeding, seeing
from network.sessions.boards.services.alone import OpenOwnNotes
from network.sessions.boards.services.opened import (
    OpenBoard,
    cannot_be_opened,
    open_board,
    opened,
    opened_boards,
    read_notes,
)
from network.sessions.boards.services.taking import take_update
from network.sessions.gatherings.rules.names import NamesLevel
from network.together import DocumentKind, Told, not_taken, serve


class Boards(DocumentKind[OpenBoard]):
    prefix = ""
    reading = "board.read"
    attending = "presence.create"
    writing = "note.create"

    def open(self, public_id: str, actor: Actor) -> OpenBoard:
        board = opened(public_id)
        if board is None or board.is_reseed_due:
            row = authorize(actor, "board.read", board_by_public_id(public_id))
            board = open_board(row)
            reseeding.reseed_if_due(row)
        # Reading in waits: what holds by now is judged, once more. One that is open needs no reading: it is told.
        authorize(actor, "board.read", board)
        board.know_byline(actor)
        return board

    def welcome(self, thing: OpenBoard, actor: Actor) -> Sequence[Told | Outgoing]:
        seeing.note(thing, actor.person_id)
        hers = [("notes:mine", thing.written_by(actor.person_id))] if thing.names == NamesLevel.MUNICIPALITY else []
        more = [told for also in _joining for told in also(thing, actor)]
        return [("joined", _facts(thing, actor)), thing.told_of_all(), *hers, *more]

    def take(
        self, thing: OpenBoard, actor: Actor, update: bytes, *, is_rejoining: bool, stored: Callable[[], None]
    ) -> Sequence[Told] | None:
        touched = take_update(thing, actor, update, is_rejoining=is_rejoining, stored=stored)
        if touched is None:
            return None
        if not touched.added:
            return ()
        thing.tell_writer(actor.person_id, touched.added)
        return (("notes:known", thing.told(touched.added)),)

    def sentence(self, reason: str) -> str:
        return reason_in_words(reason)


class OwnNotes(DocumentKind[OpenOwnNotes]):
    """What somebody writes alone: joined by her own devices under `own.` and the board's name, by nobody else."""

    prefix = alone.PREFIX
    reading = "board.read"
    attending = "presence.create"
    writing = "note.create"

    def open(self, public_id: str, actor: Actor) -> OpenOwnNotes:
        of_board = public_id.removeprefix(f"{alone.PREFIX}.")
        return alone.open_own_notes(authorize(actor, "board.read", board_by_public_id(of_board)), actor)

    def welcome(self, thing: OpenOwnNotes, actor: Actor) -> Sequence[Told]:
        seeing.note(thing.board, actor.person_id)
        facts = {**_facts(thing.board, actor), "history_id": thing.document.history_id, "plenary": []}
        acts = [act for act in open_acts(actor, thing.facts()) if act != "plenary.create"]
        known = thing.told([note.id for note in read_notes(thing.document)])
        return [("joined", {**facts, "may": acts}), ("notes:known", known)]

    def take(
        self, thing: OpenOwnNotes, actor: Actor, update: bytes, *, is_rejoining: bool, stored: Callable[[], None]
    ) -> Sequence[Told] | None:
        touched = alone.take_update(thing, actor, update, is_rejoining=is_rejoining, stored=stored)
        if touched is None:
            return None
        return (("notes:known", thing.told(touched.added)),) if touched.added else ()

    def sentence(self, reason: str) -> str:
        return reason_in_words(reason)


_joining: list[Callable[[OpenBoard, Actor], Sequence[Told]]] = []


def also_tell(told: Callable[[OpenBoard, Actor], Sequence[Told]]) -> None:
    """Have whoever joins a board told this as well. The same counts once."""
    if told not in _joining:
        _joining.append(told)


def register(app: Flask) -> None:
    serve(app, Boards())
    serve(app, OwnNotes())


def _facts(board: OpenBoard, actor: Actor) -> dict[str, object]:
    facts = board.facts()
    return {
        "history_id": board.document.history_id,
        "you": {"key": actor.public_key, "name": actor.name},
        "open": facts.is_open,
        "late": facts.is_lately_open,
        "alone": board.is_alone,
        "names": str(board.names),
        "may": open_acts(actor, facts),
        "plenary": board.plenary,
    }


def reason_in_words(reason: str) -> str:
    """What a person is told; what she wrote is kept as a draft on her own device."""
    words = {
        "not_found": _("This board does not exist, or it is not yours to read."),
        "lost": _("This board is no longer yours to read."),
        "unreadable": cannot_be_opened(),
        "closed": _("The board is closed. What you wrote is kept here as a draft."),
        "role": _("You can read this board, but not change that on it."),
        "nobody": _(
            "Nobody sees who writes on this board. Reload the page to write. What you wrote is kept here as a draft."
        ),
        "alone": _("Each writes for herself now. What you wrote is kept here as a draft."),
        "full": _("The board is full. Delete some notes first."),
        "clusters": _("The board has as many clusters as it can hold: 200."),
        "pace": _("This is more than one person can add in an hour. What you wrote is kept here as a draft."),
        "size": _("That was too much at once. Write shorter notes."),
    }
    return words.get(reason) or not_taken()


def board_changed(board_id: int) -> None:
    """Heard inside the unit of work that opens, closes or shares a board; told when that is stored."""
    after_commit(lambda: _tell_change(board_id))


def _tell_change(board_id: int) -> None:
    board = next((one for one in opened_boards() if one.id == board_id), None)
    row = db.session.get(Board, board_id) if board is not None else None
    if row is None or board is None:
        return
    was_open, was_alone, names = board.facts().is_open, board.is_alone, board.names
    board.refresh(row)
    if names != board.names:
        _come_back(board)
    # First how one writes, then that one may: else a quick note lies on the board before all write alone.
    if was_alone != board.is_alone:
        _tell(board, "board:alone" if board.is_alone else "board:together")
    if was_open != board.facts().is_open:
        _tell(board, "board:opened" if board.facts().is_open else "board:closed")


def _come_back(board: OpenBoard) -> None:
    """Everybody joins anew, and learns by that who wrote what as far as it is told now."""
    for channel, public_id in [(board.channel, board.public_id)] + [
        (own.channel, own.public_id) for own in alone.opened_of(board)
    ]:
        channel.tell("resync", public_id, "names")


def _tell(board: OpenBoard, word: str) -> None:
    """Tell those who are on the board, and those who write alone on it."""
    board.channel.tell(word, board.public_id)
    for own in alone.opened_of(board):
        own.channel.tell(word, own.public_id)
