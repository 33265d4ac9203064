"""What a group wrote, to take along: the page that offers the files, and the files."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Flask, Response, render_template
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize, can
from network.core.errors import NotFound
from network.people.identity import actor
from network.sessions.boards.export import papers, plain, queries, sheets, words
from network.sessions.boards.export.rules import packed
from network.sessions.boards.export.rules.collected import Collection
from network.sessions.boards.export.rules.names import file_name
from network.sessions.boards.models import Board
from network.sessions.boards.queries import board_by_public_id
from network.web import paper
from network.web.pdf import PdfUnavailable

blueprint = Blueprint("board_files", __name__, url_prefix="/boards/<public_id>/files")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNAVAILABLE = 503
MAKERS: Mapping[str, tuple[str, Callable[[Collection], bytes]]] = {
    "docx": (paper.DOCX, lambda found: paper.docx_of(papers.paper_of(found))),
    "pdf": (paper.PDF, lambda found: paper.pdf_of(papers.paper_of(found))),
    "xlsx": (XLSX, sheets.xlsx_of),
    "json": ("application/json", packed.pack),
    "txt": ("text/plain; charset=utf-8", lambda found: plain.text_of(found).encode()),
}


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("")
@acts("board.read")
def show(public_id: str) -> ResponseReturnValue:
    return _page(_readable(public_id))


@blueprint.get("/<kind>")
@acts("board.read")
def fetch(public_id: str, kind: str) -> ResponseReturnValue:
    """Nothing is stored: what is fetched is the board of this moment, for this reader."""
    board = _readable(public_id)
    if kind not in MAKERS:
        raise NotFound()
    found = queries.collection_of(board)
    try:
        return file_of(found, kind, (board.title, board.question))
    except PdfUnavailable as fault:
        return _page(board, fault=fault.message, status=UNAVAILABLE)


def _readable(public_id: str) -> Board:
    return authorize(actor(), "board.read", board_by_public_id(public_id))


def _page(board: Board, *, fault: str = "", status: int = 200) -> ResponseReturnValue:
    found = queries.collection_of(board)
    drawn = render_template(
        "sessions/boards/export/board.html",
        board=board,
        count=words.notes(len(found.boards[0].notes)),
        text=plain.text_of(found),
        may_bring_in=board.is_open and can(actor(), "note.create", board),
        fault=fault,
    )
    return drawn, status


def file_of(found: Collection, kind: str, named: tuple[str, ...]) -> Response:
    """Raises PdfUnavailable when a paper cannot be made now."""
    mimetype, make = MAKERS[kind]
    return attached(make(found), mimetype, file_name(found.day, named, kind))


def attached(body: bytes, mimetype: str, name: str) -> Response:
    """A file to be kept by whoever fetches it, and by nobody on the way."""
    response = Response(body, content_type=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response
