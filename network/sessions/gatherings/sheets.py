"""Who was there, as files for a spreadsheet. No cell that a person wrote is ever a formula (rule DR-14)."""

import io

import xlsxwriter

from network.core.language import format_time
from network.core.language import gettext as _
from network.sessions.gatherings.forms.door import ROLE_WORDS
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries.attendance import Presence, Times
from network.sessions.gatherings.rules.cells import csv_bytes, plain_cell

Row = list[str | float]


def csv_file(gathering: Gathering, times: Times) -> bytes:
    """People, an empty line, and the sums of the municipalities."""
    return csv_bytes([*_people(gathering, times), [], *_sums(times)])


def xlsx_file(gathering: Gathering, times: Times) -> bytes:
    """Two sheets: people, and the sums of the municipalities."""
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as book:
        head = book.add_format({"bold": True})
        for name, rows in ((_("People"), _people(gathering, times)), (_("Sums"), _sums(times))):
            sheet = book.add_worksheet(name)
            sheet.set_column(0, 6, 22)
            for number, row in enumerate(rows):
                sheet.write_row(
                    number,
                    0,
                    [plain_cell(cell) if isinstance(cell, str) else cell for cell in row],
                    head if number == 0 else None,
                )
    return made.getvalue()


def _people(gathering: Gathering, times: Times) -> list[Row]:
    head: Row = [_("Municipality"), _("Name"), _("Role"), _("Came"), _("Left"), _("Hours"), _("Recorded by")]
    return [head, *(_person(gathering, presence) for presence in times.people)]


def _person(gathering: Gathering, presence: Presence) -> Row:
    row = presence.row
    return [
        row.municipality.name if row.municipality else "",
        row.person.name,
        str(ROLE_WORDS[presence.role]),
        format_time(row.arrived_at, zone=gathering.zone),
        format_time(row.left_at, zone=gathering.zone) if row.left_at else "",
        presence.hours,
        presence.by,
    ]


def _sums(times: Times) -> list[Row]:
    head: Row = [_("Municipality"), _("People"), _("Hours")]
    body: list[Row] = [[one.municipality or _("No municipality"), one.people, one.hours] for one in times.sums]
    return [head, *body, [_("Guests and speakers, counted only"), times.unnamed, ""]]
