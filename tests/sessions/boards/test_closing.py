"""BO-6 over the socket's edge: what is taken after a board is closed."""

from collections.abc import Callable

from sqlalchemy import select

from network.core import clock
from network.core.db import db, unit_of_work
from network.people.models import Person
from network.sessions.boards.models import NoteAuthor
from network.sessions.boards.services import making
from tests.cast import Hall
from tests.sessions.boards.conftest import Writer

WriterFor = Callable[[Person], Writer]
ONE, TWO = "one-one-one-one-one-11", "two-two-two-two-two-22"


def close(hall: Hall) -> None:
    with unit_of_work():
        making.close_board(hall.cast.fia.id, hall.board)


def reasons(writer: Writer) -> list[str]:
    return [rest[0] for rest in writer.words("deny")]


def test_members_hear_that_the_board_is_closed_and_opened(hall: Hall, writer_for: WriterFor) -> None:
    anna = writer_for(hall.cast.anna).join()

    close(hall)
    with unit_of_work():
        making.reopen_board(hall.cast.fia.id, hall.board)

    assert (anna.words("board:closed"), anna.words("board:opened")) == ([[]], [[]])


def test_for_half_an_hour_new_notes_and_own_words_are_taken_and_marked_late(hall: Hall, writer_for: WriterFor) -> None:
    """BO-6"""
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(ONE))
    close(hall)

    anna.send(anna.writes(TWO, "etterpå"))
    anna.send(anna.does(lambda she: she.notes[ONE]["text"].insert(3, "!")))

    db.session.rollback()
    late = dict(db.session.execute(select(NoteAuthor.note_id, NoteAuthor.is_late)).all())
    assert (anna.texts(), late, anna.words("notes:known")[-1][0][TWO]["late"]) == (
        ["etterpå", "hei!"],
        {ONE: 1, TWO: 1},
        True,
    )


def test_moves_and_anothers_words_are_refused_after_the_close_with_a_sentence(
    hall: Hall, writer_for: WriterFor
) -> None:
    """BO-6"""
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(ONE))
    close(hall)
    bo, mover = writer_for(hall.cast.bo).join(), writer_for(hall.cast.anna).join()

    bo.send(bo.does(lambda he: he.notes[ONE]["text"].insert(0, "x")))
    mover.send(mover.does(lambda she: she.notes[ONE].__setitem__("place", ["who", "W"])))

    assert (reasons(bo), reasons(mover), writer_for(hall.cast.anna).join().texts()) == (["closed"], ["closed"], ["hei"])


def test_after_the_half_hour_nothing_is_taken(hall: Hall, writer_for: WriterFor) -> None:
    """BO-6"""
    anna = writer_for(hall.cast.anna).join()
    clock.set(clock.now())
    close(hall)
    clock.advance(31 * 60)

    anna.send(anna.writes(ONE))

    assert reasons(anna) == ["closed"]
