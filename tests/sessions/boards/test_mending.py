"""F27, DO-11: a board with broken bytes shows its last good version, stops no other, and is mended by a command."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pycrdt import Map
from sqlalchemy import select, update

from network.core.db import db, unit_of_work
from network.documents import registry
from network.documents.models import DocumentRecord, DocumentUpdate
from network.people.models import Person
from network.sessions.boards.services import mending, projection
from network.sessions.boards.services.opened import let_go, open_board
from tests.sessions.boards.conftest import Hall

ClientFor = Callable[[Person | None], FlaskClient]
TEXTS = ["Spør dei unge", "Ring dei som ikkje kjem", "Møtast ute"]


def written(hall: Hall, client_for: ClientFor) -> FlaskClient:
    """Three notes on the board, each a row of its own in the journal, and their copies."""
    anna = client_for(hall.cast.anna)
    for text in TEXTS:
        anna.post(f"/boards/{hall.board.public_id}/notes", data={"text": text, "column": "why"})
    projection.settle(open_board(hall.board))
    return anna


def broken(hall: Hall, *, row: int) -> None:
    """That row of the journal is spoilt on the disk, and the server has let go of the board."""
    document_id = hall.board.document_id
    registry().journal.flush()
    let_go(open_board(hall.board))
    with unit_of_work():
        rows = select(DocumentUpdate.id).where(DocumentUpdate.document_id == document_id).order_by(DocumentUpdate.id)
        row_id = list(db.session.scalars(rows))[row]
        db.session.execute(update(DocumentUpdate).where(DocumentUpdate.id == row_id).values(update=b"\x01\x02\x7f"))


def history_of(hall: Hall) -> str:
    db.session.rollback()
    return str(db.session.scalar(select(DocumentRecord.history_id).where(DocumentRecord.id == hall.board.document_id)))


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["network", "board", *words])
    return result.exit_code, result.output


def test_its_page_shows_the_notes_as_they_stood_last(hall: Hall, client_for: ClientFor) -> None:
    anna = written(hall, client_for)
    broken(hall, row=2)

    page = anna.get(f"/boards/{hall.board.public_id}")

    assert (page.status_code, [text for text in TEXTS if text not in page.text]) == (503, [])
    assert "kan ikkje opnast" in page.text
    assert anna.get(f"/boards/{hall.other_board.public_id}").status_code != 503


@pytest.mark.parametrize("row", [0, 1, 2, 3])
def test_a_command_mends_it_whatever_row_is_broken_and_every_note_is_back(
    app: Flask, hall: Hall, client_for: ClientFor, row: int
) -> None:
    anna = written(hall, client_for)
    broken(hall, row=row)
    history = history_of(hall)

    found, mended, after = run(app, "check"), run(app, "rebuild", hall.board.public_id), run(app, "check")

    page = anna.get(f"/boards/{hall.board.public_id}")
    assert (found[0], hall.board.public_id in found[1], mended[0], after[0]) == (1, True, 0, 0)
    assert (page.status_code, [text for text in TEXTS if text not in page.text]) == (200, [])
    assert history_of(hall) != history
    kept = list((app.extensions["settings"].instance_dir / "broken").rglob("*.bin"))
    assert b"\x01\x02\x7f" in [one.read_bytes() for one in kept]


@pytest.mark.parametrize("public_id", ["-k1r7DtjzHXZRRxv", "--r7DtjzHXZRRxvA", "-hV9_k1r7DtjzHXZ"])
def test_a_board_whose_id_begins_with_a_hyphen_is_found_and_mended(
    app: Flask, hall: Hall, client_for: ClientFor, public_id: str
) -> None:
    with unit_of_work():
        hall.board.public_id = public_id
    written(hall, client_for)
    broken(hall, row=1)

    assert [run(app, *words, public_id)[0] for words in (["check"], ["rebuild"], ["check"])] == [1, 0, 0]


def test_control_without_the_copies_what_stood_in_the_broken_row_is_gone(
    app: Flask, hall: Hall, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = written(hall, client_for)
    broken(hall, row=2)
    monkeypatch.setattr(mending, "bring_back", lambda *_given, **_more: None)

    run(app, "rebuild", hall.board.public_id)

    page = anna.get(f"/boards/{hall.board.public_id}").text
    assert [text in page for text in TEXTS[:2]] == [True, False]


def test_one_writes_on_after_it_is_mended(app: Flask, hall: Hall, client_for: ClientFor) -> None:
    anna = written(hall, client_for)
    broken(hall, row=1)
    run(app, "rebuild", hall.board.public_id)

    anna.post(f"/boards/{hall.board.public_id}/notes", data={"text": "Etterpå", "column": "why"})

    page = anna.get(f"/boards/{hall.board.public_id}").text
    assert [text for text in [*TEXTS, "Etterpå"] if text not in page] == []


def test_what_was_deleted_is_not_brought_back_with_the_rest(app: Flask, hall: Hall, client_for: ClientFor) -> None:
    written(hall, client_for)
    note_id = next(note.id for note in open_board(hall.board).notes() if note.text == TEXTS[0])
    registry().author_step(hall.board.document_id, lambda doc: _delete(doc, note_id), author_id=None)
    open_board(hall.board).mark_dirty({note_id})
    projection.settle(open_board(hall.board))
    broken(hall, row=4)

    run(app, "rebuild", hall.board.public_id)

    assert sorted(note.text for note in open_board(hall.board).notes()) == sorted(TEXTS[1:])


def _delete(doc: Any, note_id: str) -> None:
    doc.get("notes", type=Map)[note_id]["deleted"] = True


def test_what_is_whole_is_not_mended_and_what_is_unknown_is_said(app: Flask, hall: Hall, client_for: ClientFor) -> None:
    written(hall, client_for)
    history = history_of(hall)

    whole, unknown = run(app, "rebuild", hall.board.public_id), run(app, "check", "no-such-board")

    assert (whole[0], unknown[0], history_of(hall)) == (1, 2, history)
    assert run(app, "check")[0] == 0
