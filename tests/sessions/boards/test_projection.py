"""The notes' copies in SQL, and boards that are let go."""

from collections.abc import Callable
from contextvars import Context

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from network.access.actor import actor_for
from network.core.db import db, unit_of_work
from network.core.turn import TURN
from network.documents import registry
from network.people.models import Person
from network.sessions.boards import queries
from network.sessions.boards.models import Note
from network.sessions.boards.services import alone, projection
from network.sessions.boards.services import opened as boards_in_memory
from network.sessions.boards.services.following import write_alone
from network.sessions.boards.services.opened import OpenBoard, opened
from tests.cast import Hall
from tests.sessions.boards.conftest import Writer
from tests.web.turns import CountedTurn

WriterFor = Callable[[Person], Writer]
ONE, TWO = "one-one-one-one-one-11", "two-two-two-two-two-22"


def test_a_board_that_is_looked_after_while_it_opens_stays_one_board(
    hall: Hall, writer_for: WriterFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = registry()
    opens = documents.open
    monkeypatch.setattr(documents, "open", lambda document_id: (projection.project_due(), opens(document_id))[1])
    anna, bo = writer_for(hall.cast.anna).join(), writer_for(hall.cast.bo).join()

    anna.send(anna.writes(ONE, "Ho ventar"))

    assert bo.texts() == ["Ho ventar"]


def test_the_copies_in_sql_follow_when_the_board_is_settled(hall: Hall, writer_for: WriterFor) -> None:
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(ONE, "eit"))
    anna.send(anna.writes(TWO, "to"))
    anna.send(anna.does(lambda she: she.notes[TWO].__setitem__("deleted", True)))

    projection.settle(opened(hall.board.public_id))

    rows = db.session.execute(select(Note.id, Note.text, Note.column_key, Note.is_deleted).order_by(Note.id)).all()
    assert [tuple(row) for row in rows] == [(ONE, "eit", "why", False), (TWO, "to", "why", True)]


def test_a_zero_character_is_not_copied_to_sql(hall: Hall, writer_for: WriterFor) -> None:
    """*Seen:* PostgreSQL refuses it: no board was copied any more, and every note by form was answered with 500."""
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(ONE, "a\0b"))

    projection.settle(opened(hall.board.public_id))

    assert db.session.scalars(select(Note.text)).all() == ["ab"]


def test_an_address_with_a_zero_character_asks_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db.session, "scalar", lambda _rows: pytest.fail("asked"))

    assert queries.board_by_public_id("a\0b") is None


def test_a_board_that_nobody_is_on_is_let_go_when_its_copies_are_true(hall: Hall, writer_for: WriterFor) -> None:
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(ONE))
    projection.settle(opened(hall.board.public_id))

    projection.project_due()
    while_she_is_there = opened(hall.board.public_id) is not None
    anna.connection.leave()
    projection.project_due()

    assert (while_she_is_there, opened(hall.board.public_id)) == (True, None)


def test_a_page_that_reads_a_board_in_has_it_though_boards_that_nobody_is_on_are_let_go_meanwhile(
    app: Flask, hall: Hall, client_for: Callable[[Person], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever waits between two questions lets the copying run."""
    look = boards_in_memory._look_again

    def let_go_of_all() -> None:
        with app.app_context():
            projection.project_due()

    def look_slowly(board: OpenBoard) -> None:
        look(board)
        Context().run(let_go_of_all)

    monkeypatch.setattr(boards_in_memory, "_look_again", look_slowly)
    turn = CountedTurn(always_long=True, meanwhile=lambda: Context().run(let_go_of_all))

    answer = client_for(hall.cast.anna).get(f"/boards/{hall.board.public_id}", environ_overrides={TURN: turn})

    assert (answer.status_code, turn.paused > 5) == (200, True)


def test_own_notes_stand_by_the_board_that_others_have(
    app: Flask, hall: Hall, writer_for: WriterFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While they are read in the board is let go of once, and another is made: what happens is told to that one."""
    learn, let_go_at = OpenBoard.learn_byline, [1]

    def learn_slowly(board: OpenBoard, person_id: int | None) -> None:
        learn(board, person_id)
        if let_go_at:
            let_go_at.pop()
            projection.project_due()

    monkeypatch.setattr(OpenBoard, "learn_byline", learn_slowly)
    with unit_of_work():
        write_alone([hall.board], is_wanted=True)

    own = alone.open_own_notes(hall.board, actor_for(hall.cast.anna.id))

    assert not let_go_at
    assert own.board is opened(hall.board.public_id)


def test_only_what_a_crash_left_uncopied_is_copied_when_a_board_is_opened(hall: Hall, writer_for: WriterFor) -> None:
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(ONE, "kopiert"))
    projection.settle(opened(hall.board.public_id))
    anna.send(anna.writes(TWO, "ikkje kopiert"))
    opened(hall.board.public_id).dirty.clear()
    anna.connection.leave()
    projection.project_due()

    writer_for(hall.cast.bo).join()

    assert opened(hall.board.public_id).dirty == {TWO}
