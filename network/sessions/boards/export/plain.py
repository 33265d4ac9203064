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
            notes = board.notes_in(column.key)
            lines += [line for note in notes for line in _note(note, board)] if notes else [_("No notes here.")]
    return "\n".join(lines) + "\n"


def _note(note: Written, board: BoardCopy) -> Iterator[str]:
    first, *more = [one_line(line) for line in note.text.splitlines()] or [""]
    yield f"– {first}"
    yield from (f"  {line}" for line in more)
    yield f"  ({one_line(words.about(note, board))})"
