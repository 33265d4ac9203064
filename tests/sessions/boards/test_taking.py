"""BO-4, BO-5, DO-1 over the socket's edge: what is taken, what is refused, and what the others hear."""

from collections.abc import Callable

import pytest
from pycrdt import Map, Text
from sqlalchemy import select

from network.core.db import db
from network.people.models import Person
from network.sessions.boards.models import NoteAuthor
from network.together import edge
from tests.cast import Hall
from tests.sessions.boards.conftest import Writer

WriterFor = Callable[[Person], Writer]
ONE, TWO = "one-one-one-one-one-11", "two-two-two-two-two-22"


def reasons(writer: Writer) -> list[str]:
    return [rest[0] for rest in writer.words("deny")]


def test_what_one_writes_the_other_sees_and_the_writer_hears_that_it_is_stored(
    hall: Hall, writer_for: WriterFor
) -> None:
    anna, bo = writer_for(hall.cast.anna).join(), writer_for(hall.cast.bo).join()

    anna.send(anna.writes(ONE, "Vi høyrer dei same"))

    assert (bo.texts(), anna.words("a")) == (["Vi høyrer dei same"], [[1]])


def test_the_others_hear_who_wrote_it_from_the_server(hall: Hall, writer_for: WriterFor) -> None:
    """BO-5, PE-3: all that others' browsers get of her."""
    anna, bo = writer_for(hall.cast.anna).join(), writer_for(hall.cast.bo).join()

    anna.send(anna.writes(ONE))

    her = {"key": hall.cast.anna.public_key, "name": "Anna", "municipality": "Nordvik", "late": False}
    assert bo.words("notes:known")[-1] == [{ONE: her}]


def test_the_author_is_stored_with_the_note(hall: Hall, writer_for: WriterFor) -> None:
    anna = writer_for(hall.cast.anna).join()

    anna.send(anna.writes(ONE))

    db.session.rollback()
    rows = db.session.execute(select(NoteAuthor.note_id, NoteAuthor.person_id, NoteAuthor.is_late)).all()
    assert [tuple(row) for row in rows] == [(ONE, hall.cast.anna.id, 0)]


@pytest.mark.parametrize(
    ("name", "expected"), [("anna", []), ("bo", ["role"]), ("fia", [])], ids=["her own", "another's", "facilitator"]
)
def test_only_the_writer_and_the_facilitator_delete_a_note(
    hall: Hall, writer_for: WriterFor, name: str, expected: list[str]
) -> None:
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(ONE))
    other = writer_for(getattr(hall.cast, name)).join()

    other.send(other.does(lambda she: she.notes[ONE].__setitem__("deleted", True)))

    assert (reasons(other), anna.texts()) == (expected, [] if not expected else ["hei"])


def test_members_of_the_group_move_and_reword_each_others_notes(hall: Hall, writer_for: WriterFor) -> None:
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(ONE))
    bo = writer_for(hall.cast.bo).join()

    bo.send(bo.does(lambda he: he.notes[ONE].__setitem__("place", ["who", "W"])))
    bo.send(bo.does(lambda he: he.notes[ONE]["text"].insert(3, " du")))

    assert (reasons(bo), anna.texts(), list(anna.notes[ONE]["place"])) == ([], ["hei du"], ["who", "W"])


def test_what_is_refused_leaves_nothing_behind(hall: Hall, writer_for: WriterFor) -> None:
    anna, bo = writer_for(hall.cast.anna).join(), writer_for(hall.cast.bo).join()
    anna.send(anna.writes(ONE))

    bo.send(bo.writes(TWO, "x" * 2001))

    late = writer_for(hall.cast.fia).join()
    assert (reasons(bo), anna.texts(), late.texts()) == (["rule"], ["hei"], ["hei"])


def test_one_who_is_refused_again_and_again_is_cut_off(hall: Hall, writer_for: WriterFor) -> None:
    bo = writer_for(hall.cast.bo)

    for number in range(edge.MOST_REFUSALS):
        bo.start_anew().join()
        bo.send(bo.writes(f"bad-bad-bad-bad-bad-{number:02}", hue="black"))

    assert (len(reasons(bo)), bo.wire.ending) == (edge.MOST_REFUSALS, False)


@pytest.mark.parametrize("data", ["text", 7, None, b"\x09\x09", b"\x00\x02\xff"])
def test_bytes_that_are_no_messages_end_the_connection(hall: Hall, writer_for: WriterFor, data: object) -> None:
    bo = writer_for(hall.cast.bo).join()

    bo.y(data)

    assert bo.wire.ending is False


def test_the_same_update_twice_is_one_note_and_is_acknowledged_twice(hall: Hall, writer_for: WriterFor) -> None:
    anna, bo = writer_for(hall.cast.anna).join(), writer_for(hall.cast.bo).join()
    update = anna.writes(ONE)

    anna.send(update).send(update)

    assert (bo.texts(), anna.words("a")) == (["hei"], [[1], [2]])


def test_a_gap_is_answered_with_resync_and_is_not_shown(hall: Hall, writer_for: WriterFor) -> None:
    anna, bo = writer_for(hall.cast.anna).join(), writer_for(hall.cast.bo).join()
    anna.writes(ONE)

    anna.send(anna.writes(TWO))

    assert (anna.words("resync"), bo.texts()) == ([["gap"]], [])


@pytest.mark.parametrize(("hers", "his"), [(1000, 2000), (2000, 1000)])
def test_one_note_added_by_two_who_did_not_see_each_other_stands_once_and_is_no_crime(
    hall: Hall, writer_for: WriterFor, hers: int, his: int
) -> None:
    anna = writer_for(hall.cast.anna).start_anew(hers).join()
    bo = writer_for(hall.cast.bo).start_anew(his).join()
    of_bo = bo.writes(ONE, "the same, again")

    anna.send(anna.writes(ONE, "first"))
    bo.send(of_bo)

    late = writer_for(hall.cast.fia).join()
    assert (reasons(bo), anna.texts(), late.texts()) == ([], ["first"], ["first"])


def test_the_texts_of_another_kind_have_no_place_on_a_board(hall: Hall, writer_for: WriterFor) -> None:
    """BO-1, WR-1: every document has that root; on a board nothing may stand under it."""
    bo, anna = writer_for(hall.cast.bo).join(), writer_for(hall.cast.anna).join()

    bo.send(bo.does(lambda he: he.doc.get("texts", type=Map).__setitem__("what", Text("hei"))))

    assert (reasons(bo), anna.doc.get_state() == writer_for(hall.cast.fia).join().doc.get_state()) == (["rule"], True)
