"""A board as plain text: for a mail, or for a case system that takes no file."""

from collections.abc import Iterator

from network.core.language import gettext as _
from network.sessions.boards.export import words
from network.sessions.boards.export.rules.collected import BoardCopy, Collection, Written
from network.web.paper import one_line


def text_of(collection: Collection) -> str:
    """Lines without a width of their own: a mail breaks them where its reader's window ends."""
    lines = [one_line(words.title(collection)), one_line(words.running(collection))]
    for board in collection.boards:
        for column in board.columns:
            lines += ["", one_line(column.title).upper(), *filter(None, [one_line(column.prompt)]), ""]
            lines += list(_topics(board, column.key)) or [_("No notes here.")]
        if board.photos:
            lines += [
                "",
                _("Photos of paper sheets").upper(),
                "",
                *(f"– {one_line(sheet.alt)}" for sheet in board.photos),
            ]
    return "\n".join(lines) + "\n"


def _topics(board: BoardCopy, column: str) -> Iterator[str]:
    for place, (cluster, notes) in enumerate(board.topics_in(column)):
        if place:
            yield ""
        if cluster is not None:
            yield one_line(words.cluster(cluster, len(notes)))
        elif place:
            yield _("In no cluster")
        for note in notes:
            yield from _note(note, board)


def _note(note: Written, board: BoardCopy) -> Iterator[str]:
    first, *more = [one_line(line) for line in note.text.splitlines()] or [""]
    yield f"– {first}"
    yield from (f"  {line}" for line in more)
    yield f"  ({one_line(words.about(note, board))})"
