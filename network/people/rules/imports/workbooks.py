"""Reading an Excel workbook that a stranger made: bounded before it is opened (rule PE-15)."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO

from network.people.rules.imports.decoding import Unreadable

MOST_UNPACKED_BYTES = 8_000_000
MOST_PARTS = 200
MOST_TAGS = 150_000
"""In all parts, ten times what 400 people need. Nine kilobytes can unpack to two million empty cells: ten seconds."""
MOST_SHEET_ROWS = 2_000
MOST_COLUMNS = 30
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


def is_workbook(body: bytes) -> bool:
    return body.startswith(b"PK\x03\x04")


def cells_of(body: bytes) -> list[tuple[int, list[str]]]:
    """The rows of the first sheet that has any: (row number, cells), without empty ones.

    Raises Unreadable: `bomb` for one that unpacks to more than a list of people, `not_a_list` for what is no workbook.
    """
    import openpyxl  # slow import

    check_archive(body)
    try:
        book = openpyxl.load_workbook(BytesIO(body), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible" and (rows := list(_rows(sheet))):
                return rows
    except Unreadable:
        raise
    except Exception as fault:  # a broken workbook fails in as many ways as there are writers of them
        raise Unreadable("not_a_list") from fault
    return []


def check_archive(body: bytes) -> None:
    """Refuse what would unpack to too much or has too many tags, or whose XML defines words of its own, before
    anything reads it.

    The sizes are those of the archive's directory, and Python unpacks no more of a part than its directory says.
    """
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
                raise Unreadable("bomb")
            tags = 0
            for part in parts:
                xml = archive.read(part)
                tags += xml.count(b"<")
                _check_xml(xml, tags)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as fault:
        raise Unreadable("not_a_list") from fault


def _check_xml(xml: bytes, tags: int) -> None:
    if tags > MOST_TAGS or xml.startswith(_WIDE_MARKS) or any(word in xml for word in _DECLARATIONS):
        raise Unreadable("bomb")


def _rows(sheet: object) -> Iterator[tuple[int, list[str]]]:
    rows = sheet.iter_rows(max_row=MOST_SHEET_ROWS, max_col=MOST_COLUMNS, values_only=True)  # type: ignore[attr-defined]
    for number, row in enumerate(rows, start=1):
        cells = [_text(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells


def _text(value: object) -> str:
    """A number without the point that Excel gives it: municipality 1504 is no 1504.0."""
    if value is None or isinstance(value, datetime | date):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
