"""From a pasted or uploaded text to cells."""

import csv
import unicodedata
from io import StringIO

from network.people.rules.imports.decoding import Unreadable, mended

_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"))
_SAMPLE = 20
MOST_ROWS = 2_000
"""As of a sheet: far more than are taken in, and what is worked through while everybody else waits."""


def cells_in(text: str) -> list[tuple[int, list[str]]]:
    """The first lines of a text: (line number, cells), without empty ones. Columns are tabs, else `;`, else `,`.

    Raises Unreadable for a cell of a hundred thousand letters.
    """
    lines = mended(text).replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(StringIO(lines), delimiter=_delimiter(lines), strict=False)
    found: list[tuple[int, list[str]]] = []
    number = 1
    try:
        for row in reader:
            cells = [clean(cell) for cell in row]
            if any(cells):
                found.append((number, cells))
            if len(found) == MOST_ROWS:
                break
            number = reader.line_num + 1
    except csv.Error as fault:
        raise Unreadable("not_a_list") from fault
    return found


def clean(cell: str) -> str:
    """One cell as people see it: composed letters, single spaces, nothing invisible."""
    return " ".join(unicodedata.normalize("NFC", cell).translate(_INVISIBLE).split())


def _delimiter(text: str) -> str:
    if "\t" in text:
        return "\t"
    sample = [line for line in text.split("\n") if line.strip()][:_SAMPLE]
    counts = {mark: sum(mark in line for line in sample) for mark in ";,"}
    return ";" if counts[";"] >= counts[","] else ","
