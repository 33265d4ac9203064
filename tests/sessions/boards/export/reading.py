"""Files read by programs that are not ours."""

import subprocess
from io import BytesIO

import openpyxl
from docx import Document
from flask.testing import FlaskClient

from network.sessions.boards.models import Board


def body_of(client: FlaskClient, board: Board, kind: str) -> bytes:
    answer = client.get(f"/boards/{board.public_id}/files/{kind}")
    assert answer.status_code == 200, answer.text[:500]
    return answer.data


def paragraphs(body: bytes) -> list[tuple[str, str]]:
    """(style, words) of each paragraph of a DOCX."""
    return [(one.style.name or "", one.text) for one in Document(BytesIO(body)).paragraphs if one.style is not None]


def cells(body: bytes, sheet: int = 0) -> list[list[object]]:
    """The rows of a workbook's sheet as another program finds them."""
    book = openpyxl.load_workbook(BytesIO(body))
    return [[cell.value for cell in row] for row in book.worksheets[sheet].iter_rows()]


def kinds_of_cells(body: bytes) -> set[str]:
    """What the cells are taken for: "s" is a string, "n" a number or nothing, "f" a formula."""
    book = openpyxl.load_workbook(BytesIO(body))
    return {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}


def pictures_of_pdf(body: bytes) -> list[tuple[int, int]]:
    """(width, height) in points of each picture in it."""
    read = subprocess.run(["pdfimages", "-list", "-"], input=body, capture_output=True, check=True)
    rows = [line.split() for line in read.stdout.decode().splitlines()[2:]]
    return [(int(row[3]), int(row[4])) for row in rows]


def words_of_pdf(body: bytes) -> str:
    read = subprocess.run(["pdftotext", "-enc", "UTF-8", "-", "-"], input=body, capture_output=True, check=True)
    return " ".join(read.stdout.decode().split())
