"""Putting up a photo of a sheet, and taking it away."""

from datetime import timedelta

from sqlalchemy import func, select

from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict
from network.core.language import gettext as _
from network.sessions.boards.models import Board, BoardPhoto
from network.sessions.boards.photos.telling import tell_soon
from network.sessions.boards.queries import photos_of
from network.sessions.gatherings.models import StoredFile
from network.sessions.gatherings.rules.names import NamesLevel

MOST = 6
"""Photos on one board."""
MOST_AN_HOUR = 20
"""From one person, those that she has taken away again too: each may hold 20 MB."""


def photo_by_public_id(board: Board, public_id: str) -> BoardPhoto | None:
    if "\x00" in public_id:  # PostgreSQL fails at one, SQLite finds nothing
        return None
    rows = select(BoardPhoto).where(BoardPhoto.board_id == board.id, BoardPhoto.public_id == public_id)
    return db.session.scalar(rows.where(BoardPhoto.removed_at.is_(None)))


def check_room(board: Board, by_id: int) -> None:
    """Before bytes go to the disk. Raises Conflict."""
    if board.alone_at is not None:
        raise Conflict(_("Each writes for herself now. Put the photo up when the group goes on."))
    if len(photos_of(board.id)) >= MOST:
        raise Conflict(_("There are six photos here. Take one away first."))
    since = clock.now() - timedelta(hours=1)
    lately = select(func.count()).where(BoardPhoto.by_id == by_id, BoardPhoto.at > since)
    if (db.session.scalar(lately) or 0) >= MOST_AN_HOUR:
        raise Conflict(_("Many photos have come from you within an hour. Wait a little."))


def is_there(key: str) -> bool:
    """Whether the form with this key has come before, also when its photo was taken away since."""
    return db.session.scalar(select(BoardPhoto.id).where(BoardPhoto.public_id == key)) is not None


def add(board: Board, by_id: int, *, key: str, alt: str, file: StoredFile) -> None:
    """Inside a unit of work. The same key again is the same photo. Raises Conflict."""
    if is_there(key):
        return
    check_room(board, by_id)
    db.session.add(file)
    photo = BoardPhoto(public_id=key, board_id=board.id, file=file, alt=alt, by_id=by_id, at=clock.now())
    db.session.add(photo)
    db.session.flush()
    audit(_said(board, by_id), "photo.create", "board", board.id)
    tell_soon(board)


def remove(photo: BoardPhoto, by_id: int | None) -> None:
    """Inside a unit of work. Its file's bytes go with the next sweep."""
    board, file = photo.board, photo.file
    photo.file, photo.alt, photo.removed_at = None, "", clock.now()
    db.session.flush()
    if file is not None:
        db.session.delete(file)
    audit(by_id if by_id != photo.by_id else _said(board, by_id), "photo.delete", "board", board.id)
    tell_soon(board)


def _said(board: Board, by_id: int | None) -> int | None:
    """Whom the log names: the log outlives what is forgotten after thirty days (BO-38)."""
    return by_id if board.names == NamesLevel.NAMES else None
