"""A board, or a round's boards, for a spreadsheet. No cell that a person wrote is ever a formula (rule EX-6)."""

import io
import time
from collections.abc import Iterable, Iterator, Sequence

import xlsxwriter

from network.core.language import gettext as _
from network.sessions.boards.export import words
from network.sessions.boards.export.rules.collected import BoardCopy, Collection, Written
from network.sessions.gatherings.rules.cells import plain_cell
from network.web.paper import one_line

Row = Sequence[str | float]
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDTHS = (18, 24, 9, 70, 22, 18, 9, 12, 12, 12, 24)
WIDTHS_ABOUT = (24, 70)


def xlsx_of(collection: Collection) -> bytes:
    """Two sheets: the notes, a row each; and what they are answers to."""
    return book_of(((_("Notes"), _notes(collection), WIDTHS), (_("About"), _about(collection), WIDTHS_ABOUT)))


def book_of(sheets: Iterable[tuple[str, Iterable[Row], Sequence[int]]]) -> bytes:
    """A workbook of sheets, each with its name, its rows (the first its head) and its columns' widths in letters."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        for name, rows, widths in sheets:
            sheet = book.add_worksheet(name)
            for column, width in enumerate(widths):
                sheet.set_column(column, column, width)
            for number, row in enumerate(rows):
                time.sleep(0)  # others get their turn between
                sheet.write_row(number, 0, list(map(_cell, row)), body if number else head)
            sheet.freeze_panes(1, 0)
    return made.getvalue()


def _cell(value: str | float) -> str | float:
    """One cell, with the line breaks that its writer made."""
    if not isinstance(value, str):
        return value
    return plain_cell("\n".join(map(one_line, value.splitlines())))


def _notes(collection: Collection) -> Iterator[Row]:
    yield [
        _("Group"),
        _("Column"),
        _("Number"),
        _("Note"),
        _("Written by"),
        _("Municipality"),
        _("Dots"),
        _("For everybody"),
        _("Came late"),
        _("Other version of"),
        _("Cluster"),
    ]
    for board in collection.boards:
        numbers = {note.id: number for number, note in enumerate(board.notes, 1)}
        titles = {column.key: column.title for column in board.columns}
        yield from (_note(note, board, numbers, titles) for note in board.notes)


def _note(note: Written, board: BoardCopy, numbers: dict[str, int], titles: dict[str, str]) -> Row:
    cluster = board.cluster_of(note)
    return [
        board.label,
        titles[note.column],
        numbers[note.id],
        note.text,
        note.writer or ("" if note.place else _("No name")),
        note.place,
        note.dots or "",
        note.rank or "",
        _("yes") if note.is_late else "",
        numbers.get(note.version_of, "") if note.version_of else "",
        " · ".join(filter(None, (cluster.name, words.dots(cluster)))) if cluster is not None else "",
    ]


def _about(collection: Collection) -> Iterator[Row]:
    yield [_("About"), words.title(collection)]
    yield from ([name, value] for name, value in words.facts(collection))
    for board in collection.boards:
        yield []
        yield from _board(board)


def _board(board: BoardCopy) -> Iterable[Row]:
    yield [board.label, board.question]
    yield from ([column.title, column.prompt] for column in board.columns)
    yield from ([_("Photos of paper sheets"), sheet.alt] for sheet in board.photos)
