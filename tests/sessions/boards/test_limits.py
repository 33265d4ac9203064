"""BO-3, BO-9 over the edges: a full board, a person who fills it, and a board that cannot be copied."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from network.core.db import db, unit_of_work
from network.people.models import Person
from network.sessions.boards.models import Note
from network.sessions.boards.rules import shape
from network.sessions.boards.services import making, opened, projection
from network.sessions.groups.services.members import join_group
from network.together import growth
from tests.cast import Hall
from tests.sessions.boards.conftest import Writer

WriterFor = Callable[[Person], Writer]
ONE, TWO, THREE = "one-one-one-one-one-11", "two-two-two-two-two-22", "tri-tri-tri-tri-tri-33"


def reasons(writer: Writer) -> list[str]:
    return [rest[0] for rest in writer.words("deny")]


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A board with room for two notes."""
    for module in (shape, opened):
        monkeypatch.setattr(module, "NOTE_LIMIT", 2)


@pytest.mark.usefixtures("_small")
def test_a_full_board_says_so_and_a_deleted_note_makes_room(hall: Hall, writer_for: WriterFor) -> None:
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(ONE, "ein")).send(anna.writes(TWO, "to"))
    bo = writer_for(hall.cast.bo).join()

    bo.send(bo.writes(THREE, "tre"))
    anna.send(anna.does(lambda she: she.notes[ONE].__setitem__("deleted", True)))
    bo.start_anew().join()
    bo.send(bo.writes(THREE, "tre"))

    assert (reasons(bo), anna.texts()) == (["full"], ["to", "tre"])


@pytest.mark.usefixtures("_small")
def test_a_form_that_finds_no_room_comes_back_with_what_was_typed(
    hall: Hall, client_for: Callable[[Person | None], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "NOTE_LIMIT", 2)
    anna = client_for(hall.cast.anna)
    address = f"/boards/{hall.board.public_id}/notes"
    for text in ("ein", "to"):
        anna.post(address, data={"text": text, "column": "why"})

    answer = anna.post(address, data={"text": "det eg skreiv sist", "column": "why"})

    assert (answer.status_code, "det eg skreiv sist" in answer.text, "Tavla er full" in answer.text) == (
        409,
        True,
        True,
    )


def test_one_person_cannot_fill_the_board_for_the_others(
    hall: Hall, writer_for: WriterFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growth, "BYTES_AN_HOUR", 3_000)
    bo, anna = writer_for(hall.cast.bo).join(), writer_for(hall.cast.anna).join()
    opened.opened(hall.board.public_id).growth[hall.cast.bo.id].left = 3_000

    bo.send(bo.writes(ONE, "x" * 2_000))
    bo.send(bo.writes(TWO, "x" * 2_000))
    anna.send(anna.writes(THREE, "Anna skriv"))

    assert (reasons(bo), reasons(anna), "Anna skriv" in anna.texts()) == (["pace"], [], True)


def test_what_comes_again_takes_no_room_of_hers(
    hall: Hall, writer_for: WriterFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a bad network the same words are sent again and again."""
    monkeypatch.setattr(growth, "BYTES_AN_HOUR", 3_000)
    bo = writer_for(hall.cast.bo).join()
    opened.opened(hall.board.public_id).growth[hall.cast.bo.id].left = 3_000
    update = bo.writes(ONE, "x" * 1_000)

    for _ in range(9):
        bo.send(update)
    bo.send(bo.writes(TWO, "x" * 1_000))

    assert (reasons(bo), len(bo.texts())) == ([], 2)


def test_without_that_limit_she_can(hall: Hall, writer_for: WriterFor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Positive control."""
    monkeypatch.setattr(growth.Growth, "may_add", lambda *_: True)
    bo = writer_for(hall.cast.bo).join()

    for number in range(60):
        bo.send(bo.writes(f"fil-fil-fil-fil-fil-{number:02}", "x" * 2_000))

    assert (reasons(bo), len(bo.texts())) == ([], 60)


def test_a_board_that_cannot_be_copied_holds_up_no_other(
    hall: Hall, writer_for: WriterFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit_of_work():
        join_group(hall.other_group, hall.cast.anna.id)
    broken, other = writer_for(hall.cast.anna).join(), writer_for(hall.cast.anna)
    other.public_id = hall.other_board.public_id
    other.join()
    broken.send(broken.writes(ONE, "på den øydelagde"))
    other.send(other.writes(TWO, "på den andre"))
    monkeypatch.setattr(projection, "is_due", lambda board: bool(board.dirty))
    real = projection.settle

    def fails_on_one(*boards: opened.OpenBoard, most: int) -> None:
        real(*boards, most=most) if hall.board.id not in {board.id for board in boards} else [][0]

    monkeypatch.setattr(projection, "settle", fails_on_one)

    projection.project_due()

    db.session.rollback()
    assert [row.text for row in db.session.scalars(select(Note))] == ["på den andre"]
