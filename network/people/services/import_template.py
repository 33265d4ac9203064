"""The workbook that people fill in: five headings, with the network's municipalities and parts to choose from."""

from collections.abc import Sequence
from io import BytesIO

from network.core.language import speaking
from network.people import import_words

HEADINGS = ("Namn", "E-post", "Kommune", "Parti", "Rolle")
_WIDTHS = (30, 36, 18, 14, 18)
ROWS = 400


def workbook(places: Sequence[str]) -> bytes:
    """An XLSX with nynorsk headings and nobody in it. Shape: bytes of the file."""
    import xlsxwriter  # slow import

    body = BytesIO()
    with xlsxwriter.Workbook(body, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Deltakarar")
        lists = book.add_worksheet("Lister")
        lists.hide()
        bold = book.add_format({"bold": True, "bottom": 1})
        for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
            sheet.write_string(0, column, heading, bold)
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        for column, values in ((2, list(places)), (4, _roles())):
            _offer(sheet, lists, column, values)
    return body.getvalue()


def _offer(sheet: object, lists: object, column: int, values: Sequence[str]) -> None:
    """Let Excel propose these values, without refusing others: the preview judges them."""
    lists.write_column(0, column, values)  # type: ignore[attr-defined]
    if values:
        letter = "ABCDE"[column]
        source = f"=Lister!${letter}$1:${letter}${len(values)}"
        rule = {"validate": "list", "source": source, "error_type": "information"}
        sheet.data_validation(1, column, ROWS, column, rule)  # type: ignore[attr-defined]


def _roles() -> list[str]:
    with speaking("nn"):
        return [str(import_words.ROLES[role]) for role in import_words.IMPORTABLE]
