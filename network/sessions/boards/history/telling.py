"""Those on a board are told in words that it was put back: notes that go and come by themselves frighten people."""

from datetime import datetime

from network.access.actor import Actor
from network.core.db import db
from network.core.language import gettext as _
from network.core.language import speaking
from network.sessions.boards.history import words
from network.sessions.boards.models import Board
from network.sessions.boards.queries import bylines
from network.sessions.boards.rules.authors import NOT_SAID, Byline, given_out
from network.sessions.boards.services.opened import OpenBoard
from network.sessions.gatherings.models import Gathering

WORD = "board:put_back"


def tell(board: OpenBoard, actor: Actor, at: datetime) -> None:
    """To everybody on the board, each in her language: how it stands now, and by whom as far as the board tells it."""
    row = db.session.get_one(Board, board.id)
    zone = db.session.get_one(Gathering, row.gathering_id).zone
    written = bylines([actor.person_id] if actor.person_id is not None else [])
    by = given_out(written.get(actor.person_id or 0, NOT_SAID), board.names)
    for member in board.channel:
        with speaking(member.language):
            member.send(WORD, board.public_id, sentence(by, words.when(at, zone)))


def sentence(by: Byline, when: str) -> str:
    if by.name:
        return _("%(name)s has put the board back to how it stood %(when)s.", name=by.name, when=when)
    if by.municipality:
        return _(
            "Somebody from %(place)s has put the board back to how it stood %(when)s.", place=by.municipality, when=when
        )
    return _("The board is put back to how it stood %(when)s.", when=when)
