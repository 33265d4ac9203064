"""How the actions go, as files for a spreadsheet. No cell that a person wrote is ever a formula (rule FU-7)."""

import io
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache

import xlsxwriter

from network.actions.words import state_name
from network.core.language import format_date
from network.core.language import gettext as _
from network.followup.rules.following import Line
from network.sessions.gatherings.rules.cells import csv_bytes, plain_cell

Row = list[str | float]


def csv_file(lines: Sequence[Line]) -> bytes:
    return csv_bytes(_rows(lines))


def xlsx_file(lines: Sequence[Line]) -> bytes:
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as book:
        head = book.add_format({"bold": True})
        sheet = book.add_worksheet(_("Actions"))
        sheet.set_column(0, 9, 20)
        sheet.set_column(1, 1, 60)
        for number, row in enumerate(_rows(lines)):
            time.sleep(0)
            cells = [plain_cell(cell) if isinstance(cell, str) else cell for cell in row]
            sheet.write_row(number, 0, cells, head if number == 0 else None)
    return made.getvalue()


def _rows(lines: Sequence[Line]) -> list[Row]:
    head: Row = [
        _("Municipality"),
        _("Action"),
        _("Goal"),
        _("Gathering"),
        _("Case"),
        _("Deadline"),
        _("State"),
        _("Last told"),
        _("What was told"),
        _("Days without news"),
    ]
    day = cache(lambda one: format_date(one, "short") if one else "")  # in thousands of rows the same days come again
    return [head, *(_row(line, day) for line in lines)]


def _row(line: Line, day: Callable[[date | datetime | None], str]) -> Row:
    """Others get their turn between: thousands of rows take a second."""
    time.sleep(0)
    return [
        line.municipality,
        line.what,
        f"{line.goal_number} {line.goal}".strip(),
        line.gathering,
        line.case,
        day(line.due_on),
        state_name(line.state),
        day(line.heard_at),
        line.last_line,
        line.silent_days,
    ]
