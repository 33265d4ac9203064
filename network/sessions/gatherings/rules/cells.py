"""What people wrote, as a cell that no spreadsheet runs, and as a file that Excel reads in our languages."""

import csv
import io
from collections.abc import Iterable, Sequence

BOM = "\ufeff"

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def plain_cell(text: str) -> str:
    """A cell that is shown and never taken for a formula, also when it is saved as another kind of file."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def csv_bytes(rows: Iterable[Sequence[str | float]], *, delimiter: str = ";") -> bytes:
    """A table with semicolons, decimal commas and a mark of UTF-8. No cell of it is ever a formula (rule DR-14)."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    for row in rows:
        writer.writerow([plain_cell(cell) if isinstance(cell, str) else str(cell).replace(".", ",") for cell in row])
    return (BOM + text.getvalue()).encode()
