"""What an operator does with boards from the command line."""

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import select

from network.core.db import db, unit_of_work
from network.core.language import gettext as _
from network.core.language import ngettext
from network.sessions.boards.models import Board
from network.sessions.boards.queries import board_by_public_id
from network.sessions.boards.services import mending

board = AppGroup("board", help="Look boards over, and mend one that cannot be opened.")
AN_ID_MAY_BEGIN_WITH_A_HYPHEN = {"ignore_unknown_options": True}
"""One public id in 64 does, and would else be taken for an option that does not exist."""
BROKEN = "broken"
"""The folder, among the data, for the bytes of what could not be opened."""


@board.command("check", context_settings=AN_ID_MAY_BEGIN_WITH_A_HYPHEN)
@click.argument("public_id", required=False)
@with_appcontext
def check(public_id: str | None) -> None:
    """Say which boards cannot be opened; with PUBLIC_ID that one alone. Changes nothing."""
    boards = [_named(public_id)] if public_id else list(db.session.scalars(select(Board).order_by(Board.id)))
    broken = mending.broken_boards(boards)
    for one in broken:
        print(_("%(id)s cannot be opened: %(title)s", id=one.public_id, title=one.title))
    if not broken:
        print(ngettext("%(num)s board can be opened.", "All %(num)s boards can be opened.", len(boards)))
    sys.exit(1 if broken else 0)


@board.command("rebuild", context_settings=AN_ID_MAY_BEGIN_WITH_A_HYPHEN)
@click.argument("public_id")
@with_appcontext
def rebuild(public_id: str) -> None:
    """Mend the board PUBLIC_ID. Stop the server first if people are on it."""
    folder: Path = current_app.extensions["settings"].instance_dir / BROKEN
    with unit_of_work():
        found = mending.rebuild(_named(public_id), folder)
    if not found:
        print(_("There is nothing to mend: it can be opened, with all that is stored of it."), file=sys.stderr)
        sys.exit(1)
    for one in found:
        if one.begins_with_snapshot:
            print(_("It begins with an earlier state of it; what was stored since is laid on top."))
        if one.kept_in is not None:
            left_out = ngettext("%(num)s row could not be read", "%(num)s rows could not be read", one.left_out)
            print(_("%(rows)s; the bytes are kept in %(path)s.", rows=left_out, path=one.kept_in))
    print(_("The board can be opened. Those who have it open get it anew; what they had not sent is kept as drafts."))


def _named(public_id: str) -> Board:
    found = board_by_public_id(public_id)
    if found is None:
        print(_("There is no board %(id)s.", id=public_id), file=sys.stderr)
        sys.exit(2)
    return found
